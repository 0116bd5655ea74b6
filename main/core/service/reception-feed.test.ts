import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReceptionFeed } from './reception-feed.ts';
import { ReceptionMonitor } from './reception-monitor.ts';

describe('ReceptionFeed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const peer = { associationId: 1, callingAeTitle: 'CT_1', address: '10.0.0.7' };
  const aFeed = () => {
    const monitor = new ReceptionMonitor(() => Date.now());
    const told: { readonly sendersNow: number; readonly imagesLastMinute: number }[] = [];
    const feed = new ReceptionFeed(
      () => monitor.snapshot(),
      ({ sendersNow, imagesLastMinute }) => told.push({ sendersNow, imagesLastMinute }),
    );
    return { monitor, told, feed };
  };

  it('takes a sender back that fell silent with its association open, and then its images', () => {
    const { monitor, told, feed } = aFeed();
    monitor.associationOpened(peer);
    monitor.imageStored(peer);
    feed.changed();
    expect(told).toEqual([{ sendersNow: 1, imagesLastMinute: 1 }]);
    vi.advanceTimersByTime(6_000);
    expect(told.at(-1)).toEqual({ sendersNow: 0, imagesLastMinute: 1 });
    vi.advanceTimersByTime(60_000);
    expect(told.at(-1)).toEqual({ sendersNow: 0, imagesLastMinute: 0 });
  });

  it('is silent when there is nothing left to tell', () => {
    const { monitor, told, feed } = aFeed();
    monitor.imageStored(peer);
    feed.changed();
    vi.advanceTimersByTime(120_000);
    const count = told.length;
    vi.advanceTimersByTime(600_000);
    expect(told).toHaveLength(count);
  });

  it('says nothing after it was closed', () => {
    const { monitor, told, feed } = aFeed();
    monitor.imageStored(peer);
    feed.changed();
    feed.close();
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(1);
  });
});
