import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

type TemporaryFolder = { readonly path: string } & Disposable;

/** A file system in memory that Linux has ready for everybody. */
const MEMORY_DIR = '/dev/shm';

/** A folder of its own for one test, on the disk. `using` removes it at the end of the block. */
export function aTemporaryFolder(): TemporaryFolder {
  return aFolderIn(tmpdir());
}

/**
 * The same in memory where the system offers that, else on the disk: for tests of code that waits for the disk hundreds
 * of times, and that are not about the disk.
 */
export function aMemoryFolder(): TemporaryFolder {
  return aFolderIn(isWritable(MEMORY_DIR) ? MEMORY_DIR : tmpdir());
}

function aFolderIn(parent: string): TemporaryFolder {
  const folder = mkdtempSync(path.join(parent, 'bucky-test-'));
  return {
    path: folder,
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
