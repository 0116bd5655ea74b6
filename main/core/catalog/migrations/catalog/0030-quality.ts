import type { Migration } from '../../migration.ts';

/**
 * What the quality check found. All of it can be made again from the files: an instance that can be judged and has no
 * `quality_version` is the job.
 */
export const catalogMigration0030: Migration = {
  version: 30,
  name: 'quality',
  up(db) {
    db.exec(`
      -- 1 when it has pixels of a kind that the check knows, as dicom/judgeable.ts said at reception.
      ALTER TABLE instances ADD COLUMN is_judgeable INTEGER NOT NULL DEFAULT 0;
      -- Models and rules that made the verdict; null before the first one.
      ALTER TABLE instances ADD COLUMN quality_version TEXT;
      ALTER TABLE instances ADD COLUMN quality_verdict TEXT
        CHECK (quality_verdict IN ('good', 'check', 'repeat', 'unknown'));
      UPDATE instances SET is_judgeable = 1 WHERE has_pixels = 1 AND is_alternate = 0 AND series_key IS NOT NULL
        AND sop_class_uid NOT IN ('1.2.840.10008.5.1.4.1.1.66.4', '1.2.840.10008.5.1.4.1.1.66.7',
          '1.2.840.10008.5.1.4.1.1.30', '1.2.840.10008.5.1.4.1.1.481.2', '1.2.840.10008.5.1.4.1.1.66');
      CREATE INDEX instances_to_judge ON instances (series_key) WHERE is_judgeable = 1 AND quality_version IS NULL;
      CREATE INDEX instances_by_quality_version ON instances (quality_version, instance_key)
        WHERE quality_version IS NOT NULL;
      CREATE INDEX instances_by_pixels ON instances (pixel_data_sha256) WHERE pixel_data_sha256 IS NOT NULL;

      ALTER TABLE studies ADD COLUMN judgeable_count INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE studies ADD COLUMN judged_count INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE studies ADD COLUMN quality_verdict TEXT
        CHECK (quality_verdict IN ('good', 'check', 'repeat', 'unknown'));
      -- 0 to 1, of the worst image that no person has kept.
      ALTER TABLE studies ADD COLUMN quality_score REAL;
      ALTER TABLE studies ADD COLUMN quality_reason TEXT NOT NULL DEFAULT '';
      ALTER TABLE studies ADD COLUMN quality_image_number INTEGER;
      -- Every reason for a review as JSON array of sentences, worst first; '[]' when there is none.
      ALTER TABLE studies ADD COLUMN review_reasons TEXT NOT NULL DEFAULT '[]';
      -- JSON array of the lists that it is on: technologist, senior.
      ALTER TABLE studies ADD COLUMN review_lists TEXT NOT NULL DEFAULT '[]';
      -- 1 when the rules over series and study were applied to all that is judged.
      ALTER TABLE studies ADD COLUMN is_quality_settled INTEGER NOT NULL DEFAULT 0;
      UPDATE studies SET judgeable_count = (SELECT count(*) FROM series JOIN instances USING (series_key)
        WHERE series.study_key = studies.study_key AND is_judgeable = 1);
      CREATE INDEX studies_to_judge ON studies (priority_rank, last_received_at_ms DESC)
        WHERE judged_count < judgeable_count;
      CREATE INDEX studies_to_settle ON studies (study_key)
        WHERE is_quality_settled = 0 AND judged_count = judgeable_count AND judgeable_count > 0;
      CREATE INDEX studies_to_check ON studies (priority_rank, last_received_at_ms) WHERE review_lists <> '[]';

      CREATE TABLE quality_assessments (
        assessment_key INTEGER PRIMARY KEY,
        instance_key INTEGER NOT NULL REFERENCES instances,
        -- 1 is the first.
        frame_number INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('good', 'check', 'repeat', 'unknown')),
        -- Scores from 0 to 1, 1 is flawless; null when it could not be judged.
        score REAL,
        positioning_score REAL,
        exposure_score REAL,
        recommendation TEXT NOT NULL,
        -- JSON object, 0 to 1 by type.
        probabilities TEXT NOT NULL,
        -- JSON array of {name, label, value, unit, band}.
        metrics TEXT NOT NULL,
        -- JSON array of 64 fractions; empty when there are no pixels to count.
        histogram TEXT NOT NULL,
        -- JSON {expected, detected, confidence, agrees}; null when it was not asked.
        anatomy TEXT,
        -- What of the header the rules over series, devices and the ledger need, as JSON.
        facts TEXT NOT NULL,
        -- 16 hex digits; pictures that look alike differ in few bits. Null without pixels.
        perceptual_hash TEXT,
        model TEXT NOT NULL,
        version TEXT NOT NULL,
        provider TEXT NOT NULL,
        milliseconds REAL NOT NULL,
        judged_at_ms INTEGER NOT NULL,
        UNIQUE (instance_key, frame_number)
      ) STRICT;
      CREATE INDEX quality_assessments_by_time ON quality_assessments (judged_at_ms);

      CREATE TABLE findings (
        finding_key INTEGER PRIMARY KEY,
        study_key INTEGER NOT NULL REFERENCES studies,
        -- Null for the whole study.
        series_key INTEGER REFERENCES series,
        -- Null for a series or study.
        instance_key INTEGER REFERENCES instances,
        frame_number INTEGER,
        type TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('model', 'rule', 'decoder')),
        probability REAL,
        severity REAL,
        -- JSON {x, y, width, height} in fractions of the image.
        region TEXT,
        direction_degrees REAL,
        reason TEXT NOT NULL
      ) STRICT;
      CREATE INDEX findings_by_instance ON findings (instance_key) WHERE instance_key IS NOT NULL;
      CREATE INDEX findings_by_study ON findings (study_key) WHERE instance_key IS NULL;
    `);
  },
};
