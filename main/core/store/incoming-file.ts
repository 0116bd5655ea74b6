import { giveBack } from '../shared/receive-buffers.ts';
import type { FileSystem } from './file-system.ts';

/**
 * A write goes out when so much has gathered. Most images are smaller: they go out in one piece once they are whole. More
 * would gain nothing, and the memory for it is needed by each object that arrives.
 */
const BATCH_BYTES = 768 * 1024;
/** Some systems take no more slices in one call (IOV_MAX is 1024 on Linux). */
const BATCH_SLICES = 512;
/** So much may wait for the disk before the sender is held back, for each object. */
const HOLD_ABOVE_BYTES = 1024 * 1024;
const RELEASE_BELOW_BYTES = 512 * 1024;

/** Something that must be asked before bytes go to disk; throws a `StoreError` when they may not. */
export type SpendBytes = (byteLength: number) => void;

/**
 * One file in `incoming/` while it is received. Takes slices without copying them and writes them in order, in batches.
 * The first failure is kept: later slices are dropped, and `flush` reports it.
 */
export class IncomingFile {
  readonly path: string;
  readonly #fs: FileSystem;
  readonly #spend: SpendBytes;
  #fd: number | null = null;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #inFlightBytes = 0;
  #failure: { readonly error: unknown } | null = null;
  #running: Promise<void>;
  #isWriting = true;
  #isFlushing = false;
  #hasWritten = false;
  #release: (() => void) | null = null;
  #hold: Promise<void> | null = null;

  /** @param ready settles when `spend` knows how much room there is; nothing is created before */
  constructor(fileSystem: FileSystem, path: string, spend: SpendBytes, ready?: Promise<void>) {
    this.path = path;
    this.#fs = fileSystem;
    this.#spend = spend;
    this.#running = this.#open(ready);
  }

  /** The first failure so far, if any: a sender that can be told early need not send the rest. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /**
   * Takes the next bytes. The slice must stay unchanged until it is written; then it is given back to where it came from.
   *
   * @returns a promise when too much waits for the disk; it resolves when more may come
   */
  append(slice: Buffer): Promise<void> | undefined {
    if (this.#failure !== null || slice.length === 0) return undefined;
    this.#waiting.push(slice);
    this.#waitingBytes += slice.length;
    if (!this.#isWriting && this.#isBatchFull()) this.#running = this.#writeOut();
    if (this.#waitingBytes + this.#inFlightBytes <= HOLD_ABOVE_BYTES) return undefined;
    this.#hold ??= new Promise((resolve) => {
      this.#release = resolve;
    });
    return this.#hold;
  }

  /**
   * Writes what still waits. No `append` after this.
   *
   * @throws StoreError of the first failure; the caller then discards the file
   */
  async flush(): Promise<void> {
    this.#isFlushing = true;
    await this.#running;
    if (this.#waiting.length > 0 && this.#failure === null) {
      this.#running = this.#writeOut();
      await this.#running;
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  /**
   * Dates the flushed file and brings it to the platter. The disk is already at work when this returns its promise, so
   * the caller can do something else meanwhile.
   *
   * @param modifiedMs time of reception; it is read back from the file when the catalog is made again
   * @throws StoreError
   */
  async sync(modifiedMs: number): Promise<void> {
    try {
      const fd = this.#openedFd();
      this.#fs.setModifiedTime(fd, modifiedMs);
      await this.#fs.fsync(fd);
    } finally {
      this.#close();
    }
  }

  /** Frees everything and removes the file. Failures are kept to itself: start-up clears what stays behind. */
  async discard(): Promise<void> {
    this.#fail(new Error('The file was discarded'));
    await this.#running;
    this.#close();
    await this.#fs.unlink(this.path).catch(() => undefined);
  }

  async #open(ready: Promise<void> | undefined): Promise<void> {
    try {
      if (ready !== undefined) await ready;
      this.#spend(0); // refuses before anything is created
      this.#fd = await this.#fs.create(this.path);
    } catch (error) {
      this.#fail(error);
    }
    await this.#writeOut();
  }

  /** Writes batches until less than one waits, or nothing at all once the object is whole. */
  async #writeOut(): Promise<void> {
    this.#isWriting = true;
    while (
      this.#failure === null &&
      (this.#isBatchFull() || (this.#isFlushing && this.#waiting.length > 0))
    ) {
      const slices = this.#waiting;
      this.#waiting = [];
      this.#inFlightBytes = this.#waitingBytes;
      this.#waitingBytes = 0;
      try {
        this.#spend(this.#inFlightBytes);
        await this.#writeAll(slices, this.#inFlightBytes);
        for (const slice of slices) giveBack(slice);
      } catch (error) {
        this.#fail(error);
      }
      this.#inFlightBytes = 0;
      if (this.#waitingBytes < RELEASE_BELOW_BYTES) this.#letGo();
    }
    this.#isWriting = false;
  }

  async #writeAll(slices: readonly Buffer[], byteLength: number): Promise<void> {
    let rest = slices;
    let restBytes = byteLength;
    const isWhole = this.#isFlushing && !this.#hasWritten; // most images: they came whole before anything was written
    this.#hasWritten = true;
    while (restBytes > 0) {
      const fd = this.#openedFd();
      const written = isWhole ? this.#fs.writevNow(fd, rest) : await this.#fs.writev(fd, rest);
      restBytes -= written;
      if (restBytes > 0) rest = dropBytes(rest, written);
    }
  }

  #openedFd(): number {
    if (this.#fd === null) throw new Error('The file is not open');
    return this.#fd;
  }

  #isBatchFull(): boolean {
    return this.#waitingBytes >= BATCH_BYTES || this.#waiting.length >= BATCH_SLICES;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#letGo();
  }

  #letGo(): void {
    this.#release?.();
    this.#release = null;
    this.#hold = null;
  }

  #close(): void {
    if (this.#fd !== null) this.#fs.close(this.#fd);
    this.#fd = null;
  }
}

/** What is left of `slices` after the first `byteLength` bytes: a write may be cut short, for instance by a full disk. */
function dropBytes(slices: readonly Buffer[], byteLength: number): Buffer[] {
  const rest: Buffer[] = [];
  let toDrop = byteLength;
  for (const slice of slices) {
    if (toDrop >= slice.length) {
      toDrop -= slice.length;
    } else {
      rest.push(slice.subarray(toDrop));
      toDrop = 0;
    }
  }
  return rest;
}
