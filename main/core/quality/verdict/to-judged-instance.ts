import type { ImageFacts, JudgedInstance, QualityJob } from '../../catalog/quality-record.ts';
import type { Result } from '../../shared/result.ts';
import type { InstanceReading, ModelTerms } from '../pipeline/protocol.ts';
import { unreadableFrame } from '../pipeline/unreadable-frame.ts';
import { checkDrift } from '../rules/exposure-index.ts';
import type { DeviceMemory } from './device-memory.ts';
import { toAssessment } from './to-assessment.ts';
import { byWorst } from './worst-first.ts';

export interface VerdictContext {
  readonly terms: ModelTerms;
  readonly memory: DeviceMemory;
  readonly milliseconds: number;
  readonly judgedAtMs: number;
}

/** The verdict on an instance from what a worker read, or from why it could not read anything. */
export async function toJudgedInstance(
  job: QualityJob,
  outcome: Result<InstanceReading, string>,
  { terms, memory, milliseconds, judgedAtMs }: VerdictContext,
): Promise<JudgedInstance> {
  const reading = outcome.ok ? outcome.value : unreadable(job, outcome.error);
  const { facts } = reading;
  const thresholds = await memory.thresholdsOf(facts);
  const moreFindings = checkDrift(facts.exposureIndex, await memory.rememberExposure(facts));
  const frames = reading.frames
    .map((frame) => toAssessment(frame, { facts, terms, thresholds, moreFindings, judgedAtMs, milliseconds }))
    .sort(byWorst);
  return {
    instanceKey: job.instanceKey,
    qualityVersion: terms.qualityVersion,
    pixelDataSha256: reading.pixelDataSha256,
    frames,
  };
}

function unreadable(job: QualityJob, decodeProblem: string): InstanceReading {
  return {
    facts: { ...NO_FACTS, modality: job.modality, device: job.sourceAeTitle },
    pixelDataSha256: null,
    frames: [unreadableFrame(1, decodeProblem)],
    stages: { read: 0, decode: 0, measure: 0, judge: 0 },
  };
}

const NO_FACTS: ImageFacts = {
  modality: '',
  device: '',
  bodyPart: '',
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
};
