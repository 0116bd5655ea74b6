/** Two refreshes that events ask for are at least this far apart. The first goes at once. */
export const SOON_MS = 500;
/** Rows that only change their numbers under a person's own order may stand still for so long. */
export const LATER_MS = 2_000;

export interface RefreshPace {
  /** At once when the last question is long enough ago, else as soon as it is. */
  soon(): void;
  later(): void;
  /** A question was asked for whatever reason: the waiting one is not needed any more. */
  asked(): void;
  stop(): void;
}

export function createRefreshPace(refresh: () => void): RefreshPace {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAtMs = Number.POSITIVE_INFINITY;

  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
    dueAtMs = Number.POSITIVE_INFINITY;
  };
  const wantAfter = (gapMs: number) => {
    const nowMs = Date.now();
    const wantedAtMs = Math.max(nowMs, lastAtMs + gapMs);
    if (wantedAtMs >= dueAtMs) return;
    cancel();
    if (wantedAtMs <= nowMs) {
      refresh();
      return;
    }
    dueAtMs = wantedAtMs;
    timer = setTimeout(refresh, wantedAtMs - nowMs);
  };

  return {
    soon: () => {
      wantAfter(SOON_MS);
    },
    later: () => {
      wantAfter(LATER_MS);
    },
    asked: () => {
      cancel();
      lastAtMs = Date.now();
    },
    stop: cancel,
  };
}
