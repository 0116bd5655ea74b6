/**
 * Turns commits into row updates: remembers which studies changed and hands them over in one batch, at most four times
 * a second, the first at once. A study that gets 100 images a second costs four row reads a second.
 */
export class StudyFeed {
  readonly #publish: (studyInstanceUids: readonly string[]) => Promise<void>;
  readonly #intervalMs: number;
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  /** @param publish reads the rows and tells the windows; it must not reject */
  constructor(publish: (studyInstanceUids: readonly string[]) => Promise<void>, intervalMs = 250) {
    this.#publish = publish;
    this.#intervalMs = intervalMs;
  }

  changed(studyInstanceUids: Iterable<string>): void {
    for (const uid of studyInstanceUids) this.#changed.add(uid);
    if (this.#timer === null && this.#changed.size > 0 && !this.#isClosed) this.#flush();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    const uids = [...this.#changed];
    this.#changed.clear();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#changed.size > 0) this.#flush();
    }, this.#intervalMs);
    void this.#publish(uids);
  }
}
