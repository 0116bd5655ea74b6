import { Inflate } from 'fflate';

/** Input goes in by so little at a time that even a bomb gives no more than 4 MB back at once. */
const PIECE_BYTES = 4096;
/** A stored block of 64 KiB is the longest run of input that gives no output (RFC 1951 section 3.2.4). */
const MAX_SILENT_BYTES = 0x20000;
/** More than any object that a device sends deflated; a bomb is cut off here, after seconds of work. */
const MAX_INFLATED_BYTES = 0x20000000;

export type InflateFault = 'not-deflated' | 'ended-early' | 'too-large';

/**
 * Inflates a raw deflate stream (PS3.5 section A.5) while it arrives, and synchronously, which node:zlib cannot do
 * piece by piece. Bytes behind the end of the stream are passed over.
 */
export class InflateStream {
  readonly #inflate: Inflate;
  #inflatedBytes = 0;
  #silentBytes = 0;
  #isOver = false;
  #fault: InflateFault | null = null;

  constructor(onInflated: (bytes: Buffer) => void) {
    this.#inflate = new Inflate((bytes) => {
      if (bytes.length === 0) return;
      this.#silentBytes = 0;
      this.#inflatedBytes += bytes.length;
      onInflated(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
  }

  get fault(): InflateFault | null {
    return this.#fault;
  }

  push(slice: Buffer): void {
    for (let at = 0; at < slice.length && !this.#isOver; at += PIECE_BYTES) {
      const piece = slice.subarray(at, at + PIECE_BYTES);
      this.#silentBytes += piece.length;
      this.#take(piece, false);
      if (this.#silentBytes > MAX_SILENT_BYTES) this.#isOver = true;
      if (this.#inflatedBytes > MAX_INFLATED_BYTES) this.#end('too-large');
    }
  }

  finish(): void {
    if (!this.#isOver) this.#take(Buffer.alloc(0), true);
  }

  #take(piece: Buffer, isLast: boolean): void {
    try {
      this.#inflate.push(piece, isLast);
    } catch {
      this.#end(isLast ? 'ended-early' : 'not-deflated');
    }
  }

  #end(fault: InflateFault): void {
    this.#isOver = true;
    this.#fault ??= fault;
  }
}
