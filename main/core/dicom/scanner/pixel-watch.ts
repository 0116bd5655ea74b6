import { createHash, type Hash } from 'node:crypto';
import type { ScannedPixelData } from '../scanned-data-set.ts';
import { TAG } from '../tag.ts';
import { FragmentLog } from './fragment-log.ts';

export function isPixelDataTag(tag: number): boolean {
  return tag === TAG.pixelData || tag === TAG.floatPixelData || tag === TAG.doubleFloatPixelData;
}

/** Hashes the value of the pixel data element in the largest pieces that the slices allow. */
export class PixelWatch {
  #hash: Hash | null = null;
  #digest: string | null = null;
  #isOpen = false;
  /** Where in the present slice the part begins that was not hashed yet. */
  #from = 0;
  #pixelData: ScannedPixelData | null = null;
  log: FragmentLog | null = null;

  get pixelData(): ScannedPixelData | null {
    return this.#pixelData;
  }

  /** The value begins at `at` of the present slice. */
  open(pixelData: ScannedPixelData, at: number): void {
    this.#pixelData = pixelData;
    this.#hash = createHash('sha256');
    this.#isOpen = true;
    this.#from = at;
    if (pixelData.isEncapsulated) this.log = new FragmentLog();
  }

  beginSlice(): void {
    this.#from = 0;
  }

  endSlice(slice: Buffer): void {
    if (this.#isOpen) this.#update(slice, slice.length);
  }

  /** The value ended before `at` of the present slice. */
  close(slice: Buffer, at: number): void {
    if (!this.#isOpen) return;
    this.#update(slice, at);
    this.#isOpen = false;
  }

  #update(slice: Buffer, to: number): void {
    if (to === this.#from) return;
    this.#hash?.update(this.#from === 0 && to === slice.length ? slice : slice.subarray(this.#from, to));
  }

  sha256(): string | null {
    this.#digest ??= this.#hash?.digest('hex') ?? null;
    return this.#digest;
  }
}
