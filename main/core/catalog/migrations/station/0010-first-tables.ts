import type { Migration } from '../../migration.ts';

/** What people made and what happened: nothing here can be made again from the files. */
export const stationMigration0010: Migration = {
  version: 10,
  name: 'first-tables',
  up(db) {
    db.exec(`
      CREATE TABLE access_log (
        access_key INTEGER PRIMARY KEY,
        user_name TEXT NOT NULL,
        -- Empty for what touches no study.
        study_instance_uid TEXT NOT NULL,
        action TEXT NOT NULL,
        address TEXT NOT NULL,
        at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX access_log_by_study ON access_log (study_instance_uid, at_ms);
      CREATE INDEX access_log_by_time ON access_log (at_ms);

      -- Value is JSON.
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

      -- The statuses that a person set. They win over what the catalog makes up for itself.
      CREATE TABLE study_statuses (
        study_instance_uid TEXT PRIMARY KEY,
        status TEXT NOT NULL CHECK (status IN ('reading', 'final', 'rejected')),
        user_name TEXT NOT NULL,
        set_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE dismissed_notices (key TEXT PRIMARY KEY, dismissed_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `);
  },
};
