import { setImmediate as nextTurn } from 'node:timers/promises';

/** Objects of one association that are read while the one before them is sent or answered. */
const AHEAD = 4;

/**
 * Does `sendOne` for what `take` gives, a few at a time, so that nobody waits for the disk. Several may share one `take`.
 *
 * @param mayGoOn asked before each one
 */
export async function sendAhead<T>(
  take: () => T | undefined,
  mayGoOn: () => boolean,
  sendOne: (item: T) => Promise<void>,
): Promise<void> {
  const lane = async () => {
    while (mayGoOn()) {
      const item = take();
      if (item === undefined) return;
      await sendOne(item);
      await nextTurn(); // what waits to be sent goes first
    }
  };
  await Promise.all(Array.from({ length: AHEAD }, lane));
}
