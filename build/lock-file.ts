import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.ts';

/**
 * better-sqlite3 brings its binaries along and says `"gypfile": false`, so that nothing is compiled. npm forgets that when
 * it installs from a lock file, and compiles all the same, for which it downloads headers: on a machine that reaches the
 * npm registry alone the installation fails. What stands in the lock file's entry counts as the package's own, so the
 * word is put there. npm drops it whenever it writes the file: run `node build/lock-file.ts` after `npm install`.
 */
const PACKAGE = 'node_modules/better-sqlite3';

interface LockFile {
  readonly packages: Readonly<Record<string, { resolved?: string; gypfile?: boolean }>>;
}

const LOCK_FILE = path.join(ROOT, 'package-lock.json');

function read(): LockFile {
  return JSON.parse(readFileSync(LOCK_FILE, 'utf8')) as LockFile; // npm's own format
}

/** What is wrong with the lock file, one line each. */
export function findLockFileProblems(lock: LockFile = read()): readonly string[] {
  const problems: string[] = [];
  if (lock.packages[PACKAGE]?.gypfile !== false) {
    problems.push('npm ci would compile better-sqlite3: run node build/lock-file.ts');
  }
  const withAddress = Object.keys(lock.packages).filter((name) => lock.packages[name]?.resolved);
  if (withAddress.length > 0) {
    problems.push(`addresses of a registry stand in the lock file (${withAddress.slice(0, 3).join(', ')} …)`);
  }
  return problems;
}

if (import.meta.main) {
  const lock = read();
  const entry = lock.packages[PACKAGE];
  if (!entry) throw new Error(`${PACKAGE} is not in the lock file`);
  entry.gypfile = false;
  writeFileSync(LOCK_FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
