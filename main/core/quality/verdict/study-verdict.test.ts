import { describe, expect, it } from 'vitest';
import type { AssessedInstance, Finding, GroupFinding } from '../../catalog/quality-record.ts';
import type { KeptReview } from '../../catalog/station-quality-model.ts';
import { judgeStudy } from './study-verdict.ts';

function aFinding(type: string, severity: number | null = 0.7): Finding {
  const place = { region: null, directionDegrees: null };
  return { type, source: 'model', probability: 0.9, severity, reason: 'It looks so.', ...place };
}

function anImage(number: number, change: Partial<AssessedInstance> = {}): AssessedInstance {
  return {
    instanceKey: number,
    sopInstanceUid: `1.${number}`,
    seriesInstanceUid: '2',
    studyInstanceUid: '3',
    instanceNumber: number,
    pixelDataSha256: null,
    slicePositionMm: null,
    sliceNormal: null,
    pixelRows: 512,
    pixelColumns: 512,
    receivedAtMs: 0,
    frameNumber: 1,
    verdict: 'good',
    score: 0.9,
    positioningScore: 1,
    exposureScore: 1,
    recommendation: 'Nothing to do.',
    probabilities: {},
    findings: [],
    metrics: [],
    histogram: [],
    anatomy: { expected: 'HEAD', detected: 'HEAD', confidence: 0.99, agrees: true },
    facts: {
      modality: 'CT',
      device: 'CT-1',
      bodyPart: 'HEAD',
      laterality: '',
      projection: '',
      protocolName: '',
      operator: '',
      technique: '',
      exposureIndex: null,
      targetExposureIndex: null,
      deviationIndex: null,
      acquiredAtMs: null,
      sliceThicknessMm: null,
      gantryTiltDegrees: null,
      imageType: '',
      acquisitionNumber: null,
      phase: '',
      hasUltrasoundRegions: null,
    },
    perceptualHash: null,
    model: 'quality',
    version: '1',
    provider: 'cpu',
    milliseconds: 1,
    judgedAtMs: 0,
    ...change,
  };
}

const moved = anImage(17, { verdict: 'check', score: 0.4, findings: [aFinding('motion')] });

function aReview(decision: KeptReview['decision'], findingType: string | null = null): KeptReview {
  return {
    reviewKey: 1,
    sopInstanceUid: moved.sopInstanceUid,
    seriesInstanceUid: '2',
    studyInstanceUid: '3',
    decision,
    findingType,
    reason: '',
    reviewedBy: 'MTR',
    reviewedAtMs: 0,
    device: 'CT-1',
    modality: 'CT',
    verdict: 'check',
    score: 0.4,
    flaggedTypes: ['motion'],
    probabilities: {},
    qualityVersion: '1',
  };
}

describe('the verdict on a study', () => {
  it('is that of its worst image, with the reason and the place', () => {
    expect(judgeStudy([anImage(1), moved, anImage(2, { score: 0.8 })], [], [])).toMatchObject({
      verdict: 'check',
      score: 0.4,
      medianScore: 0.8,
      reason: 'Motion, image 17',
      imageNumber: 17,
      countByVerdict: { good: 2, check: 1, repeat: 0, unknown: 0 },
      anatomy: 'HEAD',
      openReasons: ['Motion, image 17'],
      openArtifactCount: 1,
      lowestOpenScore: 0.4,
    });
  });

  it.each(['overrule', 'reject'] as const)(
    'does without an image that a person decided to %s',
    (decision) => {
      const verdict = judgeStudy([anImage(1), moved], [aReview(decision)], []);
      expect(verdict).toMatchObject({ verdict: 'good', score: 0.9, openReasons: [], openArtifactCount: 0 });
    },
  );

  it('still shows what a person agreed to, and asks for nothing more', () => {
    const verdict = judgeStudy([moved], [aReview('agree', 'motion')], []);
    expect(verdict).toMatchObject({ verdict: 'check', reason: 'Motion, image 17', openReasons: [] });
  });

  it('asks on while one of two findings is undecided', () => {
    const twice = { ...moved, findings: [aFinding('motion'), aFinding('noise')] };
    const verdict = judgeStudy([twice], [aReview('overrule', 'motion')], []);
    expect(verdict.openReasons).toEqual(['Noise, image 17']);
  });

  it('takes a remark for no reason to look', () => {
    const remark: GroupFinding = { ...aFinding('gantry-tilt', 0), seriesInstanceUid: '2' };
    expect(judgeStudy([anImage(1)], [], [remark])).toMatchObject({ verdict: 'good', openReasons: [] });
    const gap: GroupFinding = { ...aFinding('missing-slices'), seriesInstanceUid: '2' };
    expect(judgeStudy([anImage(1)], [], [gap])).toMatchObject({ verdict: 'check', reason: 'Missing slices' });
  });

  it('says nothing of a study in which nothing is judged', () => {
    expect(judgeStudy([], [], [])).toMatchObject({ verdict: null, score: null, anatomy: null });
  });
});
