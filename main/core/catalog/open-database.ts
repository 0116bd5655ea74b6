import path from 'node:path';
import Database from 'better-sqlite3';
import { migrate, type Migration } from './migration.ts';

/** The file is no database, or a damaged one. */
export class DamagedDatabaseError extends Error {
  override readonly name = 'DamagedDatabaseError';
  readonly fileName: string;

  constructor(fileName: string, options: ErrorOptions) {
    super(`${fileName} is damaged`, options);
    this.fileName = fileName;
  }
}

export interface DatabaseOptions {
  /** FULL: a commit survives a power loss. NORMAL: it survives a crash of this program. */
  readonly synchronous: 'FULL' | 'NORMAL';
}

/** @throws DamagedDatabaseError, CatalogFromFutureError */
export function openDatabase(
  filePath: string,
  migrations: readonly Migration[],
  options: DatabaseOptions,
): Database.Database {
  const db = connect(filePath);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${options.synchronous}`);
    db.pragma('foreign_keys = ON');
    db.pragma('temp_store = MEMORY');
    db.pragma('wal_autocheckpoint = 2000'); // pages: a checkpoint waits for the disk, so it is not made every 80 images
    db.pragma('cache_size = -65536'); // KiB
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    if (!isDamage(error)) throw error;
    throw new DamagedDatabaseError(path.basename(filePath), { cause: error });
  }
}

/**
 * The bare connection. Where better-sqlite3's own binary does not fit the runtime, `BUCKY_SQLITE_BINDING` is the path of one
 * that the runtime script compiled.
 */
export function connect(filePath: string): Database.Database {
  const nativeBinding = process.env['BUCKY_SQLITE_BINDING'];
  return new Database(filePath, { timeout: 5_000, ...(nativeBinding ? { nativeBinding } : {}) });
}

function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}
