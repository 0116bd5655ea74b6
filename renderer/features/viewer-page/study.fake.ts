import type { InstanceRow, SeriesRow, StudyRow } from '../../../preload/contract/study.ts';
import type { ShownFrame } from '../../viewer/engine/stack-engine.ts';
import { describeFrame, type FrameDescription } from '../../viewer/metadata/frame-description.ts';

export function aStudy(change: Partial<StudyRow> = {}): StudyRow {
  return {
    studyInstanceUid: '1.2',
    patientName: { alphabetic: 'Mihon^Hanako', ideographic: '見本^花子', phonetic: '' },
    patientId: 'K-20415',
    issuerOfPatientId: '',
    patientBirthDate: '1968-03-12',
    patientSex: 'F',
    patientAge: '058Y',
    studyDate: '2026-11-24',
    studyTime: '14:27:09',
    studyDescription: 'CT Head',
    accessionNumber: '',
    modalities: ['CT'],
    seriesCount: 1,
    instanceCount: 3,
    expectedCount: null,
    sizeBytes: 0,
    status: 'complete',
    priority: 'stat',
    firstReceivedAtMs: 0,
    lastReceivedAtMs: 0,
    sourceAeTitle: 'CT-1',
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
    ...change,
  };
}

export function anInstance(sopInstanceUid: string, change: Partial<InstanceRow> = {}): InstanceRow {
  return {
    sopInstanceUid,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    instanceNumber: 1,
    numberOfFrames: 1,
    rows: 512,
    columns: 512,
    hasPixels: true,
    warnings: [],
    verdict: null,
    ...change,
  };
}

export function aSeries(
  uid: string,
  instances: readonly InstanceRow[],
  change: Partial<SeriesRow> = {},
): SeriesRow {
  return {
    seriesInstanceUid: uid,
    modality: 'CT',
    seriesNumber: 2,
    seriesDescription: 'Axial',
    bodyPartExamined: 'HEAD',
    stationName: 'CT-1',
    instances: [...instances],
    ...change,
  };
}

/** An axial CT slice of 7 mm at 35.3 mm. */
export function aDescription(change: Partial<FrameDescription> = {}): FrameDescription {
  const header = {
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
    '00280100': { vr: 'US', Value: [16] },
    '00280101': { vr: 'US', Value: [12] },
    '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] },
    '00200032': { vr: 'DS', Value: [0, 0, 35.3] },
    '00180050': { vr: 'DS', Value: [7] },
    '00180060': { vr: 'DS', Value: [120] },
    '00181151': { vr: 'IS', Value: [180] },
  };
  return { ...describeFrame(header, 1), ...change };
}

export function aShownFrame(change: Partial<ShownFrame> = {}): ShownFrame {
  return {
    index: 16,
    frame: {
      studyInstanceUid: '1.2',
      seriesInstanceUid: '1.2.3',
      sopInstanceUid: '1.2.3.17',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      frameNumber: 1,
    },
    description: aDescription(),
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    ...change,
  };
}
