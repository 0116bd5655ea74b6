import type { Database } from 'better-sqlite3';
import { settle } from './settle.ts';

/** Who this station is over TLS. PEM. */
export interface StoredIdentity {
  readonly certificate: string;
  /** Encrypted PKCS #8. */
  readonly privateKey: string;
}

/** A certificate that is trusted. */
export interface TrustedCertificate {
  readonly certificateKey: number;
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
}

interface TrustedRow {
  readonly certificate_key: number;
  readonly name: string;
  readonly certificate: string;
}

/** Certificates in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationCertificates {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The newest. */
  findIdentity(): Promise<StoredIdentity | null> {
    return settle(() => {
      const sql =
        'SELECT certificate, private_key AS privateKey FROM tls_identities ORDER BY identity_key DESC LIMIT 1';
      return this.#db.prepare<[], StoredIdentity>(sql).get() ?? null;
    });
  }

  addIdentity({ certificate, privateKey }: StoredIdentity, atMs: number): Promise<void> {
    return settle(() => {
      this.#db
        .prepare('INSERT INTO tls_identities (certificate, private_key, made_at_ms) VALUES (?, ?, ?)')
        .run(certificate, privateKey, atMs);
    });
  }

  /** By name. */
  listTrusted(): Promise<TrustedCertificate[]> {
    return settle(() =>
      this.#db
        .prepare<[], TrustedRow>(
          'SELECT certificate_key, name, certificate FROM trusted_certificates ORDER BY name',
        )
        .all()
        .map((row) => ({
          certificateKey: row.certificate_key,
          name: row.name,
          certificate: row.certificate,
        })),
    );
  }

  /** One that is trusted already gets the new name. */
  trust(
    certificate: { name: string; fingerprint: string; certificate: string },
    atMs: number,
  ): Promise<void> {
    return settle(() => {
      this.#db
        .prepare(
          `INSERT INTO trusted_certificates (name, fingerprint, certificate, added_at_ms) VALUES (?, ?, ?, ?)
            ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name`,
        )
        .run(certificate.name, certificate.fingerprint, certificate.certificate, atMs);
    });
  }

  /** @returns whether it was trusted */
  distrust(certificateKey: number): Promise<boolean> {
    return settle(
      () =>
        this.#db.prepare('DELETE FROM trusted_certificates WHERE certificate_key = ?').run(certificateKey)
          .changes === 1,
    );
  }
}
