import { Throttle } from './throttle.ts';

/**
 * Turns commits into row updates: remembers which studies changed and hands them over in one batch, at most four times
 * a second, the first at once. A study that gets 100 images a second costs four row reads a second.
 */
export class StudyFeed {
  readonly #changed = new Set<string>();
  readonly #throttle: Throttle;

  /** @param publish reads the rows and tells the windows; it must not reject */
  constructor(publish: (studyInstanceUids: readonly string[]) => Promise<void>, intervalMs = 250) {
    this.#throttle = new Throttle(() => {
      const uids = [...this.#changed];
      this.#changed.clear();
      void publish(uids);
    }, intervalMs);
  }

  changed(studyInstanceUids: Iterable<string>): void {
    for (const uid of studyInstanceUids) this.#changed.add(uid);
    if (this.#changed.size > 0) this.#throttle.trigger();
  }

  close(): void {
    this.#throttle.close();
  }
}
