import { describe, expect, it } from 'vitest';
import {
  emptyStackState,
  type PreloadProgress,
  type StackEngine,
  type StackState,
} from '../engine/stack-engine.ts';
import { CinePlayer, type CineState, type FrameClock } from './cine-player.ts';

/** A stack whose frames are in memory, or come when the test lets them. */
class FakeStack implements Pick<StackEngine, 'state' | 'preload' | 'isLoaded' | 'show'> {
  state: StackState = { ...emptyStackState, frameCount: 4, index: 0 };
  readonly shown: number[] = [];
  readonly missing = new Set<number>();
  finishPreload: () => void = () => {};

  preload(onProgress: (progress: PreloadProgress) => void): Promise<PreloadProgress> {
    onProgress({ loadedCount: 1, wantedCount: 4 });
    return new Promise((resolve) => {
      this.finishPreload = () => resolve({ loadedCount: 4, wantedCount: 4 });
    });
  }
  isLoaded(index: number): boolean {
    return !this.missing.has(index);
  }
  show(index: number): void {
    this.shown.push(index);
  }
}

class FakeClock implements FrameClock {
  nowMs = 0;
  #callback: (() => void) | null = null;

  now(): number {
    return this.nowMs;
  }
  onNextFrame(callback: () => void): () => void {
    this.#callback = callback;
    return () => {
      this.#callback = null;
    };
  }
  frameAt(ms: number): void {
    this.nowMs = ms;
    const callback = this.#callback;
    this.#callback = null;
    callback?.();
  }
  get isRunning(): boolean {
    return this.#callback !== null;
  }
}

async function playing() {
  const stack = new FakeStack();
  const clock = new FakeClock();
  const states: CineState[] = [];
  const player = new CinePlayer(stack, (state) => states.push(state), clock);
  const started = player.start();
  stack.finishPreload();
  await started;
  return { stack, clock, states, player };
}

describe('CinePlayer', () => {
  it('loads all frames before the first one moves, and says how far it is', async () => {
    const stack = new FakeStack();
    const clock = new FakeClock();
    const states: CineState[] = [];
    const player = new CinePlayer(stack, (state) => states.push(state), clock);
    const started = player.start();
    expect(states.at(-1)).toEqual({ phase: 'loading', loadedCount: 1, wantedCount: 4 });
    expect(clock.isRunning).toBe(false);
    stack.finishPreload();
    await started;
    expect(states.at(-1)?.phase).toBe('playing');
    expect(clock.isRunning).toBe(true);
  });

  it('keeps true time: a slow screen leaves frames out, the film does not slow down', async () => {
    const { stack, clock } = await playing(); // ten a second
    clock.frameAt(50);
    clock.frameAt(100);
    clock.frameAt(350);
    clock.frameAt(400);
    expect(stack.shown).toEqual([1, 3, 0]);
  });

  it('waits for a frame that is not in memory rather than leave it out', async () => {
    const { stack, clock } = await playing();
    stack.missing.add(1);
    clock.frameAt(190);
    stack.missing.clear();
    clock.frameAt(285);
    clock.frameAt(290);
    expect(stack.shown).toEqual([1, 2]);
  });

  it('stops at once', async () => {
    const { stack, clock, states, player } = await playing();
    player.stop();
    clock.frameAt(500);
    expect(stack.shown).toEqual([]);
    expect(states.at(-1)).toEqual({ phase: 'off' });
  });

  it('does not start when it was stopped while loading', async () => {
    const stack = new FakeStack();
    const clock = new FakeClock();
    const player = new CinePlayer(stack, () => {}, clock);
    const started = player.start();
    player.stop();
    stack.finishPreload();
    await started;
    expect(clock.isRunning).toBe(false);
  });
});
