/**
 * Reads big-endian fields from untrusted bytes. Reading past the end gives zeros and empty slices and sets `isOverrun`,
 * so that a decoder checks once, at its end.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;
  #isOverrun = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isOverrun(): boolean {
    return this.#isOverrun;
  }

  get remainingBytes(): number {
    return this.#bytes.length - this.#offset;
  }

  uint8(): number {
    return this.#take(1) ? this.#bytes.readUInt8(this.#offset - 1) : 0;
  }

  uint16(): number {
    return this.#take(2) ? this.#bytes.readUInt16BE(this.#offset - 2) : 0;
  }

  uint32(): number {
    return this.#take(4) ? this.#bytes.readUInt32BE(this.#offset - 4) : 0;
  }

  skip(byteCount: number): void {
    this.#take(byteCount);
  }

  /** A view, not a copy. */
  bytes(byteCount: number): Buffer {
    return this.#take(byteCount)
      ? this.#bytes.subarray(this.#offset - byteCount, this.#offset)
      : Buffer.alloc(0);
  }

  /** Latin-1 text without the spaces and NULs that pad it on either side; devices use both. */
  text(byteCount: number): string {
    return trimPadding(this.bytes(byteCount).toString('latin1'));
  }

  #take(byteCount: number): boolean {
    if (byteCount > this.remainingBytes) {
      this.#isOverrun = true;
      this.#offset = this.#bytes.length;
      return false;
    }
    this.#offset += byteCount;
    return true;
  }
}

/** Removes spaces and NULs at both ends; a loop, because text comes from strangers and a pattern may backtrack. */
export function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPadding(text.charCodeAt(start))) start += 1;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0;
}
