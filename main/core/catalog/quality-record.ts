import type { StudyPriority } from './study-priority.ts';

/** What the quality check says, as the catalog keeps it. The contract (`preload/contract/quality.ts`) has the same shapes. */
export type Verdict = 'good' | 'check' | 'repeat' | 'unknown';
export type FindingSource = 'model' | 'rule' | 'decoder';

export const ARTIFACT_TYPES = [
  'motion',
  'blur',
  'noise',
  'underexposure',
  'overexposure',
  'metal',
  'truncation',
  'compression',
  'grid',
] as const;
export type ArtifactType = (typeof ARTIFACT_TYPES)[number];
export type Probabilities = Partial<Record<ArtifactType, number>>;

/** In fractions of the image. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Finding {
  readonly type: string;
  readonly source: FindingSource;
  readonly probability: number | null;
  readonly severity: number | null;
  readonly region: Region | null;
  readonly directionDegrees: number | null;
  readonly reason: string;
}

/** A finding on a series; `seriesInstanceUid` is null for the study. */
export interface GroupFinding extends Finding {
  readonly seriesInstanceUid: string | null;
}

export interface Metric {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly band: { readonly low: number; readonly high: number } | null;
}

export interface AnatomyCheck {
  readonly expected: string | null;
  readonly detected: string;
  readonly confidence: number;
  readonly agrees: boolean | null;
}

/** What of the header the rules over series, devices and the ledger need. Texts are empty when absent. */
export interface ImageFacts {
  readonly modality: string;
  /** Station Name, else Manufacturer's Model Name, else AE title of the sender. */
  readonly device: string;
  readonly bodyPart: string;
  readonly laterality: string;
  /** View Position, else View Code, else Series Description. */
  readonly projection: string;
  readonly protocolName: string;
  readonly operator: string;
  /** kVp, mAs and the like as one text. */
  readonly technique: string;
  readonly exposureIndex: number | null;
  readonly targetExposureIndex: number | null;
  readonly deviationIndex: number | null;
  /** From Acquisition, Content or Series Date and Time, as local time of the device; Unix milliseconds. */
  readonly acquiredAtMs: number | null;
  readonly sliceThicknessMm: number | null;
  readonly gantryTiltDegrees: number | null;
  /** Image Type, values joined with a backslash. */
  readonly imageType: string;
  readonly acquisitionNumber: number | null;
  /** What tells images at one place apart: temporal position, echo, trigger time, b-value. */
  readonly phase: string;
  readonly hasUltrasoundRegions: boolean | null;
}

/** What was found out about one frame. */
export interface FrameAssessment {
  /** 1 is the first. */
  readonly frameNumber: number;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly positioningScore: number | null;
  readonly exposureScore: number | null;
  readonly recommendation: string;
  readonly probabilities: Probabilities;
  readonly findings: readonly Finding[];
  readonly metrics: readonly Metric[];
  readonly histogram: readonly number[];
  readonly anatomy: AnatomyCheck | null;
  readonly facts: ImageFacts;
  /** 16 hex digits. */
  readonly perceptualHash: string | null;
  readonly model: string;
  readonly version: string;
  readonly provider: string;
  readonly milliseconds: number;
  readonly judgedAtMs: number;
}

/** The verdict on an instance, ready to be written. */
export interface JudgedInstance {
  readonly instanceKey: number;
  /** Models and rules that judged. */
  readonly qualityVersion: string;
  /** Of the Pixel Data as stored; null when it could not be read. */
  readonly pixelDataSha256: string | null;
  /** The worst first; at least one. */
  readonly frames: readonly FrameAssessment[];
}

/** An instance as the rules over a study see it: the worst of its frames. */
export interface AssessedInstance extends FrameAssessment {
  readonly instanceKey: number;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly instanceNumber: number | null;
  readonly pixelDataSha256: string | null;
  readonly slicePositionMm: number | null;
  readonly sliceNormal: string | null;
  readonly pixelRows: number | null;
  readonly pixelColumns: number | null;
  readonly receivedAtMs: number;
}

/** An instance that waits for its verdict, with all that a worker needs. */
export interface QualityJob {
  readonly instanceKey: number;
  readonly studyKey: number;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly objectName: string;
  readonly dataSetOffset: number;
  readonly modality: string;
  readonly sourceAeTitle: string;
  readonly receivedAtMs: number;
  /** As encoded by `dicom/frame-table-codec.ts`; null without frames that can be told apart. */
  readonly frameTable: Buffer | null;
  /** As `packed-metadata.ts` writes it. */
  readonly packedMetadata: Buffer;
}

/** A study in which something waits to be judged. */
export interface StudyToJudge {
  readonly studyKey: number;
  readonly studyInstanceUid: string;
  readonly priority: StudyPriority;
  readonly lastReceivedAtMs: number;
  readonly waitingCount: number;
}

/** What a study row says of quality. */
export interface RowQuality {
  readonly verdict: Verdict | null;
  readonly score: number | null;
  readonly judgedCount: number;
  readonly judgeableCount: number;
  readonly reason: string;
  readonly imageNumber: number | null;
}

export type ReviewList = 'technologist' | 'senior';

/** What rules and verdicts say of a whole study. */
export interface StudyJudgement {
  readonly verdict: Verdict | null;
  readonly score: number | null;
  readonly reason: string;
  readonly imageNumber: number | null;
  readonly reviewReasons: readonly string[];
  readonly reviewLists: readonly ReviewList[];
}
