import type { Migration } from '../../migration.ts';

/** What other systems ask for: indexes for their keys, and what answers give beyond the worklist. */
export const catalogMigration0020: Migration = {
  version: 20,
  name: 'query',
  up(db) {
    db.exec(`
      -- Digits behind the point of Study Time; empty for studies that came before this migration too.
      ALTER TABLE studies ADD COLUMN study_time_fraction TEXT NOT NULL DEFAULT '';
      -- All three groups with = between them, where there is more than the alphabetic one.
      ALTER TABLE studies ADD COLUMN referring_physician_groups TEXT NOT NULL DEFAULT '';
      CREATE INDEX studies_by_study_date ON studies (study_date);
      CREATE INDEX studies_by_accession_number ON studies (accession_number);
      CREATE INDEX series_by_uid ON series (series_instance_uid);
    `);
  },
};
