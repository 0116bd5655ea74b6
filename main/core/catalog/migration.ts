import type { Database } from 'better-sqlite3';

export interface Migration {
  /** Written to `PRAGMA user_version`. Gaps of 10 leave room for a hotfix branch. */
  readonly version: number;
  readonly name: string;
  readonly up: (db: Database) => void;
}

/** A newer release of Bucky wrote this file; changing it could lose what that release keeps in it. */
export class CatalogFromFutureError extends Error {
  override readonly name = 'CatalogFromFutureError';
}

/**
 * Brings a database to the newest version. Each migration and its version number commit together, so that a crash
 * leaves the last complete version.
 *
 * @throws CatalogFromFutureError if a newer release wrote this file
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new CatalogFromFutureError(
      `This data folder was used by a newer Bucky (version ${current} of the catalog; this one knows ${newest}). Install the newer one again.`,
    );
  }
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    })();
  }
}
