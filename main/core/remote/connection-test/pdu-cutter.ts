/** A PDU that came: its type and the begin of its content, after the length field (PS3.8 section 9.3.1). */
export interface SeenPdu {
  readonly type: number;
  readonly content: Buffer;
  readonly atMs: number;
}

export const PDU = { accept: 0x02, reject: 0x03, data: 0x04, releaseResponse: 0x06, abort: 0x07 } as const;

const HEADER_BYTES = 6;
/** What a rejection and an abort say fits in. */
const KEPT_BYTES = 4;
/** A connection test needs four. */
const MAX_PDUS = 64;

/** Sees which PDUs a stream holds, without understanding them. Stops where it is no DICOM. */
export class PduCutter {
  readonly pdus: SeenPdu[] = [];
  #rest = Buffer.alloc(0);
  #skip = 0;
  #isLost = false;

  push(chunk: Buffer): void {
    if (this.#isLost) return;
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const skipped = Math.min(this.#skip, this.#rest.length);
      this.#rest = this.#rest.subarray(skipped);
      this.#skip -= skipped;
      if (this.#rest.length < HEADER_BYTES + KEPT_BYTES) return;
      const type = this.#rest[0] ?? 0;
      if (type === 0 || type > PDU.abort || this.pdus.length >= MAX_PDUS) {
        this.#isLost = true;
        return;
      }
      const content = this.#rest.subarray(HEADER_BYTES, HEADER_BYTES + KEPT_BYTES);
      this.pdus.push({ type, content, atMs: performance.now() });
      this.#skip = HEADER_BYTES + this.#rest.readUInt32BE(2);
    }
  }
}
