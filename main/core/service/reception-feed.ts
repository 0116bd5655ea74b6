import type { Reception } from '../../../preload/contract/station.ts';
import { Throttle } from './throttle.ts';

const INTERVAL_MS = 500;
/** Counts fall by themselves when nothing comes any more; so often that is told. */
const FADE_INTERVAL_MS = 5_000;

/** Tells the windows who sends how much: on each change, and while the counts still fall after the last one. */
export class ReceptionFeed {
  readonly #throttle: Throttle;
  #fade: NodeJS.Timeout | null = null;

  constructor(snapshot: () => Reception, publish: (reception: Reception) => void) {
    this.#throttle = new Throttle(() => {
      const reception = snapshot();
      publish(reception);
      this.#scheduleFade(reception.sendersNow > 0 || reception.imagesLastMinute > 0);
    }, INTERVAL_MS);
  }

  changed(): void {
    this.#throttle.trigger();
  }

  close(): void {
    this.#scheduleFade(false);
    this.#throttle.close();
  }

  #scheduleFade(isActive: boolean): void {
    if (this.#fade !== null) clearTimeout(this.#fade);
    this.#fade = isActive
      ? setTimeout(() => {
          this.changed();
        }, FADE_INTERVAL_MS)
      : null;
  }
}
