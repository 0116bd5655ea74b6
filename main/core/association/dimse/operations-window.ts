/** Lets so many requests be outstanding at one time; the others wait in the order in which they came. */
export class OperationsWindow {
  readonly #limit: number;
  readonly #waiting: ((isOpen: boolean) => void)[] = [];
  #inside = 0;
  #isClosed = false;
  #onEmpty: (() => void)[] = [];

  /** @param limit Infinity for none */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns false when the window was closed first; then `leave` is not to be called */
  async enter(): Promise<boolean> {
    if (this.#isClosed) return false;
    if (this.#inside < this.#limit) {
      this.#inside += 1;
      return true;
    }
    return new Promise((resolve) => this.#waiting.push(resolve)); // whoever leaves hands the place over
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next(true);
    else this.#inside -= 1;
    this.#tellIfEmpty();
  }

  /** Nobody enters any more. */
  close(): void {
    this.#isClosed = true;
    for (const turnAway of this.#waiting.splice(0)) turnAway(false);
  }

  /** Resolves when nobody is inside or waiting. */
  onceEmpty(): Promise<void> {
    if (this.#inside === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  #tellIfEmpty(): void {
    if (this.#inside > 0) return;
    for (const tell of this.#onEmpty.splice(0)) tell();
  }
}
