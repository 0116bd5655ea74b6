import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRefreshPace, LATER_MS, SOON_MS, type RefreshPace } from './refresh-pace.ts';

describe('createRefreshPace', () => {
  let pace: RefreshPace;
  const refresh = vi.fn(() => {
    pace.asked();
  });

  beforeEach(() => {
    vi.useFakeTimers();
    refresh.mockClear();
    pace = createRefreshPace(refresh);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('refreshes at once the first time', () => {
    pace.soon();
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('gathers many wishes into one refresh, and forgets none', () => {
    pace.soon();
    for (let count = 0; count < 50; count++) pace.soon();
    vi.advanceTimersByTime(SOON_MS - 1);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(refresh).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('lets an urgent wish overtake one that can wait', () => {
    pace.asked();
    pace.later();
    pace.soon();
    vi.advanceTimersByTime(SOON_MS);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(LATER_MS);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('drops a waiting wish when the list was asked for anyway, or it is stopped', () => {
    pace.asked();
    pace.later();
    pace.asked();
    vi.advanceTimersByTime(60_000);
    pace.asked();
    pace.later();
    pace.stop();
    vi.advanceTimersByTime(60_000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
