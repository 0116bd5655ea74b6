import type { RetrieveOutcome, SubOperationCounts } from '../shared/dimse-services.ts';

/** PS3.4 Tables C.4-2 and C.4-3. */
export const RETRIEVE_STATUS = {
  success: 0x0000,
  /** Unable to perform sub-operations. */
  nothingSent: 0xa702,
  unknownDestination: 0xa801,
  doesNotMatch: 0xa900,
  /** Sub-operations complete, one or more failures or warnings. */
  someFailed: 0xb000,
  unableToProcess: 0xc000,
  cancelled: 0xfe00,
} as const;

/** Between two reports on progress: more of them would cost the receiver as much as small images do. */
const REPORT_INTERVAL_MS = 100;

/** How many objects of a retrieval are on the other side, and which are not. */
export class SubOperations {
  readonly failedSopInstanceUids: string[] = [];
  readonly #total: number;
  readonly #onProgress: (counts: SubOperationCounts) => void;
  #completed = 0;
  #warning = 0;
  #reportedAtMs = -Infinity;

  constructor(total: number, onProgress: (counts: SubOperationCounts) => void) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  get counts(): SubOperationCounts {
    const failed = this.failedSopInstanceUids.length;
    const done = this.#completed + this.#warning + failed;
    return { remaining: this.#total - done, completed: this.#completed, failed, warning: this.#warning };
  }

  /** @param status of the C-STORE response; null when there was none */
  note(sopInstanceUid: string, status: number | null): void {
    if (status === 0) this.#completed += 1;
    else if (status !== null && (status === 0x0001 || status >> 12 === 0xb)) this.#warning += 1;
    else this.failedSopInstanceUids.push(sopInstanceUid);
    const nowMs = performance.now();
    if (nowMs - this.#reportedAtMs < REPORT_INTERVAL_MS) return;
    this.#reportedAtMs = nowMs;
    this.#onProgress(this.counts);
  }

  end(isCancelled: boolean, errorComment?: string): RetrieveOutcome {
    const { counts, failedSopInstanceUids } = this;
    return {
      status: isCancelled && counts.remaining > 0 ? RETRIEVE_STATUS.cancelled : toStatus(counts),
      counts,
      failedSopInstanceUids,
      ...(errorComment === undefined || counts.failed === 0 ? {} : { errorComment }),
    };
  }
}

function toStatus({ completed, failed, warning }: SubOperationCounts): number {
  if (failed === 0 && warning === 0) return RETRIEVE_STATUS.success;
  return completed + warning === 0 ? RETRIEVE_STATUS.nothingSent : RETRIEVE_STATUS.someFailed;
}
