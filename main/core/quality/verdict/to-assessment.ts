import {
  ARTIFACT_TYPES,
  type ArtifactType,
  type Finding,
  type FrameAssessment,
  type ImageFacts,
  type Verdict,
} from '../../catalog/quality-record.ts';
import type { Judgement } from '../models/quality-model.ts';
import type { FrameReading, ModelTerms } from '../pipeline/protocol.ts';
import { checkExposure, scoreExposure } from '../rules/exposure-index.ts';
import { labelOf } from './words.ts';

/** Probability from which on an artifact is a finding, by type, where a device has one of its own. */
export type DeviceThresholds = Partial<Record<ArtifactType, number>>;

/** Faults that another exposure puts right; metal stays where it is, and compression is the archive's doing. */
const REPEATABLE: ReadonlySet<string> = new Set([
  'motion',
  'blur',
  'noise',
  'underexposure',
  'overexposure',
  'truncation',
]);
const REPEAT_FROM_SEVERITY = 0.6;
const REPEAT_FROM_PROBABILITY = 0.5;

const REASONS: Readonly<Record<ArtifactType, string>> = {
  motion: 'It looks like the patient moved: edges are doubled or smeared in one direction.',
  blur: 'Edges look softer than usual: likely out of focus.',
  noise: 'It looks grainier than usual: likely too few photons or too little signal.',
  underexposure: 'It looks underexposed.',
  overexposure: 'It looks overexposed.',
  metal: 'It looks like metal disturbs the picture around it.',
  truncation: 'Anatomy looks cut off at the border.',
  compression: 'Blocks of a strong compression show.',
  grid: 'Regular lines or a ghost show, as from a grid or from a repeated signal.',
};

export interface AssessmentContext {
  readonly facts: ImageFacts;
  readonly terms: ModelTerms;
  readonly thresholds: DeviceThresholds;
  /** Of rules that need what other images of the device had. */
  readonly moreFindings: readonly Finding[];
  readonly judgedAtMs: number;
  readonly milliseconds: number;
}

/** The verdict on one frame: thresholds, findings worst first, scores, and what to do in plain words. */
export function toAssessment(reading: FrameReading, context: AssessmentContext): FrameAssessment {
  const { judgement, anatomy } = reading;
  const { terms, facts } = context;
  const findings = [
    ...decoderFinding(reading),
    ...(judgement === null ? [] : modelFindings(judgement, context)),
    ...userFindings(judgement),
    ...anatomyFinding(reading),
    ...reading.ruleFindings,
    ...checkExposure(facts),
    ...context.moreFindings,
  ].sort((a, b) => weightOf(b) - weightOf(a));
  const verdict = toVerdict(judgement, findings, context);
  return {
    frameNumber: reading.frameNumber,
    verdict,
    score: judgement === null || judgement.isOutOfDistribution ? null : judgement.score,
    positioningScore: judgement && positioningOf(judgement, anatomy?.agrees ?? null),
    exposureScore: judgement && exposureOf(judgement, facts),
    recommendation: recommend(verdict, findings, reading, context),
    probabilities: judgement?.probabilities ?? {},
    findings,
    metrics: reading.metrics,
    histogram: reading.histogram,
    anatomy,
    facts,
    perceptualHash: reading.perceptualHash,
    model: terms.model,
    version: terms.version,
    provider: judgement?.provider ?? 'none',
    milliseconds: context.milliseconds,
    judgedAtMs: context.judgedAtMs,
  };
}

function decoderFinding({ decodeProblem }: FrameReading): Finding[] {
  if (decodeProblem === null) return [];
  return [rule('undecodable', 'decoder', `This image cannot be decoded. ${decodeProblem}`)];
}

function modelFindings(judgement: Judgement, context: AssessmentContext): Finding[] {
  if (judgement.isOutOfDistribution) return [];
  return ARTIFACT_TYPES.flatMap((type): Finding[] => {
    const probability = judgement.probabilities[type];
    if (probability < thresholdOf(type, context)) return [];
    return [
      {
        type,
        source: 'model',
        probability,
        severity: judgement.severities[type],
        region: judgement.regions[type] ?? null,
        directionDegrees: judgement.directionsDegrees[type] ?? null,
        reason: REASONS[type],
      },
    ];
  });
}

function userFindings(judgement: Judgement | null): Finding[] {
  return (judgement?.userFindings ?? []).map(({ type, probability, reason }) => ({
    ...rule(type, 'model', reason),
    probability,
  }));
}

function anatomyFinding({ anatomy }: FrameReading): Finding[] {
  if (anatomy?.agrees !== false) return [];
  return [
    {
      ...rule(
        'anatomy',
        'model',
        `Header says ${anatomy.expected ?? 'nothing'}, image looks like ${anatomy.detected}.`,
      ),
      probability: anatomy.confidence,
    },
  ];
}

function toVerdict(
  judgement: Judgement | null,
  findings: readonly Finding[],
  context: AssessmentContext,
): Verdict {
  if (findings.some(isForRepeat)) return 'repeat';
  if (findings.some(({ source, severity }) => source === 'model' || (source === 'rule' && severity !== 0))) {
    return 'check';
  }
  if (judgement === null || judgement.isOutOfDistribution) return 'unknown';
  if (judgement.score < context.terms.reviewBelowScore) return 'check';
  return findUncertain(judgement, context) === null ? 'good' : 'unknown';
}

function isForRepeat({ type, severity, probability }: Finding): boolean {
  return (
    REPEATABLE.has(type) &&
    (severity ?? 0) >= REPEAT_FROM_SEVERITY &&
    (probability ?? 0) >= REPEAT_FROM_PROBABILITY
  );
}

/** The likeliest type that is too likely to be ruled out and not likely enough to be said. */
function findUncertain(judgement: Judgement, context: AssessmentContext): ArtifactType | null {
  const doubtful = ARTIFACT_TYPES.filter((type) => {
    const probability = judgement.probabilities[type];
    return (
      probability >= context.terms.thresholds[type].uncertain &&
      // A device whose own limit is higher was found to look like that when it is fine.
      context.thresholds[type] === undefined &&
      probability < thresholdOf(type, context)
    );
  });
  return doubtful.sort((a, b) => judgement.probabilities[b] - judgement.probabilities[a])[0] ?? null;
}

function thresholdOf(type: ArtifactType, { thresholds, terms }: AssessmentContext): number {
  return thresholds[type] ?? terms.thresholds[type].flag;
}

/** What is cut off and what is the wrong part are faults of positioning. */
function positioningOf(judgement: Judgement, agrees: boolean | null): number {
  const whole = 1 - judgement.probabilities.truncation * judgement.severities.truncation;
  return agrees === false ? Math.min(whole, 1 - judgement.anatomy.confidence) : whole;
}

/** The worse of what the image looks like and what the detector says of its dose. */
function exposureOf({ probabilities, severities }: Judgement, facts: ImageFacts): number {
  const seen = Math.max(
    probabilities.underexposure * severities.underexposure,
    probabilities.overexposure * severities.overexposure,
  );
  return Math.min(1 - seen, scoreExposure(facts) ?? 1);
}

function recommend(
  verdict: Verdict,
  findings: readonly Finding[],
  reading: FrameReading,
  context: AssessmentContext,
): string {
  const [worst] = findings;
  if (verdict === 'good') return 'Nothing to do.';
  if (verdict === 'repeat') return `Likely to be repeated. ${worst?.reason ?? ''}`.trim();
  if (worst) return `Look at it. ${worst.reason}`;
  if (verdict === 'check') return 'Look at it: the overall score is low.';
  return explainUnknown(reading, context);
}

function explainUnknown({ judgement }: FrameReading, context: AssessmentContext): string {
  if (judgement === null) return 'Cannot judge: the models of the quality check are not there.';
  if (judgement.isOutOfDistribution) return 'Cannot judge: it is unlike the images that the check knows.';
  const type = findUncertain(judgement, context);
  return type === null
    ? 'Cannot judge this image.'
    : `Cannot judge with certainty: ${labelOf(type).toLowerCase()} is possible. Look at it.`;
}

function weightOf({ type, probability, severity, source }: Finding): number {
  if (type === 'undecodable') return 3;
  if (type === 'anatomy') return 2;
  return (source === 'model' ? 1 : 0) + (probability ?? 0) * (severity ?? 0.3);
}

function rule(type: string, source: Finding['source'], reason: string): Finding {
  return { type, source, probability: null, severity: null, region: null, directionDegrees: null, reason };
}
