import type { StudyRow } from '../../../preload/contract/study.ts';

/** A valid row; a test states only the fields that it is about. */
export function aStudyRow(overrides: Partial<StudyRow> = {}): StudyRow {
  return {
    studyInstanceUid: '1.2.3',
    patientName: { alphabetic: 'Muster^Berta', ideographic: '', phonetic: '' },
    patientId: 'K-1',
    issuerOfPatientId: '',
    patientBirthDate: '1960-05-01',
    patientSex: 'F',
    patientAge: '',
    studyDate: '2026-11-24',
    studyTime: '14:00:00',
    studyDescription: 'Head',
    accessionNumber: '',
    modalities: ['CT'],
    seriesCount: 1,
    instanceCount: 1,
    expectedCount: null,
    sizeBytes: 1_000,
    status: 'complete',
    priority: 'routine',
    firstReceivedAtMs: Date.now() - 60_000,
    lastReceivedAtMs: Date.now() - 60_000,
    sourceAeTitle: 'CT_1',
    stationName: 'CT-1',
    conflictCount: 0,
    quality: {
      verdict: null,
      score: null,
      judgedCount: 0,
      judgeableCount: 1,
      reason: '',
      imageNumber: null,
    },
    ...overrides,
  };
}

/** A name from its alphabetic group alone. */
export function named(alphabetic: string): Pick<StudyRow, 'patientName'> {
  return { patientName: { alphabetic, ideographic: '', phonetic: '' } };
}
