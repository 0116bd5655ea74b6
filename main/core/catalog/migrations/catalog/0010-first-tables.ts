import type { Migration } from '../../migration.ts';

/**
 * Everything that can be made again from the files. Text is decoded, dates are `YYYY-MM-DD`, times `HH:MM:SS`.
 * `sort_*` columns hold folded text for the orders of the worklist.
 */
export const catalogMigration0010: Migration = {
  version: 10,
  name: 'first-tables',
  up(db) {
    db.exec(`
      CREATE TABLE patients (
        patient_key INTEGER PRIMARY KEY,
        patient_id TEXT NOT NULL,
        issuer_of_patient_id TEXT NOT NULL,
        -- Set where the ID is empty or a placeholder: such a patient belongs to this study alone and joins nothing.
        sole_study_instance_uid TEXT NOT NULL,
        name_alphabetic TEXT NOT NULL,
        name_ideographic TEXT NOT NULL,
        name_phonetic TEXT NOT NULL,
        birth_date TEXT,
        sex TEXT NOT NULL
      ) STRICT;
      CREATE INDEX patients_by_identity ON patients (patient_id, issuer_of_patient_id);

      CREATE TABLE studies (
        study_key INTEGER PRIMARY KEY,
        study_instance_uid TEXT NOT NULL UNIQUE,
        patient_key INTEGER NOT NULL REFERENCES patients,
        patient_age TEXT NOT NULL,
        study_date TEXT,
        study_time TEXT,
        study_description TEXT NOT NULL,
        study_id TEXT NOT NULL,
        accession_number TEXT NOT NULL,
        referring_physician_name TEXT NOT NULL,
        -- JSON array, distinct, in order of arrival.
        modalities TEXT NOT NULL,
        series_count INTEGER NOT NULL,
        instance_count INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        conflict_count INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN
          ('received', 'complete', 'judged', 'review_required', 'reading', 'final', 'rejected')),
        priority TEXT NOT NULL CHECK (priority IN ('stat', 'urgent', 'routine')),
        first_received_at_ms INTEGER NOT NULL,
        last_received_at_ms INTEGER NOT NULL,
        source_ae_title TEXT NOT NULL,
        station_name TEXT NOT NULL,
        sort_patient TEXT NOT NULL,
        sort_patient_id TEXT NOT NULL,
        sort_description TEXT NOT NULL,
        -- Study Date, else the day of arrival.
        sort_day TEXT NOT NULL,
        is_arriving INTEGER NOT NULL GENERATED ALWAYS AS (status = 'received') VIRTUAL,
        is_to_read INTEGER NOT NULL GENERATED ALWAYS AS
          (status IN ('complete', 'judged', 'review_required', 'reading')) VIRTUAL,
        status_rank INTEGER NOT NULL GENERATED ALWAYS AS (CASE status WHEN 'received' THEN 0 WHEN 'complete' THEN 1
          WHEN 'judged' THEN 2 WHEN 'review_required' THEN 3 WHEN 'reading' THEN 4 WHEN 'final' THEN 5 ELSE 6 END) VIRTUAL,
        priority_rank INTEGER NOT NULL GENERATED ALWAYS AS
          (CASE priority WHEN 'stat' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END) VIRTUAL
      ) STRICT;
      CREATE INDEX studies_by_patient_key ON studies (patient_key);
      CREATE INDEX studies_by_day ON studies
        (is_arriving DESC, sort_day DESC, priority_rank, study_time DESC, study_key DESC);
      CREATE INDEX studies_by_priority ON studies (priority_rank);
      CREATE INDEX studies_by_patient ON studies (sort_patient);
      CREATE INDEX studies_by_patient_id ON studies (sort_patient_id);
      CREATE INDEX studies_by_modality ON studies (modalities);
      CREATE INDEX studies_by_description ON studies (sort_description);
      CREATE INDEX studies_by_images ON studies (instance_count);
      CREATE INDEX studies_by_status ON studies (status_rank);
      CREATE INDEX studies_by_arrival ON studies (last_received_at_ms);
      CREATE INDEX studies_to_read ON studies (study_key) WHERE is_to_read;

      -- Rows carry study_key as rowid; the text is folded before it comes here, so that the tokenizer need not.
      CREATE VIRTUAL TABLE study_search USING fts5
        (words, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3');

      CREATE TABLE series (
        series_key INTEGER PRIMARY KEY,
        study_key INTEGER NOT NULL REFERENCES studies,
        series_instance_uid TEXT NOT NULL,
        modality TEXT NOT NULL,
        series_number INTEGER,
        series_description TEXT NOT NULL,
        body_part_examined TEXT NOT NULL,
        laterality TEXT NOT NULL,
        protocol_name TEXT NOT NULL,
        station_name TEXT NOT NULL,
        instance_count INTEGER NOT NULL,
        -- Unique inside its study: careless devices use one Series UID in two studies, and both stay where they say.
        UNIQUE (study_key, series_instance_uid)
      ) STRICT;

      CREATE TABLE instances (
        instance_key INTEGER PRIMARY KEY,
        sop_instance_uid TEXT NOT NULL,
        -- 0 for the first with this UID, then one more for each with other bytes.
        version INTEGER NOT NULL,
        -- Null for an instance that lacks its Study or Series UID.
        series_key INTEGER REFERENCES series,
        -- 1 for a later version in the same series: kept, neither shown nor counted until a person decides.
        is_alternate INTEGER NOT NULL,
        object_name TEXT NOT NULL UNIQUE,
        sop_class_uid TEXT NOT NULL,
        transfer_syntax_uid TEXT NOT NULL,
        -- Bytes of the data set, without the Part 10 header.
        size_bytes INTEGER NOT NULL,
        -- Where the data set starts in the file.
        data_set_offset INTEGER NOT NULL,
        data_set_sha256 TEXT NOT NULL,
        pixel_data_sha256 TEXT,
        instance_number INTEGER,
        number_of_frames INTEGER NOT NULL,
        pixel_rows INTEGER,
        pixel_columns INTEGER,
        has_pixels INTEGER NOT NULL,
        -- Distance along slice_normal, mm (PS3.3 section C.7.6.2.1.1); null where the image has no place in space.
        slice_position_mm REAL,
        -- Unit vector as JSON, rounded so that slices of one stack agree.
        slice_normal TEXT,
        source_ae_title TEXT NOT NULL,
        -- JSON array of plain-words remarks made at reception.
        warnings TEXT NOT NULL,
        received_at_ms INTEGER NOT NULL,
        UNIQUE (sop_instance_uid, version)
      ) STRICT;
      CREATE INDEX instances_by_series ON instances (series_key);

      CREATE TABLE instance_details (
        instance_key INTEGER PRIMARY KEY REFERENCES instances,
        -- DICOM JSON (PS3.18 Annex F), as packed-metadata.ts writes it.
        metadata BLOB NOT NULL,
        -- As encoded by dicom/frame-table.ts; null without pixels.
        frame_table BLOB
      ) STRICT;

      CREATE TABLE unfiled (
        instance_key INTEGER PRIMARY KEY REFERENCES instances,
        name_alphabetic TEXT NOT NULL,
        name_ideographic TEXT NOT NULL,
        name_phonetic TEXT NOT NULL,
        patient_id TEXT NOT NULL,
        modality TEXT NOT NULL,
        reason TEXT NOT NULL
      ) STRICT;

      CREATE TABLE conflicts (
        conflict_key INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('instance-version', 'study-patients', 'patient-identity')),
        -- What it is about, in one string: the same matter is one row however often it comes.
        matter TEXT NOT NULL UNIQUE,
        study_key INTEGER REFERENCES studies,
        patient_key INTEGER REFERENCES patients,
        other_patient_key INTEGER REFERENCES patients,
        instance_key INTEGER REFERENCES instances,
        -- What the other side says, as JSON.
        detail TEXT NOT NULL,
        detected_at_ms INTEGER NOT NULL,
        resolved_at_ms INTEGER
      ) STRICT;
      CREATE INDEX conflicts_by_study ON conflicts (study_key) WHERE resolved_at_ms IS NULL;
      CREATE INDEX conflicts_by_patient ON conflicts (patient_key) WHERE resolved_at_ms IS NULL;
      CREATE INDEX conflicts_by_other_patient ON conflicts (other_patient_key) WHERE resolved_at_ms IS NULL;

      CREATE TABLE jobs (
        job_key INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        instance_key INTEGER REFERENCES instances,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
        attempts INTEGER NOT NULL,
        run_after_ms INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        UNIQUE (instance_key, kind)
      ) STRICT;
      CREATE INDEX jobs_by_turn ON jobs (kind, run_after_ms) WHERE state = 'waiting';
    `);
  },
};
