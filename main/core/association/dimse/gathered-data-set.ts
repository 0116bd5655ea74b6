import { giveBack } from '../../shared/receive-buffers.ts';
import type { DataSetSink } from './message-receiver.ts';

/** Longest identifier or normalized data set that is taken into memory. */
export const MAX_GATHERED_BYTES = 16 * 1024 * 1024;
const FIRST_BYTES = 4096;

/**
 * Takes a data set into memory, up to a limit. What is longer is read past: the peer gets an answer, not an abort. Bytes
 * are copied at once, because thousands of slices of a byte each would weigh more than what they hold.
 */
export class GatheredDataSet implements DataSetSink {
  readonly #onWhole: (dataSet: Buffer | null) => void;
  #bytes = Buffer.alloc(0);
  #length = 0;
  #isTooLong = false;

  /** @param onWhole gets null when the data set was too long */
  constructor(onWhole: (dataSet: Buffer | null) => void) {
    this.#onWhole = onWhole;
  }

  write(slice: Buffer): undefined {
    const length = this.#length + slice.length;
    if (length > MAX_GATHERED_BYTES) this.#isTooLong = true;
    if (this.#isTooLong) {
      this.#bytes = Buffer.alloc(0);
    } else {
      this.#makeRoomFor(length);
      slice.copy(this.#bytes, this.#length);
      this.#length = length;
    }
    giveBack(slice);
  }

  end(): void {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.alloc(0);
    this.#onWhole(this.#isTooLong ? null : bytes);
  }

  #makeRoomFor(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, length, 2 * this.#bytes.length));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
