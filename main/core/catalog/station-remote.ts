import type { Database } from 'better-sqlite3';
import { settle } from './settle.ts';

export type RemoteJobKind = 'retrieve' | 'send';
/** `failed` is where a job rests that does not get better by itself: a person looks at it. */
export type RemoteJobState = 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

export interface RemoteJobOrder {
  readonly kind: RemoteJobKind;
  readonly nodeName: string;
  readonly studyInstanceUid: string;
  /** Null: the whole study. */
  readonly seriesInstanceUid: string | null;
  /** For lists: who and what it is about. Never logged. */
  readonly label: string;
  readonly requestedBy: string;
}

export interface RemoteJob extends RemoteJobOrder {
  readonly jobKey: number;
  readonly state: RemoteJobState;
  /** Since a person last had a hand in it. */
  readonly attempts: number;
  readonly runAfterMs: number;
  /** Images. */
  readonly doneCount: number;
  readonly failedCount: number;
  /** Null while it is not known. */
  readonly remainingCount: number | null;
  /** Plain words; empty while there is nothing to say. */
  readonly message: string;
  /** Under which the receiver was asked to confirm what was sent; empty where it was not. */
  readonly commitmentTransactionUid: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

export type RemoteJobChange = Partial<
  Pick<
    RemoteJob,
    'state' | 'attempts' | 'runAfterMs' | 'doneCount' | 'failedCount' | 'remainingCount' | 'message'
  >
>;

interface JobRow {
  readonly job_key: number;
  readonly kind: RemoteJobKind;
  readonly node_name: string;
  readonly study_instance_uid: string;
  readonly series_instance_uid: string;
  readonly label: string;
  readonly state: RemoteJobState;
  readonly attempts: number;
  readonly run_after_ms: number;
  readonly done_count: number;
  readonly failed_count: number;
  readonly remaining_count: number | null;
  readonly message: string;
  readonly requested_by: string;
  readonly commitment_transaction_uid: string;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
}

const OPEN = `state IN ('waiting', 'running', 'paused')`;

/** Jobs to and from other stations, in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationRemoteJobs {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** An open job for the same thing is given instead of a second one. */
  add(order: RemoteJobOrder, atMs: number): Promise<RemoteJob> {
    return settle(() => {
      const series = order.seriesInstanceUid ?? '';
      const known = this.#db
        .prepare<unknown[], JobRow>(
          `SELECT * FROM remote_jobs WHERE ${OPEN} AND kind = ? AND node_name = ? AND study_instance_uid = ?
          AND series_instance_uid = ?`,
        )
        .get(order.kind, order.nodeName, order.studyInstanceUid, series);
      if (known) return toJob(known);
      const row = this.#db
        .prepare<unknown[], JobRow>(
          `INSERT INTO remote_jobs (kind, node_name, study_instance_uid, series_instance_uid, label, state, attempts,
          run_after_ms, done_count, failed_count, remaining_count, message, requested_by, created_at_ms, changed_at_ms)
          VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?, 0, 0, NULL, '', ?, ?, ?) RETURNING *`,
        )
        .get(
          order.kind,
          order.nodeName,
          order.studyInstanceUid,
          series,
          order.label,
          atMs,
          order.requestedBy,
          atMs,
          atMs,
        );
      if (!row) throw new Error('the new job was not returned');
      return toJob(row);
    });
  }

  /** @returns the job as it is now; null when there is none */
  change(jobKey: number, change: RemoteJobChange, atMs: number): Promise<RemoteJob | null> {
    return settle(() => {
      const before = this.#find(jobKey);
      if (!before) return null;
      const { state, attempts, runAfterMs, doneCount, failedCount, remainingCount, message } = {
        ...before,
        ...change,
      };
      this.#db
        .prepare(
          `UPDATE remote_jobs SET state = ?, attempts = ?, run_after_ms = ?, done_count = ?, failed_count = ?,
          remaining_count = ?, message = ?, changed_at_ms = ? WHERE job_key = ?`,
        )
        .run(state, attempts, runAfterMs, doneCount, failedCount, remainingCount, message, atMs, jobKey);
      return this.#find(jobKey);
    });
  }

  find(jobKey: number): Promise<RemoteJob | null> {
    return settle(() => this.#find(jobKey));
  }

  setCommitment(jobKey: number, transactionUid: string, atMs: number): Promise<void> {
    return settle(() => {
      this.#db
        .prepare('UPDATE remote_jobs SET commitment_transaction_uid = ?, changed_at_ms = ? WHERE job_key = ?')
        .run(transactionUid, atMs, jobKey);
    });
  }

  findByCommitment(transactionUid: string): Promise<RemoteJob | null> {
    return settle(() => {
      const row = this.#db
        .prepare<[string], JobRow>(
          `SELECT * FROM remote_jobs WHERE commitment_transaction_uid = ? AND commitment_transaction_uid != ''`,
        )
        .get(transactionUid);
      return row ? toJob(row) : null;
    });
  }

  /** In the order in which they were asked for. */
  listOpen(): Promise<RemoteJob[]> {
    return settle(() =>
      this.#db
        .prepare<[], JobRow>(`SELECT * FROM remote_jobs WHERE ${OPEN} ORDER BY job_key`)
        .all()
        .map(toJob),
    );
  }

  /** The newest first. */
  list(limit: number): Promise<RemoteJob[]> {
    return settle(() =>
      this.#db
        .prepare<[number], JobRow>('SELECT * FROM remote_jobs ORDER BY job_key DESC LIMIT ?')
        .all(limit)
        .map(toJob),
    );
  }

  /** After a start nothing runs: what ran waits again. */
  releaseRunning(): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(`UPDATE remote_jobs SET state = 'waiting', run_after_ms = 0 WHERE state = 'running'`)
        .run();
    });
  }

  /** Takes it out of the list. Only what rests can go. */
  remove(jobKey: number): Promise<boolean> {
    return settle(
      () =>
        this.#db
          .prepare(`DELETE FROM remote_jobs WHERE job_key = ? AND state IN ('done', 'failed', 'cancelled')`)
          .run(jobKey).changes > 0,
    );
  }

  /** What the receiver of a send job said of one image. */
  noteInstance(jobKey: number, sopInstanceUid: string, status: number): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `INSERT INTO remote_job_instances (job_key, sop_instance_uid, status) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET status = excluded.status`,
        )
        .run(jobKey, sopInstanceUid, status);
    });
  }

  /** DIMSE status by SOP Instance UID. */
  listInstances(jobKey: number): Promise<ReadonlyMap<string, number>> {
    return settle(() => {
      const rows = this.#db
        .prepare<[number], { sop_instance_uid: string; status: number }>(
          'SELECT sop_instance_uid, status FROM remote_job_instances WHERE job_key = ?',
        )
        .all(jobKey);
      return new Map(rows.map((row) => [row.sop_instance_uid, row.status]));
    });
  }

  #find(jobKey: number): RemoteJob | null {
    const row = this.#db.prepare<[number], JobRow>('SELECT * FROM remote_jobs WHERE job_key = ?').get(jobKey);
    return row ? toJob(row) : null;
  }
}

function toJob(row: JobRow): RemoteJob {
  return {
    jobKey: row.job_key,
    kind: row.kind,
    nodeName: row.node_name,
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid === '' ? null : row.series_instance_uid,
    label: row.label,
    requestedBy: row.requested_by,
    state: row.state,
    attempts: row.attempts,
    runAfterMs: row.run_after_ms,
    doneCount: row.done_count,
    failedCount: row.failed_count,
    remainingCount: row.remaining_count,
    message: row.message,
    commitmentTransactionUid: row.commitment_transaction_uid,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
  };
}
