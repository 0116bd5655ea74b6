import type { InstanceToSend } from '../catalog/queries/retrieval-rows.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import type { ObjectReader } from '../store/object-reader.ts';
import { BufferPool } from './buffer-pool.ts';

/** Bytes of one read: most images are whole in one. */
const CHUNK_BYTES = 0x100000;
/** One being read, one being sent, and one whose end may still wait in the socket. */
const CHUNKS_IN_USE = 3;
const MAX_IDLE_CHUNKS = 24;

const pool = new BufferPool(CHUNK_BYTES, MAX_IDLE_CHUNKS);

interface Filled {
  readonly chunk: Buffer;
  readonly byteLength: number;
}

/**
 * The data set of a stored object, byte for byte. Reading begins at once, so that the bytes are there when their turn has
 * come, and stays one chunk ahead.
 */
export class StoredDataSet implements AsyncDisposable {
  readonly #store: Pick<InstanceStore, 'readerOf'>;
  readonly #instance: InstanceToSend;
  readonly #chunks: Buffer[] = [];
  #file: ObjectReader | null = null;
  #offset = 0;
  #isTaken = false;
  #next: Promise<Filled | null>;

  constructor(store: Pick<InstanceStore, 'readerOf'>, instance: InstanceToSend) {
    this.#store = store;
    this.#instance = instance;
    this.#next = this.#read();
    this.#next.catch(() => undefined); // whoever takes the bytes hears of it
  }

  /** Whether its first bytes could be read; waits for them. */
  async isReadable(): Promise<boolean> {
    try {
      await this.#next;
      return true;
    } catch {
      return false;
    }
  }

  /** Rejects when the file cannot be read, or holds less than the catalog says. For one reader. */
  async *bytes(): AsyncGenerator<Buffer> {
    for (;;) {
      const filled = await this.#next;
      if (filled === null) {
        this.#isTaken = true;
        return;
      }
      this.#next = this.#read();
      this.#next.catch(() => undefined);
      yield filled.chunk.subarray(0, filled.byteLength);
    }
  }

  /**
   * Only when nothing reads any more, and what was read is sent. When sending was broken off, some of it may still lie in
   * a socket: then its memory is not used again, or bytes of another object would go out in its place.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#next.catch(() => null);
    this.#close();
    if (this.#isTaken) for (const chunk of this.#chunks) pool.giveBack(chunk);
    this.#chunks.length = 0;
  }

  async #read(): Promise<Filled | null> {
    const { objectName, dataSetOffset, sizeBytes } = this.#instance;
    const rest = sizeBytes - this.#offset;
    if (rest <= 0) return null;
    this.#file ??= this.#store.readerOf(objectName);
    const chunk = this.#takeChunk();
    const byteLength = Math.min(rest, chunk.length);
    let filled = 0;
    while (filled < byteLength) {
      const position = dataSetOffset + this.#offset + filled;
      const bytesRead = await this.#file.read(chunk, filled, byteLength - filled, position);
      if (bytesRead === 0) throw new Error('the stored file is shorter than the catalog says');
      filled += bytesRead;
    }
    this.#offset += byteLength;
    if (this.#offset === sizeBytes) this.#close();
    return { chunk, byteLength };
  }

  #takeChunk(): Buffer {
    const oldest = this.#chunks.length < CHUNKS_IN_USE ? undefined : this.#chunks.shift();
    const chunk = oldest ?? pool.take();
    this.#chunks.push(chunk);
    return chunk;
  }

  #close(): void {
    this.#file?.close();
    this.#file = null;
  }
}
