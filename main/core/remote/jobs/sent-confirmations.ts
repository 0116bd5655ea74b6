import type { CommitmentRequest, CommittedReference } from '../../catalog/station-commitment-model.ts';
import type { RemoteJob, RemoteJobChange, StationRemoteJobs } from '../../catalog/station-remote.ts';
import type { Result } from '../../shared/result.ts';
import type { JobEnd, JobRun } from './job-run.ts';

/** Asks a station whether it keeps what was sent to it. */
export interface CommitmentAsking {
  /** Whether that is wanted of this node. */
  isWanted(nodeName: string): boolean;
  request(
    nodeName: string,
    references: readonly CommittedReference[],
  ): Promise<
    Result<
      { readonly transactionUid: string },
      { readonly message: string; readonly isWorthRetrying: boolean }
    >
  >;
  find(transactionUid: string): Promise<CommitmentRequest | null>;
}

export interface SentConfirmationsParts {
  readonly asking: CommitmentAsking;
  readonly records: StationRemoteJobs;
  readonly nowMs: () => number;
  /** What is known of a job changed after its end. */
  readonly onChanged: () => void;
}

/**
 * Storage commitment at the end of send jobs (PS3.4 Annex J). A report may come at once or days later; the line of its job
 * says what came of it, and what is not confirmed goes out again when somebody resumes the job.
 */
export class SentConfirmations {
  readonly #parts: SentConfirmationsParts;

  constructor(parts: SentConfirmationsParts) {
    this.#parts = parts;
  }

  /** Everything has arrived: how the job ends. */
  async confirm({ job, node, signal }: JobRun, references: readonly CommittedReference[]): Promise<JobEnd> {
    const { asking, records, nowMs } = this.#parts;
    if (!asking.isWanted(node.name)) return { kind: 'done', message: '' };
    const asked = await Promise.race([asking.request(node.name, references), untilAborted(signal)]);
    if (asked === null) return { kind: 'stopped' };
    if (!asked.ok) {
      const { message, isWorthRetrying } = asked.error;
      const all = `All ${references.length} images arrived, but are not confirmed. ${message}`;
      return isWorthRetrying
        ? { kind: 'failed', message: all, isWorthRetrying }
        : { kind: 'done', message: all };
    }
    const { transactionUid } = asked.value;
    await records.setCommitment(job.jobKey, transactionUid, nowMs());
    const verdict = await this.#judge(job.jobKey, transactionUid);
    return verdict ?? { kind: 'done', message: `All images arrived. ${node.name} confirms them later.` };
  }

  /** A job has ended: its report may have come while that was written. */
  async settle(jobKey: number): Promise<void> {
    const job = await this.#parts.records.find(jobKey);
    if (job) await this.#settle(job);
  }

  /** A report came. While its job still runs, that is seen at its end. */
  async take({ transactionUid }: CommitmentRequest): Promise<void> {
    const job = await this.#parts.records.findByCommitment(transactionUid);
    if (job) await this.#settle(job);
  }

  async #settle({ jobKey, state, message, commitmentTransactionUid }: RemoteJob): Promise<void> {
    if (state !== 'done' || commitmentTransactionUid === '') return;
    const end = await this.#judge(jobKey, commitmentTransactionUid);
    if (!end || end.message === message) return;
    const change: RemoteJobChange = { state: end.kind, message: end.message };
    await this.#parts.records.change(jobKey, change, this.#parts.nowMs());
    this.#parts.onChanged();
  }

  /** @returns null while nothing was reported */
  async #judge(jobKey: number, transactionUid: string): Promise<Exclude<JobEnd, { kind: 'stopped' }> | null> {
    const { asking, records } = this.#parts;
    const request = await asking.find(transactionUid);
    if (request?.state !== 'reported' || request.verdicts === null) return null;
    const total = request.references.length;
    const lost = request.verdicts.filter(({ failureReason }) => failureReason !== 0);
    const confirmed = `${total - lost.length} of ${total} confirmed`;
    if (lost.length === 0) return { kind: 'done', message: `${confirmed}.` };
    // They count as not sent: going on with the job sends them, and them alone.
    for (const { sopInstanceUid, failureReason } of lost)
      await records.noteInstance(jobKey, sopInstanceUid, failureReason);
    const why = explainReasons(lost.map(({ failureReason }) => failureReason));
    return { kind: 'failed', message: `${confirmed}. ${why}`, isWorthRetrying: false };
  }
}

/** Failure Reason (0008,1197), PS3.3 section C.14. */
const REASONS: Readonly<Record<number, string>> = {
  0x0110: 'could not be read there',
  0x0112: 'not there',
  0x0119: 'of another kind there',
  0x0122: 'of a kind that is not kept there',
  0x0131: 'asked about twice',
  0x0213: 'no room for it there',
};

/** "1 image is not there. Send again what is missing." */
function explainReasons(reasons: readonly number[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    const words = REASONS[reason] ?? 'not kept there';
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const parts = [...counts].map(
    ([words, count]) => `${count === 1 ? '1 image' : `${count} images`}: ${words}.`,
  );
  return `${parts.join(' ')} Resume sends these again.`;
}

function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener(
      'abort',
      () => {
        resolve(null);
      },
      { once: true },
    );
  });
}
