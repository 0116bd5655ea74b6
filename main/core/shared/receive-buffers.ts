/**
 * Memory for what comes off sockets, used again and again. Fresh memory for every read is what costs most in receiving
 * large objects: the system has to find, clear and take back each page.
 *
 * Whoever is through with bytes that it was handed says so with `giveBack`. That is a favour, not a duty: bytes that are
 * kept stay valid and unchanged, and their memory is freed as any other.
 */

/** Large enough for what a fast network has ready, small enough for each idle association to have one. */
const CHUNK_BYTES = 256 * 1024;
/** A read into less than this would be a call too many. */
const MIN_READ_BYTES = 64 * 1024;
/** Chunks kept for later; more are left to the garbage collector. */
const MAX_IDLE_CHUNKS = 48;

interface Chunk {
  readonly memory: Buffer;
  filledBytes: number;
  /** Handed out and not given back yet. */
  outstandingBytes: number;
  isBeingFilled: boolean;
}

const idleChunks: Chunk[] = [];
const chunkOf = new WeakMap<ArrayBufferLike, Chunk>();

/** What one socket reads into. */
export class ReceiveBuffer {
  #chunk: Chunk | null = null;

  /** Where the next read may put its bytes: at least 64 KiB. The same place until `take` says that it was used. */
  space(): Buffer {
    if (this.#chunk === null || CHUNK_BYTES - this.#chunk.filledBytes < MIN_READ_BYTES) {
      this.release();
      this.#chunk = leaseChunk();
    }
    return this.#chunk.memory.subarray(this.#chunk.filledBytes);
  }

  /** @returns the first `byteLength` bytes of `space`, which were read */
  take(byteLength: number): Buffer {
    const chunk = this.#chunk;
    if (chunk === null) throw new Error('bytes were read into no space');
    const start = chunk.filledBytes;
    chunk.filledBytes += byteLength;
    chunk.outstandingBytes += byteLength;
    return chunk.memory.subarray(start, chunk.filledBytes);
  }

  /** Nothing more will be read. */
  release(): void {
    const chunk = this.#chunk;
    this.#chunk = null;
    if (chunk === null) return;
    chunk.isBeingFilled = false;
    keepIfFree(chunk);
  }
}

/**
 * The bytes are not needed any more, once for each byte that was handed on. Other memory is left alone.
 *
 * @param byteLength when only so many of the slice's bytes are given back; which ones makes no difference
 */
export function giveBack(slice: Buffer, byteLength = slice.length): void {
  if (byteLength === 0) return;
  const chunk = chunkOf.get(slice.buffer);
  if (chunk === undefined) return;
  if (byteLength > chunk.outstandingBytes) throw new Error('bytes were given back twice');
  chunk.outstandingBytes -= byteLength;
  keepIfFree(chunk);
}

function leaseChunk(): Chunk {
  const chunk = idleChunks.pop() ?? makeChunk();
  chunk.filledBytes = 0;
  chunk.isBeingFilled = true;
  return chunk;
}

function makeChunk(): Chunk {
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES); // a whole ArrayBuffer of its own, which `giveBack` goes by
  const chunk: Chunk = { memory, filledBytes: 0, outstandingBytes: 0, isBeingFilled: true };
  chunkOf.set(memory.buffer, chunk);
  return chunk;
}

function keepIfFree(chunk: Chunk): void {
  if (chunk.isBeingFilled || chunk.outstandingBytes > 0) return;
  if (idleChunks.length < MAX_IDLE_CHUNKS) idleChunks.push(chunk);
}
