import type { DataElement } from '../data-set.ts';
import type { Level } from './level-stack.ts';

/** Rough cost of one element on the heap, without its value. */
const ENTRY_COST_BYTES = 200;
/** Small elements of the top level are still kept when the budget is spent: a patient's name behind a huge sequence. */
const ALWAYS_KEPT_VALUE_BYTES = 1024;
const FIRST_ARENA_BYTES = 4096;
const ARENA_BYTES = 16_384;
const EMPTY = Buffer.alloc(0);

/** Keeps what is worth keeping of the elements that go by, within a budget of memory. */
export class HeaderBuilder {
  readonly #maxHeaderBytes: number;
  #costBytes = 0;
  #arena = Buffer.allocUnsafeSlow(FIRST_ARENA_BYTES);
  #arenaUsed = 0;
  #hasOverflown = false;

  constructor(maxHeaderBytes: number) {
    this.#maxHeaderBytes = maxHeaderBytes;
  }

  /** Something was left out for lack of budget. */
  get hasOverflown(): boolean {
    return this.#hasOverflown;
  }

  /** Room for a value that will be kept, or null when it cannot be. Values lie together, apart from the bytes received. */
  reserve(level: Level, length: number, isTopLevel: boolean): Buffer | null {
    if (!level.isKept || !this.affords(length, isTopLevel)) return null;
    if (length === 0) return EMPTY;
    if (length > ARENA_BYTES / 4) return Buffer.allocUnsafeSlow(length);
    if (this.#arenaUsed + length > this.#arena.length) {
      this.#arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
      this.#arenaUsed = 0;
    }
    const start = this.#arenaUsed;
    this.#arenaUsed += length;
    return this.#arena.subarray(start, this.#arenaUsed);
  }

  /** Adds an element whose value is not in memory: a sequence, or something too large. @returns whether it was kept */
  addBare(level: Level, element: DataElement, isTopLevel: boolean): boolean {
    if (!level.isKept || !this.affords(0, isTopLevel)) return false;
    this.add(level, element);
    return true;
  }

  /** The first of several elements with one tag is the one that counts: what follows may be misread bytes. */
  add(level: Level, element: DataElement): void {
    const elements = level.dataSet?.elements;
    if (elements?.has(element.tag) === false) elements.set(element.tag, element);
  }

  /** Takes the cost of one more element or item from the budget, if it has that much left. */
  affords(valueBytes: number, isTopLevel: boolean): boolean {
    const cost = this.#costBytes + ENTRY_COST_BYTES + valueBytes;
    const isFavoured = isTopLevel && valueBytes <= ALWAYS_KEPT_VALUE_BYTES;
    if (cost > (isFavoured ? 2 * this.#maxHeaderBytes : this.#maxHeaderBytes)) {
      this.#hasOverflown = true;
      return false;
    }
    this.#costBytes = cost;
    return true;
  }
}
