import type { Migration } from '../../migration.ts';

/** What is to be fetched from other stations and sent to them: it outlives a restart. */
export const stationMigration0060: Migration = {
  version: 60,
  name: 'remote-jobs',
  up(db) {
    db.exec(`
      CREATE TABLE remote_jobs (
        job_key INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('retrieve', 'send')),
        node_name TEXT NOT NULL,
        study_instance_uid TEXT NOT NULL,
        -- Empty: the whole study.
        series_instance_uid TEXT NOT NULL,
        -- For lists: who and what it is about.
        label TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'failed', 'cancelled')),
        -- Since a person last had a hand in it.
        attempts INTEGER NOT NULL,
        run_after_ms INTEGER NOT NULL,
        -- Images.
        done_count INTEGER NOT NULL,
        failed_count INTEGER NOT NULL,
        remaining_count INTEGER,
        -- Plain words on how it stands; empty while there is nothing to say.
        message TEXT NOT NULL,
        requested_by TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX remote_jobs_open ON remote_jobs (node_name, job_key) WHERE state IN ('waiting', 'running', 'paused');
      CREATE INDEX remote_jobs_by_study ON remote_jobs (study_instance_uid);

      -- Images that the receiver of a send job has answered for, so that none goes out twice after a break.
      CREATE TABLE remote_job_instances (
        job_key INTEGER NOT NULL REFERENCES remote_jobs ON DELETE CASCADE,
        sop_instance_uid TEXT NOT NULL,
        -- DIMSE status.
        status INTEGER NOT NULL,
        PRIMARY KEY (job_key, sop_instance_uid)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
