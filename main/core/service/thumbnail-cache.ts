/** About 20 MB of pictures of 128 pixels. */
const MAX_ENTRIES = 2_000;

interface Outcome {
  readonly ok: boolean;
}

/** Keeps the latest thumbnails in memory, and makes each only once when it is asked for several times at once. */
export class ThumbnailCache<T extends Outcome> {
  readonly #entries = new Map<string, Promise<T>>();
  readonly #maxEntries: number;

  constructor(maxEntries = MAX_ENTRIES) {
    this.#maxEntries = maxEntries;
  }

  /** What could not be made is not kept: a decoder that was too busy gets another try. */
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
      if (!outcome.ok) forget();
    }, forget);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) break;
      this.#entries.delete(oldest);
    }
    return made;
  }
}
