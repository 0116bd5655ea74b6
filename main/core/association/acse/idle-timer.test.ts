import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleTimer } from './idle-timer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aTimer() {
  const state = { lastActivityAtMs: performance.now(), isBusy: false, idleCount: 0 };
  const timer = new IdleTimer({
    timeoutMs: 1_000,
    lastActivityAtMs: () => state.lastActivityAtMs,
    isBusy: () => state.isBusy,
    onIdle: () => {
      state.idleCount += 1;
    },
  });
  return { state, timer };
}

describe('IdleTimer', () => {
  it('fires once after the silence', () => {
    const { state } = aTimer();
    vi.advanceTimersByTime(10_000);
    expect(state.idleCount).toBe(1);
  });

  it('counts from the last activity, not from when it was made', () => {
    const { state } = aTimer();
    vi.advanceTimersByTime(900);
    state.lastActivityAtMs = performance.now();
    vi.advanceTimersByTime(900);
    expect(state.idleCount).toBe(0);
    vi.advanceTimersByTime(101);
    expect(state.idleCount).toBe(1);
  });

  it('does not count time in which the peer waits for us', () => {
    const { state } = aTimer();
    state.isBusy = true;
    vi.advanceTimersByTime(60_000);
    expect(state.idleCount).toBe(0);
    state.isBusy = false;
    vi.advanceTimersByTime(1_000);
    expect(state.idleCount).toBe(1);
  });

  it('leaves no timer behind when closed', () => {
    const { timer } = aTimer();
    timer.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
