export interface IdleWatch {
  readonly timeoutMs: number;
  /** From `performance.now()`. */
  readonly lastActivityAtMs: () => number;
  /** While true, the silence is of our own making and does not count. */
  readonly isBusy: () => boolean;
  readonly onIdle: () => void;
}

/** Notices silence with one timer that looks at the clock when it fires, so that traffic costs no timer calls. */
export class IdleTimer {
  readonly #watch: IdleWatch;
  #timer: NodeJS.Timeout;

  constructor(watch: IdleWatch) {
    this.#watch = watch;
    this.#timer = this.#arm(watch.timeoutMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #arm(afterMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#check();
    }, afterMs);
  }

  #check(): void {
    const { timeoutMs, lastActivityAtMs, isBusy, onIdle } = this.#watch;
    if (isBusy()) {
      this.#timer = this.#arm(timeoutMs);
      return;
    }
    const remainingMs = lastActivityAtMs() + timeoutMs - performance.now();
    if (remainingMs > 0) this.#timer = this.#arm(remainingMs);
    else onIdle();
  }
}
