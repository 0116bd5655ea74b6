/** An instance that a storage commitment is about. */
export interface CommittedReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** An instance with the verdict on it. */
export interface CommitmentVerdict extends CommittedReference {
  /** Failure Reason (0008,1197); 0 for an instance that is kept safely. */
  readonly failureReason: number;
}

export type CommitmentJobState = 'to-check' | 'to-report' | 'reported' | 'given-up';

/** What another station asked us to confirm. */
export interface CommitmentJob {
  readonly jobKey: number;
  readonly transactionUid: string;
  /** Who asked. */
  readonly aeTitle: string;
  readonly state: CommitmentJobState;
  readonly references: readonly CommittedReference[];
  /** Null while not checked. */
  readonly verdicts: readonly CommitmentVerdict[] | null;
  /** Reports that did not get through. */
  readonly attempts: number;
  readonly runAfterMs: number;
  readonly createdAtMs: number;
}

/** What we asked another station to confirm. */
export interface CommitmentRequest {
  readonly transactionUid: string;
  /** Who was asked. */
  readonly aeTitle: string;
  readonly state: 'asked' | 'refused' | 'reported';
  readonly references: readonly CommittedReference[];
  /** Null while nothing was reported. */
  readonly verdicts: readonly CommitmentVerdict[] | null;
  readonly askedAtMs: number;
  readonly reportedAtMs: number | null;
}
