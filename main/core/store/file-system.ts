import fs from 'node:fs';
import { asStoreError, toStoreError } from './store-error.ts';

export interface FileFacts {
  readonly sizeBytes: number;
  /** Unix time of the last change, whole milliseconds. */
  readonly modifiedMs: number;
}

/**
 * The few operations that the store needs, so that a test can make any of them fail. Failures are `StoreError`s.
 * Callbacks of `node:fs` are used rather than its `FileHandle`s: this is the hot path of reception.
 */
export interface FileSystem {
  /** Creates a file that must not exist yet. @returns its descriptor */
  create(path: string): Promise<number>;
  /** @returns how many bytes were written, which may be fewer than given */
  writev(fd: number, slices: readonly Buffer[]): Promise<number>;
  /**
   * The same while the caller waits: for a few hundred kilobytes that the system only copies, faster than a trip to the
   * thread pool. More could make the system hold the caller until the disk has caught up.
   */
  writevNow(fd: number, slices: readonly Buffer[]): number;
  /** Sets the time of last change; a short system call without waiting for the disk. */
  setModifiedTime(fd: number, modifiedMs: number): void;
  fsync(fd: number): Promise<void>;
  close(fd: number): void;
  /** Makes the names in a directory durable. Nothing to do on Windows, where directories cannot be opened. */
  fsyncDirectory(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** A directory that exists already is no failure. */
  mkdir(path: string): Promise<void>;
  /** @returns names, empty when the directory is not there */
  readdir(path: string): Promise<string[]>;
  /** @returns null when there is no such file */
  stat(path: string): Promise<FileFacts | null>;
  /** Whether there is something of that name; asks the system's memory of a directory in use, so it answers at once. */
  isThere(path: string): boolean;
  freeBytes(path: string): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
}

type Callback<T> = (error: NodeJS.ErrnoException | null, value: T) => void;

function call<T>(operation: string, start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error === null) resolve(value);
      else reject(asStoreError(operation, error));
    });
  });
}

/**
 * For what changes names in memory only and does not wait for the disk (`fsync` does that later): a trip to the thread
 * pool and back costs several times what the call does.
 */
async function inline<T>(operation: string, work: () => T): Promise<T> {
  try {
    return await Promise.resolve(work());
  } catch (error) {
    throw toStoreError(operation, error);
  }
}

async function absentAs<T>(absent: T, codes: readonly string[], running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return absent;
    throw error;
  }
}

export const nodeFileSystem: FileSystem = {
  create: (path) => inline('open', () => fs.openSync(path, 'wx', 0o640)),
  writev: (fd, slices) =>
    call('write', (done) => {
      fs.writev(fd, slices, done);
    }),
  writevNow: (fd, slices) => {
    try {
      return fs.writevSync(fd, slices);
    } catch (error) {
      throw toStoreError('write', error);
    }
  },
  setModifiedTime: (fd, modifiedMs) => {
    try {
      fs.futimesSync(fd, modifiedMs / 1_000, modifiedMs / 1_000);
    } catch (error) {
      throw toStoreError('futimes', error);
    }
  },
  fsync: (fd) =>
    call('fsync', (done) => {
      fs.fsync(fd, done);
    }),
  close: (fd) => {
    fs.closeSync(fd);
  },
  fsyncDirectory: async (path) => {
    if (process.platform === 'win32') return;
    // Synchronous: a directory that was just written to is in memory, and a trip to the thread pool costs more.
    let fd: number;
    try {
      fd = fs.openSync(path, 'r');
    } catch (error) {
      throw toStoreError('open directory', error);
    }
    try {
      await call('fsync directory', (done) => {
        fs.fsync(fd, done as fs.NoParamCallback);
      });
    } finally {
      fs.closeSync(fd);
    }
  },
  rename: (from, to) =>
    inline('rename', () => {
      fs.renameSync(from, to);
    }),
  unlink: (path) =>
    call('unlink', (done) => {
      fs.unlink(path, done);
    }),
  mkdir: (path) =>
    absentAs(
      undefined,
      ['EEXIST'],
      inline('mkdir', () => {
        fs.mkdirSync(path, 0o750);
      }),
    ),
  readdir: (path) =>
    absentAs<string[]>(
      [],
      ['ENOENT'],
      call('readdir', (done) => {
        fs.readdir(path, done);
      }),
    ),
  stat: (path) =>
    absentAs<FileFacts | null>(
      null,
      ['ENOENT'],
      call<fs.Stats>('stat', (done) => {
        fs.stat(path, done);
      }).then((stats) => ({ sizeBytes: stats.size, modifiedMs: Math.round(stats.mtimeMs) })),
    ),
  isThere: (path) => fs.existsSync(path),
  freeBytes: async (path) => {
    const stats = await call<fs.StatsFs>('statfs', (done) => {
      fs.statfs(path, done);
    });
    return { freeBytes: stats.bavail * stats.bsize, totalBytes: stats.blocks * stats.bsize };
  },
};
