/** Random numbers that come again with the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** @returns from 0 up to 1, without 1 (mulberry32) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** @returns a whole number from 0 up to `limit`, without `limit` */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** Changes, drops, doubles or adds a few bytes. */
  mutate(bytes: Buffer): Buffer {
    let mutated = Buffer.from(bytes);
    for (let count = 1 + this.below(4); count > 0; count -= 1) {
      const at = this.below(mutated.length + 1);
      const change = this.below(4);
      if (change === 0 && at < mutated.length) mutated[at] = this.below(256);
      else if (change === 1)
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + 1 + this.below(8))]);
      else if (change === 2)
        mutated = Buffer.concat([
          mutated.subarray(0, at),
          this.bytes(1 + this.below(6)),
          mutated.subarray(at),
        ]);
      else mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(Math.max(0, at - 16))]);
    }
    return mutated;
  }
}
