import type { Migration } from '../../migration.ts';

/** The other stations that are known here, and those that called without being known. */
export const stationMigration0040: Migration = {
  version: 40,
  name: 'devices',
  up(db) {
    db.exec(`
      CREATE TABLE devices (
        device_key INTEGER PRIMARY KEY AUTOINCREMENT,
        -- As people here call it.
        name TEXT NOT NULL UNIQUE,
        ae_title TEXT NOT NULL,
        -- JSON of DeviceSettings.
        settings TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE held_callers (
        caller_key INTEGER PRIMARY KEY AUTOINCREMENT,
        ae_title TEXT NOT NULL,
        address TEXT NOT NULL,
        called_ae_title TEXT NOT NULL,
        implementation TEXT NOT NULL,
        -- JSON lists of what it asked for, and of what it was not allowed.
        asked_for TEXT NOT NULL,
        denied TEXT NOT NULL,
        call_count INTEGER NOT NULL,
        first_call_at_ms INTEGER NOT NULL,
        last_call_at_ms INTEGER NOT NULL,
        -- A dismissed one is not shown again until it asks for something new.
        is_dismissed INTEGER NOT NULL,
        UNIQUE (ae_title, address)
      ) STRICT;
      CREATE INDEX held_callers_by_time ON held_callers (last_call_at_ms);
    `);
  },
};
