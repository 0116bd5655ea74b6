import type { Database } from 'better-sqlite3';
import { settle } from './settle.ts';
import type {
  CommitmentJob,
  CommitmentJobState,
  CommitmentRequest,
  CommitmentVerdict,
  CommittedReference,
} from './station-commitment-model.ts';

interface JobRow {
  readonly job_key: number;
  readonly transaction_uid: string;
  readonly ae_title: string;
  readonly state: CommitmentJobState;
  readonly instances: string;
  readonly reasons: string | null;
  readonly attempts: number;
  readonly run_after_ms: number;
  readonly created_at_ms: number;
}

interface RequestRow {
  readonly transaction_uid: string;
  readonly ae_title: string;
  readonly state: CommitmentRequest['state'];
  readonly instances: string;
  readonly reasons: string | null;
  readonly asked_at_ms: number;
  readonly reported_at_ms: number | null;
}

/** Storage commitments in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationCommitment {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns the new job; null when this station used the Transaction UID before */
  addJob(
    transactionUid: string,
    aeTitle: string,
    references: readonly CommittedReference[],
    atMs: number,
  ): Promise<CommitmentJob | null> {
    return settle(() => {
      const added = this.#db
        .prepare(
          `INSERT INTO commitment_jobs (transaction_uid, ae_title, state, instances, attempts, run_after_ms, created_at_ms,
            changed_at_ms) VALUES (?, ?, 'to-check', ?, 0, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(transactionUid, aeTitle, packReferences(references), atMs, atMs, atMs);
      return added.changes === 0 ? null : this.#findJob(transactionUid, aeTitle);
    });
  }

  findJob(transactionUid: string, aeTitle: string): Promise<CommitmentJob | null> {
    return settle(() => this.#findJob(transactionUid, aeTitle));
  }

  /** Those that wait to be checked or reported, the next one first. */
  listOpenJobs(limit: number): Promise<CommitmentJob[]> {
    return settle(() =>
      this.#db
        .prepare<[number], JobRow>(
          `SELECT * FROM commitment_jobs WHERE state IN ('to-check', 'to-report') ORDER BY run_after_ms, job_key LIMIT ?`,
        )
        .all(limit)
        .map(toJob),
    );
  }

  keepVerdicts(jobKey: number, verdicts: readonly CommitmentVerdict[], atMs: number): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `UPDATE commitment_jobs SET state = 'to-report', reasons = ?, changed_at_ms = ? WHERE job_key = ?`,
        )
        .run(JSON.stringify(verdicts.map(({ failureReason }) => failureReason)), atMs, jobKey);
    });
  }

  /** @param attempts failed reports so far; a job is tried again after `runAfterMs` */
  setJobState(
    jobKey: number,
    to: { readonly state: CommitmentJobState; readonly attempts: number; readonly runAfterMs: number },
    atMs: number,
  ): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          'UPDATE commitment_jobs SET state = ?, attempts = ?, run_after_ms = ?, changed_at_ms = ? WHERE job_key = ?',
        )
        .run(to.state, to.attempts, to.runAfterMs, atMs, jobKey);
    });
  }

  /** What waits for a later attempt is due now: the program, or the network, is back. */
  makeAllDue(atMs: number): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `UPDATE commitment_jobs SET run_after_ms = @atMs WHERE state IN ('to-check', 'to-report') AND run_after_ms > @atMs`,
        )
        .run({ atMs });
    });
  }

  addRequest(
    transactionUid: string,
    aeTitle: string,
    references: readonly CommittedReference[],
    atMs: number,
  ): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `INSERT INTO commitment_requests (transaction_uid, ae_title, state, instances, asked_at_ms)
            VALUES (?, ?, 'asked', ?, ?)`,
        )
        .run(transactionUid, aeTitle, packReferences(references), atMs);
    });
  }

  findRequest(transactionUid: string): Promise<CommitmentRequest | null> {
    return settle(() => {
      const row = this.#db
        .prepare<[string], RequestRow>('SELECT * FROM commitment_requests WHERE transaction_uid = ?')
        .get(transactionUid);
      return row ? toRequest(row) : null;
    });
  }

  refuseRequest(transactionUid: string): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `UPDATE commitment_requests SET state = 'refused' WHERE transaction_uid = ? AND state = 'asked'`,
        )
        .run(transactionUid);
    });
  }

  /** @param verdicts one for each reference, in their order */
  keepReport(transactionUid: string, verdicts: readonly CommitmentVerdict[], atMs: number): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `UPDATE commitment_requests SET state = 'reported', reasons = ?, reported_at_ms = ? WHERE transaction_uid = ?`,
        )
        .run(JSON.stringify(verdicts.map(({ failureReason }) => failureReason)), atMs, transactionUid);
    });
  }

  #findJob(transactionUid: string, aeTitle: string): CommitmentJob | null {
    const row = this.#db
      .prepare<[string, string], JobRow>(
        'SELECT * FROM commitment_jobs WHERE ae_title = ? AND transaction_uid = ?',
      )
      .get(aeTitle, transactionUid);
    return row ? toJob(row) : null;
  }
}

function packReferences(references: readonly CommittedReference[]): string {
  return JSON.stringify(references.map(({ sopClassUid, sopInstanceUid }) => [sopClassUid, sopInstanceUid]));
}

function unpack(instances: string, reasons: string | null): Pick<CommitmentJob, 'references' | 'verdicts'> {
  // Both were written above.
  const pairs = JSON.parse(instances) as readonly (readonly [string, string])[];
  const references = pairs.map(([sopClassUid, sopInstanceUid]) => ({ sopClassUid, sopInstanceUid }));
  if (reasons === null) return { references, verdicts: null };
  const codes = JSON.parse(reasons) as readonly number[];
  return {
    references,
    verdicts: references.map((reference, index) => ({ ...reference, failureReason: codes[index] ?? 0 })),
  };
}

function toJob(row: JobRow): CommitmentJob {
  return {
    jobKey: row.job_key,
    transactionUid: row.transaction_uid,
    aeTitle: row.ae_title,
    state: row.state,
    ...unpack(row.instances, row.reasons),
    attempts: row.attempts,
    runAfterMs: row.run_after_ms,
    createdAtMs: row.created_at_ms,
  };
}

function toRequest(row: RequestRow): CommitmentRequest {
  return {
    transactionUid: row.transaction_uid,
    aeTitle: row.ae_title,
    state: row.state,
    ...unpack(row.instances, row.reasons),
    askedAtMs: row.asked_at_ms,
    reportedAtMs: row.reported_at_ms,
  };
}
