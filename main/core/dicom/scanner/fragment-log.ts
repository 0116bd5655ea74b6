import type { FragmentTable } from '../scanned-data-set.ts';

/** Two million frames in one object is past anything a device makes, and 40 MB is what we pay for a hostile one. */
const MAX_FRAGMENTS = 0x200000;
const MAX_OFFSET_TABLE_BYTES = 4 * MAX_FRAGMENTS;
const FRAGMENT_HEAD_BYTES = 8;

/** Notes the fragments of encapsulated pixel data as they go by, in 20 bytes each. */
export class FragmentLog {
  #offsets = new Float64Array(16);
  #lengths = new Uint32Array(16);
  #heads = new Uint8Array(16 * FRAGMENT_HEAD_BYTES);
  #count = 0;
  #isComplete = true;
  #hasTable = false;
  #tableChunks: Buffer[] = [];
  #tableBytes = 0;
  #headFill = FRAGMENT_HEAD_BYTES;

  /** The item that comes next is the Basic Offset Table. */
  get expectsTable(): boolean {
    return !this.#hasTable;
  }

  openTable(): void {
    this.#hasTable = true;
  }

  pushTable(slice: Buffer): void {
    if (this.#tableBytes + slice.length > MAX_OFFSET_TABLE_BYTES) return;
    this.#tableChunks.push(Buffer.from(slice));
    this.#tableBytes += slice.length;
  }

  openFragment(offset: number, length: number): void {
    if (this.#count === MAX_FRAGMENTS) {
      this.#isComplete = false;
      this.#headFill = FRAGMENT_HEAD_BYTES;
      return;
    }
    if (this.#count === this.#offsets.length) this.#grow();
    this.#offsets[this.#count] = offset;
    this.#lengths[this.#count] = length;
    this.#count += 1;
    this.#headFill = 0;
  }

  /** The next bytes of the open fragment; only the first eight matter. */
  pushFragment(bytes: Buffer, from: number, to: number): void {
    if (this.#headFill === FRAGMENT_HEAD_BYTES) return;
    const base = (this.#count - 1) * FRAGMENT_HEAD_BYTES;
    const end = Math.min(to, from + FRAGMENT_HEAD_BYTES - this.#headFill);
    for (let at = from; at < end; at += 1) {
      this.#heads[base + this.#headFill] = bytes[at] ?? 0;
      this.#headFill += 1;
    }
  }

  #grow(): void {
    const capacity = this.#offsets.length * 2;
    const offsets = new Float64Array(capacity);
    const lengths = new Uint32Array(capacity);
    const heads = new Uint8Array(capacity * FRAGMENT_HEAD_BYTES);
    offsets.set(this.#offsets);
    lengths.set(this.#lengths);
    heads.set(this.#heads);
    this.#offsets = offsets;
    this.#lengths = lengths;
    this.#heads = heads;
  }

  toTable(isBigEndian: boolean): FragmentTable {
    return {
      count: this.#count,
      offsets: this.#offsets.slice(0, this.#count),
      lengths: this.#lengths.slice(0, this.#count),
      heads: this.#heads.slice(0, this.#count * FRAGMENT_HEAD_BYTES),
      basicOffsetTable: this.#readTable(isBigEndian),
      isComplete: this.#isComplete,
    };
  }

  #readTable(isBigEndian: boolean): Uint32Array | null {
    const bytes = Buffer.concat(this.#tableChunks);
    if (bytes.length < 4) return null;
    const table = new Uint32Array(Math.floor(bytes.length / 4));
    for (let index = 0; index < table.length; index += 1) {
      table[index] = isBigEndian ? bytes.readUInt32BE(index * 4) : bytes.readUInt32LE(index * 4);
    }
    return table;
  }
}
