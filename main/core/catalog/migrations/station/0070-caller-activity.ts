import type { Migration } from '../../migration.ts';

/** What callers did: how much came from those in the inbox, and when each caller was here last. */
export const stationMigration0070: Migration = {
  version: 70,
  name: 'caller activity',
  up(db) {
    db.exec(`
      -- Objects that it sent and that were kept.
      ALTER TABLE held_callers ADD COLUMN stored_count INTEGER NOT NULL DEFAULT 0;

      CREATE TABLE caller_activity (
        ae_title TEXT NOT NULL,
        address TEXT NOT NULL,
        last_call_at_ms INTEGER NOT NULL,
        -- Local date (YYYY-MM-DD) that stored_count is of.
        day TEXT NOT NULL,
        stored_count INTEGER NOT NULL,
        PRIMARY KEY (ae_title, address)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
