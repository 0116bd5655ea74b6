/** Waiting time before each new start after an unexpected exit; the last one repeats. */
const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;

/** So many exits within so long, and starting again is not going to help. */
const MAX_EXITS = 5;
const WINDOW_MS = 120_000;

export type RestartDecision =
  { readonly kind: 'restart'; readonly afterMs: number } | { readonly kind: 'give-up' };

/** Decides whether and when a core that ended is started again. Keeps the times of the last exits, nothing else. */
export class RestartPolicy {
  readonly #nowMs: () => number;
  #exitsMs: number[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Call it once for each exit that nobody asked for. */
  onExit(): RestartDecision {
    const nowMs = this.#nowMs();
    this.#exitsMs = [...this.#exitsMs.filter((exitMs) => nowMs - exitMs < WINDOW_MS), nowMs];
    const count = this.#exitsMs.length;
    if (count >= MAX_EXITS) return { kind: 'give-up' };
    return { kind: 'restart', afterMs: DELAYS_MS[count - 1] ?? 30_000 };
  }

  /** A person asked for another try. */
  forget(): void {
    this.#exitsMs = [];
  }
}
