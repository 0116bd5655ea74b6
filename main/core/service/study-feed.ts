import { Throttle } from './throttle.ts';

/** Rows of so many studies are read and sent in a few milliseconds. */
const MAX_BATCH = 500;

/**
 * Turns commits into row updates: remembers which studies changed and hands them over in one batch, at most four times
 * a second, the first at once. A study that gets 100 images a second costs four row reads a second. Many at one time, as
 * after an index was made again, go out in several batches.
 */
export class StudyFeed {
  readonly #changed = new Set<string>();
  readonly #throttle: Throttle;

  /** @param publish reads the rows and tells the windows; it must not reject */
  constructor(publish: (studyInstanceUids: readonly string[]) => Promise<void>, intervalMs = 250) {
    this.#throttle = new Throttle(() => {
      const uids = [...this.#changed].slice(0, MAX_BATCH);
      for (const uid of uids) this.#changed.delete(uid);
      void publish(uids);
      if (this.#changed.size > 0) this.#throttle.trigger();
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
