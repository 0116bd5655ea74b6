import type { Migration } from '../../migration.ts';

/** Scheduled and performed procedure steps. Orders are kept whole as JSON; columns beside it are what is looked up. */
export const stationMigration0030: Migration = {
  version: 30,
  name: 'procedure-steps',
  up(db) {
    db.exec(`
      CREATE TABLE procedure_steps (
        step_key INTEGER PRIMARY KEY AUTOINCREMENT,
        step_id TEXT NOT NULL UNIQUE,
        status TEXT NOT NULL CHECK (status IN ('scheduled', 'arrived', 'in-progress', 'completed', 'discontinued')),
        source TEXT NOT NULL CHECK (source IN ('person', 'csv', 'hl7')),
        start_date TEXT NOT NULL,
        start_time TEXT NOT NULL,
        patient_id TEXT NOT NULL,
        accession_number TEXT NOT NULL,
        study_instance_uid TEXT NOT NULL,
        placer_order_number TEXT NOT NULL,
        filler_order_number TEXT NOT NULL,
        -- Folded words of names, IDs and descriptions.
        search_text TEXT NOT NULL,
        -- JSON of a StepOrder.
        step_order TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL,
        is_open INTEGER NOT NULL GENERATED ALWAYS AS (status IN ('scheduled', 'arrived', 'in-progress')) VIRTUAL
      ) STRICT;
      CREATE INDEX procedure_steps_by_start ON procedure_steps (start_date, start_time);
      CREATE INDEX procedure_steps_open ON procedure_steps (start_date, start_time) WHERE is_open;
      CREATE INDEX procedure_steps_by_study ON procedure_steps (study_instance_uid);
      CREATE INDEX procedure_steps_by_accession ON procedure_steps (accession_number);
      CREATE INDEX procedure_steps_by_patient ON procedure_steps (patient_id);
      CREATE INDEX procedure_steps_by_placer ON procedure_steps (placer_order_number);
      CREATE INDEX procedure_steps_by_filler ON procedure_steps (filler_order_number);

      CREATE TABLE performed_steps (
        sop_instance_uid TEXT PRIMARY KEY,
        status TEXT NOT NULL CHECK (status IN ('in-progress', 'completed', 'discontinued')),
        -- JSON arrays.
        study_instance_uids TEXT NOT NULL,
        announced_instance_uids TEXT NOT NULL,
        -- Explicit VR Little Endian.
        data_set BLOB NOT NULL,
        calling_ae_title TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE performed_step_links (
        step_key INTEGER NOT NULL REFERENCES procedure_steps ON DELETE CASCADE,
        sop_instance_uid TEXT NOT NULL REFERENCES performed_steps ON DELETE CASCADE,
        PRIMARY KEY (step_key, sop_instance_uid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX performed_step_links_by_uid ON performed_step_links (sop_instance_uid);

      CREATE TABLE performed_step_studies (
        study_instance_uid TEXT NOT NULL,
        sop_instance_uid TEXT NOT NULL REFERENCES performed_steps ON DELETE CASCADE,
        PRIMARY KEY (study_instance_uid, sop_instance_uid)
      ) STRICT, WITHOUT ROWID;

      -- Studies that came for a step.
      CREATE TABLE step_studies (
        step_key INTEGER NOT NULL REFERENCES procedure_steps ON DELETE CASCADE,
        study_instance_uid TEXT NOT NULL,
        PRIMARY KEY (step_key, study_instance_uid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX step_studies_by_study ON step_studies (study_instance_uid);

      -- How many instances a study will have, as far as somebody said. Made from the tables above.
      CREATE TABLE study_announcements (
        study_instance_uid TEXT PRIMARY KEY,
        expected_count INTEGER NOT NULL,
        is_final INTEGER NOT NULL,
        instance_uids TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
