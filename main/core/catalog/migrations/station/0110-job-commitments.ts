import type { Migration } from '../../migration.ts';

/** Which question to the receiver of a send job stands open: whether it keeps what was sent. */
export const stationMigration0110: Migration = {
  version: 110,
  name: 'job-commitments',
  up(db) {
    db.exec(`
      -- Transaction UID (0008,1195); empty where nothing was asked.
      ALTER TABLE remote_jobs ADD COLUMN commitment_transaction_uid TEXT NOT NULL DEFAULT '';
      CREATE INDEX remote_jobs_by_commitment ON remote_jobs (commitment_transaction_uid)
        WHERE commitment_transaction_uid != '';
    `);
  },
};
