import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../shared/result.ts';
import { connect } from './open-database.ts';

export interface DataFolderLock extends Disposable {
  release(): void;
}

export interface FolderInUse {
  readonly kind: 'folder-in-use';
  /** Process that holds the folder; null when it did not say. */
  readonly pid: number | null;
  /** Plain words for the person who started the second core. */
  readonly message: string;
}

/**
 * Takes the data folder for this process. The lock is an exclusive transaction on a small database: the operating
 * system ends it with the process, however that ends, so a lock never outlives its core; SQLite knows how to lock on
 * every platform. The process id beside it is only for the message.
 */
export function lockDataFolder(dataDir: string): Result<DataFolderLock, FolderInUse> {
  mkdirSync(dataDir, { recursive: true, mode: 0o750 });
  const pidPath = path.join(dataDir, 'lock.pid');
  const db = connect(path.join(dataDir, 'lock.sqlite'));
  try {
    db.pragma('busy_timeout = 0');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return err(inUse(pidPath));
    throw error;
  }
  writeFileSync(pidPath, `${process.pid}\n`);
  const release = () => {
    db.close();
  };
  return ok({ release, [Symbol.dispose]: release });
}

function inUse(pidPath: string): FolderInUse {
  const pid = readPid(pidPath);
  const who = pid === null ? 'Another Bucky' : `Another Bucky (process ${pid})`;
  return {
    kind: 'folder-in-use',
    pid,
    message: `${who} is using this data folder. Two at once would damage it. End that one, or choose another folder.`,
  };
}

function readPid(pidPath: string): number | null {
  try {
    const pid = Number(readFileSync(pidPath, 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null; // the other one has not written it yet
  }
}
