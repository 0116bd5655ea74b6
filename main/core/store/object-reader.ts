import { closeSync, openSync, read, readSync } from 'node:fs';

/** A read that took longer waited for the disk: the file was not in the system's memory. */
const SLOW_MS = 3;
/** After a slow read so many wait in the thread pool, until one is tried on the spot again. */
const READS_AFTER_SLOW = 100;

/**
 * A stored file, open for reading one piece after the other. What lies in the system's memory is read on the spot, which for
 * an image costs less than the trip to the thread pool; from a disk that lets us wait, in the pool.
 */
export class ObjectReader {
  /** Of all readers: they read from one disk. */
  static #readsInPool = 0;
  readonly #fd: number;
  #isClosed = false;

  /** @throws what the system says, with its `code` */
  constructor(filePath: string) {
    this.#fd = openSync(filePath, 'r');
  }

  /** @param position byte of the file; @returns bytes read, 0 at its end */
  read(into: Buffer, offset: number, byteLength: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      if (ObjectReader.#readsInPool === 0) {
        const beganAtMs = performance.now();
        resolve(readSync(this.#fd, into, offset, byteLength, position));
        if (performance.now() - beganAtMs > SLOW_MS) ObjectReader.#readsInPool = READS_AFTER_SLOW;
        return;
      }
      ObjectReader.#readsInPool -= 1;
      read(this.#fd, into, offset, byteLength, position, (error, bytesRead) => {
        if (error) reject(error);
        else resolve(bytesRead);
      });
    });
  }

  /** Only when nothing reads any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#fd);
  }
}
