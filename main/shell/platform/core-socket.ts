import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

export interface CoreSocket {
  readonly path: string;
  close(): void;
}

/**
 * Where the core serves HTTP for the window: a Unix socket in a folder that only this user may enter, a named pipe on
 * Windows. No TCP port is open for the window.
 */
export function reserveCoreSocket(): CoreSocket {
  if (process.platform === 'win32') {
    return { path: `\\\\.\\pipe\\bucky-${randomUUID()}`, close: () => undefined };
  }
  // Not in the data folder: the path of a Unix socket holds 107 bytes at most.
  const folder = mkdtempSync(path.join(tmpdir(), 'bucky-'));
  return {
    path: path.join(folder, 'core.sock'),
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
