import type { Migration } from '../../migration.ts';

/** Storage commitment (PS3.4 Annex J): what others asked us to confirm, and what we asked others. */
export const stationMigration0050: Migration = {
  version: 50,
  name: 'commitment',
  up(db) {
    db.exec(`
      CREATE TABLE commitment_jobs (
        job_key INTEGER PRIMARY KEY AUTOINCREMENT,
        transaction_uid TEXT NOT NULL,
        -- Who asked, and who gets the report.
        ae_title TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('to-check', 'to-report', 'reported', 'given-up')),
        -- JSON array of [SOP Class UID, SOP Instance UID].
        instances TEXT NOT NULL,
        -- JSON array of Failure Reasons (0008,1197), one for each instance, 0 for a confirmed one; null while not checked.
        reasons TEXT,
        attempts INTEGER NOT NULL,
        run_after_ms INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL,
        UNIQUE (ae_title, transaction_uid)
      ) STRICT;
      CREATE INDEX commitment_jobs_open ON commitment_jobs (run_after_ms) WHERE state IN ('to-check', 'to-report');

      CREATE TABLE commitment_requests (
        transaction_uid TEXT PRIMARY KEY,
        -- AE title of the station that was asked.
        ae_title TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'reported')),
        instances TEXT NOT NULL,
        -- As above; null while nothing was reported.
        reasons TEXT,
        asked_at_ms INTEGER NOT NULL,
        reported_at_ms INTEGER
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
