import type { Database, Statement } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { StationTables } from './database-types.ts';
import { StationCommitment } from './station-commitment.ts';
import { StationCertificates } from './station-certificates.ts';
import { StationCallers } from './station-devices-callers.ts';
import { StationDevices } from './station-devices.ts';
import { StationProcedures } from './station-procedures.ts';
import { StationQuality } from './station-quality.ts';
import { StationRemoteJobs } from './station-remote.ts';
import type { PersonStatus } from './study-status.ts';

/** One line of the access log: who did what to which study, from where. */
export interface AccessEntry {
  readonly userName: string;
  /** Empty for what touches no study. */
  readonly studyInstanceUid: string;
  readonly action: string;
  /** IP address, or empty for this PC. */
  readonly address: string;
  readonly atMs: number;
}

/** `station.sqlite`: what people made and what cannot be made again. Each commit is durable before it returns. */
export class StationRecords {
  readonly procedures: StationProcedures;
  readonly remoteJobs: StationRemoteJobs;
  readonly devices: StationDevices;
  readonly callers: StationCallers;
  readonly certificates: StationCertificates;
  readonly commitment: StationCommitment;
  readonly quality: StationQuality;
  readonly #db: Kysely<StationTables>;
  readonly #raw: Database;
  readonly #personStatus: Statement<[string], PersonStatus>;

  constructor(db: Database) {
    this.#raw = db;
    this.procedures = new StationProcedures(db);
    this.remoteJobs = new StationRemoteJobs(db);
    this.devices = new StationDevices(db);
    this.callers = new StationCallers(db);
    this.certificates = new StationCertificates(db);
    this.commitment = new StationCommitment(db);
    this.quality = new StationQuality(db);
    this.#db = new Kysely<StationTables>({ dialect: new SqliteDialect({ database: db }) });
    this.#personStatus = db
      .prepare<[string], PersonStatus>('SELECT status FROM study_statuses WHERE study_instance_uid = ?')
      .pluck();
  }

  /** Synchronous, because it is asked inside the transaction that adds a study. */
  findPersonStatus(studyInstanceUid: string): PersonStatus | null {
    return this.#personStatus.get(studyInstanceUid) ?? null;
  }

  async keepPersonStatus(
    studyInstanceUid: string,
    status: PersonStatus,
    by: { readonly userName: string; readonly atMs: number },
  ): Promise<void> {
    const row = { status, user_name: by.userName, set_at_ms: by.atMs };
    await this.#db
      .insertInto('study_statuses')
      .values({ study_instance_uid: studyInstanceUid, ...row })
      .onConflict((conflict) => conflict.column('study_instance_uid').doUpdateSet(row))
      .execute();
  }

  async dropPersonStatus(studyInstanceUid: string): Promise<void> {
    await this.#db.deleteFrom('study_statuses').where('study_instance_uid', '=', studyInstanceUid).execute();
  }

  async writeAccess(entry: AccessEntry): Promise<void> {
    await this.#db
      .insertInto('access_log')
      .values({
        user_name: entry.userName,
        study_instance_uid: entry.studyInstanceUid,
        action: entry.action,
        address: entry.address,
        at_ms: entry.atMs,
      })
      .execute();
  }

  /** The newest first. */
  async listAccess(studyInstanceUid: string, limit: number): Promise<AccessEntry[]> {
    const rows = await this.#db
      .selectFrom('access_log')
      .where('study_instance_uid', '=', studyInstanceUid)
      .selectAll()
      .orderBy('at_ms', 'desc')
      .orderBy('access_key', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      userName: row.user_name,
      studyInstanceUid: row.study_instance_uid,
      action: row.action,
      address: row.address,
      atMs: row.at_ms,
    }));
  }

  /** @returns the value as it was saved, unchecked; undefined when it never was */
  async loadSetting(key: string): Promise<unknown> {
    const row = await this.#db
      .selectFrom('settings')
      .where('key', '=', key)
      .select('value')
      .executeTakeFirst();
    return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
  }

  /** @param value anything that JSON can hold */
  async saveSetting(key: string, value: unknown, atMs: number): Promise<void> {
    const row = { value: JSON.stringify(value), changed_at_ms: atMs };
    await this.#db
      .insertInto('settings')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
  }

  async dismissNotice(key: string, atMs: number): Promise<void> {
    await this.#db
      .insertInto('dismissed_notices')
      .values({ key, dismissed_at_ms: atMs })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ dismissed_at_ms: atMs }))
      .execute();
  }

  /** Time of dismissal by key of the notice. */
  async listDismissedNotices(): Promise<Map<string, number>> {
    const rows = await this.#db.selectFrom('dismissed_notices').selectAll().execute();
    return new Map(rows.map((row) => [row.key, row.dismissed_at_ms]));
  }

  close(): void {
    this.#raw.close();
  }
}
