import type { Clock } from '../shared/clock.ts';

/**
 * Times of reception, strictly rising: they become the times of the files, and order them again when the catalog is made
 * anew. Under more than 1,000 images a second they run ahead of the clock by a little.
 */
export class ReceptionClock {
  readonly #clock: Clock;
  #lastMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Unix time in whole milliseconds. */
  next(): number {
    this.#lastMs = Math.max(Math.trunc(this.#clock.nowMs()), this.#lastMs + 1);
    return this.#lastMs;
  }
}
