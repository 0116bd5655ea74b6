import type { Notice } from '../../../preload/contract/station.ts';

const MAX_NOTICES = 20;

/** What a person should know about the station: newest first, one per key. */
export class Notices {
  readonly #byKey = new Map<string, Notice>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  post(notice: Notice): void {
    this.#byKey.delete(notice.key);
    this.#byKey.set(notice.key, notice);
    while (this.#byKey.size > MAX_NOTICES) {
      const oldest = this.#byKey.keys().next();
      if (!oldest.done) this.#byKey.delete(oldest.value);
    }
    this.#onChange();
  }

  /** Takes a notice back: a person dismissed it, or its reason is gone. */
  remove(key: string): void {
    if (this.#byKey.delete(key)) this.#onChange();
  }

  list(): readonly Notice[] {
    return [...this.#byKey.values()].reverse();
  }
}
