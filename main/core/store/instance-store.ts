import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { systemClock, type Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { nodeFileSystem, type FileFacts, type FileSystem } from './file-system.ts';
import { FreeSpace } from './free-space.ts';
import { IncomingFile } from './incoming-file.ts';
import { OBJECT_ENDING, parseObjectFileName } from './object-name.ts';
import { ObjectReader } from './object-reader.ts';
import { Quarantine, type QuarantineNote } from './quarantine.ts';
import { Shards } from './shards.ts';
import { StoreError, toStoreError } from './store-error.ts';

export interface StoreOptions {
  readonly dataDir: string;
  /** New objects are refused when the disk would have less free space than this. */
  readonly reserveBytes: number;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly fileSystem?: FileSystem;
}

interface StoreParts {
  readonly fs: FileSystem;
  readonly dataDir: string;
  readonly shards: Shards;
  readonly space: FreeSpace;
  readonly quarantine: Quarantine;
}

/**
 * The files of all instances in one data folder: `incoming/` while they are received, `objects/` for good, `quarantine/`
 * for what could not be understood. Knows names and bytes, no DICOM and no SQL. Needs the lock of the data folder.
 *
 * An object becomes part of the archive by fsync of the file, rename into `objects/`, fsync of its directory. After a crash
 * at any point it is either there and whole, or not there.
 */
export class InstanceStore {
  readonly #parts: StoreParts;
  /** Tells the files of this process from those of an earlier one. */
  readonly #session = randomBytes(4).toString('hex');
  #incomingCount = 0;

  private constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  /**
   * Makes the folders and removes what an earlier process left half-received.
   *
   * @throws StoreError when the data folder cannot be used
   */
  static async open(options: StoreOptions): Promise<InstanceStore> {
    const fs = options.fileSystem ?? nodeFileSystem;
    const { dataDir } = options;
    for (const name of ['objects', 'incoming', 'quarantine']) await fs.mkdir(path.join(dataDir, name));
    await fs.fsyncDirectory(dataDir);
    await clearIncoming(fs, path.join(dataDir, 'incoming'), options.logger);
    const clock = options.clock ?? systemClock;
    return new InstanceStore({
      fs,
      dataDir,
      shards: await Shards.open(fs, path.join(dataDir, 'objects')),
      space: await FreeSpace.measure(fs, dataDir, { clock, reserveBytes: options.reserveBytes }),
      quarantine: await Quarantine.open(fs, path.join(dataDir, 'quarantine')),
    });
  }

  /** Free and total bytes of the disk; at most about a second old. */
  async space(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }> {
    await this.#parts.space.refresh();
    return { freeBytes: this.#parts.space.freeBytes, totalBytes: this.#parts.space.totalBytes };
  }

  get quarantinedCount(): number {
    return this.#parts.quarantine.count;
  }

  setReserve(reserveBytes: number): void {
    this.#parts.space.setReserve(reserveBytes);
  }

  /**
   * Opens a file in `incoming/`. Returns at once: a full disk or a failure to open shows in `flush`.
   *
   * @param objectName where it will probably go, so that the directory is made meanwhile; null when not known
   */
  openIncoming(objectName: string | null): IncomingFile {
    const { fs, space, shards, dataDir } = this.#parts;
    this.#incomingCount += 1;
    const filePath = path.join(dataDir, 'incoming', `${this.#session}-${this.#incomingCount}.part`);
    const ready = space.refresh();
    if (objectName !== null && !space.isBelowReserve) shards.prepare(objectName);
    const spend = (byteLength: number) => {
      space.spend(byteLength);
    };
    return new IncomingFile(fs, filePath, spend, ready);
  }

  /**
   * Moves a synced file into `objects/` and makes its name durable. An object of the same name is replaced, so the caller
   * makes sure that there is none, or none but the same bytes.
   *
   * @throws StoreError
   */
  async admit(file: IncomingFile, objectName: string): Promise<void> {
    const { fs, shards } = this.#parts;
    await shards.ensure(objectName);
    try {
      await fs.rename(file.path, this.pathOf(objectName));
    } catch (error) {
      shards.forget(objectName);
      throw error;
    }
    await shards.settle(objectName);
  }

  /** @returns the name in quarantine. @throws StoreError */
  quarantine(file: IncomingFile, note: QuarantineNote): Promise<string> {
    return this.#parts.quarantine.take(file, note);
  }

  pathOf(objectName: string): string {
    return path.join(this.#parts.shards.directoryOf(objectName), objectName + OBJECT_ENDING);
  }

  /** @returns null when there is no such object */
  stat(objectName: string): Promise<FileFacts | null> {
    return this.#parts.fs.stat(this.pathOf(objectName));
  }

  isThere(objectName: string): boolean {
    return this.#parts.fs.isThere(this.pathOf(objectName));
  }

  /** Gives an object another name in the same directory, durably. @throws StoreError */
  async renameObject(objectName: string, newName: string): Promise<void> {
    await this.#parts.fs.rename(this.pathOf(objectName), this.pathOf(newName));
    await this.#parts.shards.settle(newName);
  }

  /** For reading frames; the caller closes it. @throws StoreError */
  async openForReading(objectName: string): Promise<FileHandle> {
    try {
      return await open(this.pathOf(objectName), 'r');
    } catch (error) {
      throw toStoreError('open', error);
    }
  }

  /** For sending it whole; the caller closes it. @throws StoreError */
  readerOf(objectName: string): ObjectReader {
    try {
      return new ObjectReader(this.pathOf(objectName));
    } catch (error) {
      throw toStoreError('open', error);
    }
  }

  /**
   * @param start first byte of the file, header included
   * @throws StoreError also when the file ends before `start + byteLength`
   */
  async readRange(objectName: string, start: number, byteLength: number): Promise<Buffer> {
    const handle = await this.openForReading(objectName);
    try {
      const buffer = Buffer.alloc(byteLength);
      let done = 0;
      while (done < byteLength) {
        const { bytesRead } = await handle.read(buffer, done, byteLength - done, start + done);
        if (bytesRead === 0) throw new StoreError('io', 'read past the end');
        done += bytesRead;
      }
      return buffer;
    } catch (error) {
      throw toStoreError('read', error);
    } finally {
      await handle.close();
    }
  }

  /** Removes an object for good and makes that durable. @throws StoreError */
  async remove(objectName: string): Promise<void> {
    const { fs, shards } = this.#parts;
    await fs.unlink(this.pathOf(objectName));
    await fs.fsyncDirectory(shards.directoryOf(objectName));
  }

  /** The directories that hold objects, as four hex digits, in order. */
  listShards(): AsyncGenerator<string> {
    return this.#parts.shards.list();
  }

  /** Names of the objects in one directory, in order; files that are none of ours are passed over. */
  async listShard(shard: string): Promise<string[]> {
    const names = await this.#parts.fs.readdir(this.#parts.shards.directoryOf(shard));
    return names
      .map(parseObjectFileName)
      .filter((name) => name !== null)
      .sort();
  }
}

/** Half-received files were never acknowledged; their senders keep them. */
async function clearIncoming(fs: FileSystem, directory: string, logger: Logger): Promise<void> {
  const names = await fs.readdir(directory);
  for (const name of names) await fs.unlink(path.join(directory, name));
  if (names.length > 0) {
    logger.info(
      `${names.length} half-received images from before the last stop were removed; their senders never got a success for them`,
      { count: names.length },
    );
  }
}
