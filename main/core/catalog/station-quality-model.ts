import type { ArtifactType, Probabilities, Verdict } from './quality-record.ts';

export type ReviewDecision = 'agree' | 'overrule' | 'repeat' | 'reject';

/** A decision on an image, with what the check had said when it was made. */
export interface ReviewOrder {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly decision: ReviewDecision;
  /** Null for the whole image. */
  readonly findingType: string | null;
  readonly reason: string;
  readonly reviewedBy: string;
  readonly reviewedAtMs: number;
  readonly device: string;
  readonly modality: string;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly flaggedTypes: readonly string[];
  readonly probabilities: Probabilities;
  readonly qualityVersion: string;
  /** Written in the same transaction when the decision is to repeat or to reject. */
  readonly ledger: LedgerOrder | null;
}

export interface KeptReview extends Omit<ReviewOrder, 'ledger'> {
  readonly reviewKey: number;
}

/** Fields after AAPM report TG-305; those that the review has are not repeated. */
export interface LedgerOrder {
  readonly reason: string;
  readonly comment: string;
  readonly operator: string;
  readonly room: string;
  readonly bodyPart: string;
  readonly projection: string;
  readonly exposureIndex: number | null;
  readonly deviationIndex: number | null;
  readonly technique: string;
}

export interface LedgerEntry extends LedgerOrder {
  readonly id: number;
  readonly decidedAtMs: number;
  readonly decision: 'repeat' | 'reject';
  readonly device: string;
  readonly modality: string;
  readonly studyInstanceUid: string;
  readonly sopInstanceUid: string;
}

export interface DeviceThreshold {
  readonly artifactType: ArtifactType;
  readonly threshold: number;
  readonly sampleCount: number;
}
