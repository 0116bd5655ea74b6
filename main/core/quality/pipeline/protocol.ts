import type { Judgement } from '../models/quality-model.ts';
import type {
  AnatomyCheck,
  ArtifactType,
  Finding,
  ImageFacts,
  Metric,
} from '../../catalog/quality-record.ts';

/** One frame as the worker saw it; thresholds are not applied yet. */
export interface FrameReading {
  readonly frameNumber: number;
  /** Null when it could not be decoded, or when there are no models. */
  readonly judgement: Judgement | null;
  readonly anatomy: AnatomyCheck | null;
  readonly metrics: readonly Metric[];
  readonly histogram: readonly number[];
  readonly perceptualHash: string | null;
  /** Why it could not be decoded, in plain words; null when it could. */
  readonly decodeProblem: string | null;
  /** What the rules over header and detector found. */
  readonly ruleFindings: readonly Finding[];
}

/** Time of each stage, for all frames of an instance together. */
export interface StageMilliseconds {
  readonly read: number;
  readonly decode: number;
  readonly measure: number;
  readonly judge: number;
}

export interface InstanceReading {
  readonly facts: ImageFacts;
  readonly pixelDataSha256: string | null;
  readonly frames: readonly FrameReading[];
  readonly stages: StageMilliseconds;
}

/** What the models are and how their answers are to be read; from their manifests. */
export interface ModelTerms {
  /** Names and versions of models and rules: another one makes every verdict anew. */
  readonly qualityVersion: string;
  readonly model: string;
  readonly version: string;
  readonly thresholds: Readonly<Record<ArtifactType, { readonly flag: number; readonly uncertain: number }>>;
  readonly reviewBelowScore: number;
}

export interface JudgeRequest {
  readonly filePath: string;
  readonly dataSetOffset: number;
  readonly transferSyntaxUid: string;
  readonly modality: string;
  readonly sourceAeTitle: string;
  /** As encoded by `dicom/frame-table-codec.ts`; null without frames that can be told apart. */
  readonly frameTable: Uint8Array | null;
  readonly packedMetadata: Uint8Array;
}

export interface ToQualityWorker {
  readonly type: 'judge';
  readonly id: number;
  readonly request: JudgeRequest;
}

export type FromQualityWorker =
  | {
      readonly type: 'ready';
      readonly terms: ModelTerms;
      /** Models that cannot be used, and why, in plain words. */
      readonly problems: readonly string[];
    }
  | {
      readonly type: 'judged';
      readonly id: number;
      readonly reading: InstanceReading;
      /** A codec failed while it ran: nothing more may be asked of this worker. */
      readonly isWorkerSuspect: boolean;
    };
