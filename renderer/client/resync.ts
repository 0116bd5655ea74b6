/** Asking for all state again is dear: however many reasons there are, listeners hear of it once in this time. */
const RESYNC_INTERVAL_MS = 1_000;

export interface Resync {
  request(): void;
  readonly subscribe: (listener: () => void) => () => void;
  close(): void;
}

/** Passes requests on at once, but not more often than `RESYNC_INTERVAL_MS`; the last one is never lost. */
export function createResync(): Resync {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;

  const tell = () => {
    isWanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) tell();
    }, RESYNC_INTERVAL_MS);
    for (const listener of [...listeners]) listener();
  };

  return {
    request: () => {
      if (timer === undefined) tell();
      else isWanted = true;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
