import type { Finding, InstanceQuality, QualityTask, StudyQuality } from '../../preload/contract/quality.ts';

export function aFinding(change: Partial<Finding> = {}): Finding {
  return {
    type: 'motion',
    source: 'model',
    probability: 0.82,
    severity: 0.6,
    region: { x: 0.1, y: 0.4, width: 0.2, height: 0.3 },
    directionDegrees: 90,
    reason: 'The skull edge is doubled.',
    ...change,
  };
}

/** A good image; a test states what is wrong with it. */
export function aJudgedImage(
  sopInstanceUid: string,
  instanceNumber: number,
  change: Partial<InstanceQuality> = {},
): InstanceQuality {
  return {
    sopInstanceUid,
    seriesInstanceUid: 'axial',
    studyInstanceUid: '1.2',
    instanceNumber,
    frameNumber: 1,
    score: 0.95,
    positioningScore: null,
    exposureScore: 0.9,
    verdict: 'good',
    recommendation: '',
    probabilities: { motion: 0.02 },
    findings: [],
    metrics: [
      { name: 'noise', label: 'Noise', value: 1.8, unit: '%', band: { low: 1, high: 2.5 } },
      { name: 'edge', label: 'Edge spread', value: 2.4, unit: 'mm', band: { low: 0.4, high: 0.9 } },
    ],
    anatomy: { expected: 'HEAD', detected: 'HEAD', confidence: 0.99, agrees: true },
    histogram: [0.5, 0.3, 0.2],
    reviews: [],
    model: 'bucky-quality',
    version: '1.0',
    provider: 'cpu',
    milliseconds: 312,
    judgedAtMs: 1_000,
    ...change,
  };
}

export function aJudgedStudy(
  instances: readonly InstanceQuality[],
  change: Partial<StudyQuality> = {},
): StudyQuality {
  const count = (verdict: InstanceQuality['verdict']) =>
    instances.filter((instance) => instance.verdict === verdict).length;
  return {
    studyInstanceUid: '1.2',
    score: instances[0]?.score ?? null,
    medianScore: 0.95,
    verdict: instances[0]?.verdict ?? 'good',
    recommendation: '',
    imageCount: instances.length,
    judgedCount: instances.length,
    countByVerdict: {
      good: count('good'),
      check: count('check'),
      repeat: count('repeat'),
      unknown: count('unknown'),
    },
    anatomy: 'HEAD',
    findings: [],
    instances: [...instances],
    ...change,
  };
}

export function aTask(change: Partial<QualityTask> = {}): QualityTask {
  return {
    studyInstanceUid: '1.2',
    patientName: { alphabetic: 'Mihon^Hanako', ideographic: '', phonetic: '' },
    patientId: 'K-20415',
    modalities: ['CT'],
    studyDescription: 'CT Head',
    stationName: 'CT-1',
    sourceAeTitle: 'CT_1',
    priority: 'routine',
    lastReceivedAtMs: 0,
    imageCount: 3,
    expectedCount: 3,
    quality: {
      verdict: 'check',
      score: 0.58,
      judgedCount: 3,
      judgeableCount: 3,
      reason: 'Motion, image 2',
      imageNumber: 2,
    },
    reasons: ['Motion, image 2'],
    lists: ['technologist'],
    ...change,
  };
}
