import type { PreloadProgress, StackEngine } from '../engine/stack-engine.ts';
import { frameDue, planCine, type CinePlan } from './cine-timing.ts';

export type CineState =
  | { readonly phase: 'off' }
  | ({ readonly phase: 'loading' } & PreloadProgress)
  | { readonly phase: 'playing'; readonly plan: CinePlan };

/** The screen's own clock; a fake one in tests. */
export interface FrameClock {
  now(): number;
  /** @returns a function that calls it off */
  onNextFrame(callback: () => void): () => void;
}

const screenClock: FrameClock = {
  now: () => performance.now(),
  onNextFrame: (callback) => {
    const handle = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(handle);
  },
};

/** Plays a stack in its true time. Frames are loaded before it runs: a loop that waits for the disk shows no movement. */
export class CinePlayer {
  readonly #engine: Pick<StackEngine, 'state' | 'preload' | 'isLoaded' | 'show'>;
  readonly #clock: FrameClock;
  readonly #onChange: (state: CineState) => void;
  #cancelFrame: (() => void) | undefined;
  #loading: AbortController | undefined;

  constructor(
    engine: Pick<StackEngine, 'state' | 'preload' | 'isLoaded' | 'show'>,
    onChange: (state: CineState) => void,
    clock: FrameClock = screenClock,
  ) {
    this.#engine = engine;
    this.#onChange = onChange;
    this.#clock = clock;
  }

  async start(): Promise<void> {
    this.stop();
    const loading = new AbortController();
    this.#loading = loading;
    await this.#engine.preload((progress) => {
      if (!loading.signal.aborted) this.#onChange({ phase: 'loading', ...progress });
    }, loading.signal);
    if (loading.signal.aborted) return;
    const { shown, frameCount, index } = this.#engine.state;
    const plan = planCine(shown?.description.cine ?? null, frameCount);
    this.#onChange({ phase: 'playing', plan });
    this.#run(plan, index, this.#clock.now());
  }

  stop(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    this.#onChange({ phase: 'off' });
  }

  /** @param sinceMs when `index` came on the screen, by the clock */
  #run(plan: CinePlan, index: number, sinceMs: number): void {
    this.#cancelFrame = this.#clock.onNextFrame(() => {
      const now = this.#clock.now();
      const due = frameDue(plan, index, now - sinceMs);
      if (due.index === index) {
        this.#run(plan, index, sinceMs);
        return;
      }
      // A frame that did not fit into memory has to come first: the loop waits for it rather than leave it out.
      const isHeld = !this.#engine.isLoaded(due.index);
      this.#engine.show(due.index);
      this.#run(plan, due.index, isHeld ? now : now - due.sinceMs);
    });
  }
}
