/** Runs an action at once, then at most once in an interval; a trigger in between is made up for at its end. */
export class Throttle {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #isDue = false;
  #isClosed = false;

  constructor(action: () => void, intervalMs: number) {
    this.#action = action;
    this.#intervalMs = intervalMs;
  }

  trigger(): void {
    if (this.#isClosed) return;
    if (this.#timer !== null) {
      this.#isDue = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#isDue) return;
      this.#isDue = false;
      this.trigger();
    }, this.#intervalMs);
    this.#action();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
