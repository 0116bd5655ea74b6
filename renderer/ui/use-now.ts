import { useSyncExternalStore } from 'react';

interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => number;
}

/** One timer for all who watch the same pace; it stands still while nobody does. */
function createTicker(intervalMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    get: () => now,
    subscribe: (listener) => {
      if (timer === undefined) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          for (const each of [...listeners]) each();
        }, intervalMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const everySecond = createTicker(1_000);
const everyMinute = createTicker(60_000);

/** Unix time in ms, fresh every second or every minute: for texts such as "3 s ago". */
export function useNow(pace: 'second' | 'minute'): number {
  const ticker = pace === 'second' ? everySecond : everyMinute;
  return useSyncExternalStore(ticker.subscribe, ticker.get);
}
