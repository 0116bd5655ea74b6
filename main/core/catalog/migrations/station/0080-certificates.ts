import type { Migration } from '../../migration.ts';

/** Who this station is over TLS, and whom it trusts. */
export const stationMigration0080: Migration = {
  version: 80,
  name: 'certificates',
  up(db) {
    db.exec(`
      -- The newest one is used.
      CREATE TABLE tls_identities (
        identity_key INTEGER PRIMARY KEY AUTOINCREMENT,
        -- PEM; certificates of authorities may follow the station's own.
        certificate TEXT NOT NULL,
        -- PEM (PKCS #8), encrypted with the station's secret, which lies in a file of its own.
        private_key TEXT NOT NULL,
        made_at_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE trusted_certificates (
        certificate_key INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        -- SHA-256 of the certificate, as Node writes it.
        fingerprint TEXT NOT NULL UNIQUE,
        -- PEM.
        certificate TEXT NOT NULL,
        added_at_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
