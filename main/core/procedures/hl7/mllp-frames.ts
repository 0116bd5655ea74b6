/** Start and end of a block of the Minimal Lower Layer Protocol (HL7 v2.5 Appendix C.4): VT, then FS and CR. */
const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;

export type FrameFault = 'too-long' | 'no-frame';

/** Takes a stream apart into messages. What stands between two blocks is white space or a fault. */
export class MllpFrames {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #length = 0;
  #isInside = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A block has begun and not ended. */
  get isInside(): boolean {
    return this.#isInside;
  }

  /** @returns the messages that are whole now; the fault ends the connection */
  push(chunk: Buffer): { readonly messages: readonly Buffer[]; readonly fault: FrameFault | null } {
    const messages: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (!this.#isInside) {
        const start = findStart(chunk, at);
        if (start === null) return { messages, fault: 'no-frame' };
        if (start === chunk.length) break;
        this.#isInside = true;
        at = start + 1;
        continue;
      }
      const end = chunk.indexOf(FS, at);
      const part = chunk.subarray(at, end === -1 ? chunk.length : end);
      this.#length += part.length;
      if (this.#length > this.#maxBytes) return { messages, fault: 'too-long' };
      this.#parts.push(part);
      at += part.length;
      if (end === -1) break;
      messages.push(Buffer.concat(this.#parts));
      this.#parts = [];
      this.#length = 0;
      this.#isInside = false;
      at += 1;
    }
    return { messages, fault: null };
  }
}

/** Some end a block without CR, some with CR LF: both are taken. @returns null for anything else before a block */
function findStart(chunk: Buffer, from: number): number | null {
  for (let at = from; at < chunk.length; at += 1) {
    if (chunk[at] === VT) return at;
    if (chunk[at] !== CR && chunk[at] !== 0x0a && chunk[at] !== 0x20) return null;
  }
  return chunk.length;
}

export function toMllpBlock(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([VT]), message, Buffer.from([FS, CR])]);
}
