import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

export interface CoreSocket {
  readonly path: string;
  /** A core that was killed leaves its socket behind; the next one could not listen there. */
  clear(): void;
  close(): void;
}

/**
 * Where the core serves HTTP for the window: a Unix socket in a folder that only this user may enter, a named pipe on
 * Windows. No TCP port is open for the window.
 */
export function reserveCoreSocket(): CoreSocket {
  if (process.platform === 'win32') {
    return { path: `\\\\.\\pipe\\bucky-${randomUUID()}`, clear: () => undefined, close: () => undefined };
  }
  // Not in the data folder: the path of a Unix socket holds 107 bytes at most.
  const folder = mkdtempSync(path.join(tmpdir(), 'bucky-'));
  const file = path.join(folder, 'core.sock');
  return {
    path: file,
    clear: () => {
      rmSync(file, { force: true });
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
