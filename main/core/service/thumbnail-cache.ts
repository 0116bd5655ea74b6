/** About 20 MB of pictures of 128 pixels. */
const MAX_ENTRIES = 2_000;

/** Keeps the latest thumbnails in memory, and makes each only once when it is asked for several times at once. */
export class ThumbnailCache<T> {
  readonly #entries = new Map<string, Promise<T>>();
  readonly #isLasting: (outcome: T) => boolean;
  readonly #maxEntries: number;

  /** @param isLasting whether asking again would give the same: a decoder that was too busy gets another try */
  constructor(isLasting: (outcome: T) => boolean, maxEntries = MAX_ENTRIES) {
    this.#isLasting = isLasting;
    this.#maxEntries = maxEntries;
  }

  getOrMake(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const made = make();
    this.#entries.set(key, made);
    const forget = () => {
      if (this.#entries.get(key) === made) this.#entries.delete(key);
    };
    made.then((outcome) => {
      if (!this.#isLasting(outcome)) forget();
    }, forget);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) break;
      this.#entries.delete(oldest);
    }
    return made;
  }
}
