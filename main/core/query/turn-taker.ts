import { setImmediate } from 'node:timers/promises';

/** Long enough that giving way costs little, short enough that no image and no other query waits noticeably. */
const SLICE_MS = 4;

/** Shares the thread: work that goes on for long lets everything else have its turn now and then. */
export class TurnTaker {
  #beganAt = performance.now();

  /** Resolves at once while the present turn is short. */
  async giveWay(): Promise<void> {
    if (performance.now() - this.#beganAt < SLICE_MS) return;
    await setImmediate();
    this.#beganAt = performance.now();
  }
}
