import type { Migration } from '../../migration.ts';

/**
 * What people decided about images, and what follows from it. Keyed by UIDs, so that a catalog made new finds them. What
 * the check had said is kept beside each decision: statistics and calibration need it after the verdict has changed.
 */
export const stationMigration0100: Migration = {
  version: 100,
  name: 'quality-reviews',
  up(db) {
    db.exec(`
      CREATE TABLE reviews (
        review_key INTEGER PRIMARY KEY AUTOINCREMENT,
        sop_instance_uid TEXT NOT NULL,
        series_instance_uid TEXT NOT NULL,
        study_instance_uid TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('agree', 'overrule', 'repeat', 'reject')),
        -- Null for the whole image.
        finding_type TEXT,
        reason TEXT NOT NULL,
        reviewed_by TEXT NOT NULL,
        reviewed_at_ms INTEGER NOT NULL,
        -- Null while it stands.
        withdrawn_at_ms INTEGER,
        -- Station Name, else model, else AE title of the sender.
        device TEXT NOT NULL,
        modality TEXT NOT NULL,
        verdict TEXT NOT NULL,
        score REAL,
        -- JSON array of the types that were found.
        flagged_types TEXT NOT NULL,
        -- JSON object, 0 to 1 by type.
        probabilities TEXT NOT NULL,
        quality_version TEXT NOT NULL
      ) STRICT;
      CREATE INDEX reviews_by_study ON reviews (study_instance_uid) WHERE withdrawn_at_ms IS NULL;
      CREATE INDEX reviews_by_instance ON reviews (sop_instance_uid, review_key);
      CREATE INDEX reviews_by_time ON reviews (reviewed_at_ms) WHERE withdrawn_at_ms IS NULL;
      CREATE INDEX reviews_by_device ON reviews (device, modality) WHERE withdrawn_at_ms IS NULL;

      -- Rejected and repeated images with the fields of AAPM report TG-305.
      CREATE TABLE quality_ledger (
        ledger_key INTEGER PRIMARY KEY AUTOINCREMENT,
        review_key INTEGER NOT NULL UNIQUE REFERENCES reviews ON DELETE CASCADE,
        decided_at_ms INTEGER NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('repeat', 'reject')),
        reason TEXT NOT NULL,
        comment TEXT NOT NULL,
        operator TEXT NOT NULL,
        room TEXT NOT NULL,
        device TEXT NOT NULL,
        modality TEXT NOT NULL,
        body_part TEXT NOT NULL,
        projection TEXT NOT NULL,
        exposure_index REAL,
        deviation_index REAL,
        -- kVp, mAs and the like as far as the header tells.
        technique TEXT NOT NULL,
        study_instance_uid TEXT NOT NULL,
        sop_instance_uid TEXT NOT NULL
      ) STRICT;
      CREATE INDEX quality_ledger_by_time ON quality_ledger (decided_at_ms);

      -- Thresholds of one device, learned from what people decided and from its own good images.
      CREATE TABLE device_calibrations (
        device TEXT NOT NULL,
        modality TEXT NOT NULL,
        artifact_type TEXT NOT NULL,
        -- Probability from which on it is a finding.
        threshold REAL NOT NULL,
        -- Decisions and images that it was learned from.
        sample_count INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL,
        PRIMARY KEY (device, modality, artifact_type)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
