import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudyFeed } from './study-feed.ts';

describe('StudyFeed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const aFeed = () => {
    const batches: (readonly string[])[] = [];
    const feed = new StudyFeed(async (uids) => {
      batches.push(uids);
    }, 250);
    return { batches, feed };
  };

  it('tells of the first image at once', () => {
    const { batches, feed } = aFeed();
    feed.changed(['1.2']);
    expect(batches).toEqual([['1.2']]);
    feed.close();
  });

  it('gathers what comes within a quarter of a second, each study once', () => {
    const { batches, feed } = aFeed();
    feed.changed(['1.2']);
    feed.changed(['1.2', '1.3']);
    feed.changed(['1.2']);
    vi.advanceTimersByTime(249);
    expect(batches).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(batches).toEqual([['1.2'], ['1.2', '1.3']]);
    feed.close();
  });

  it('tells of thousands in batches, none of them lost', () => {
    const { batches, feed } = aFeed();
    const uids = Array.from({ length: 1_200 }, (_, index) => `1.2.${index}`);
    feed.changed(uids);
    vi.advanceTimersByTime(1_000);
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 200]);
    expect(batches.flat()).toEqual(uids);
    feed.close();
  });

  it('says nothing after it was closed', () => {
    const { batches, feed } = aFeed();
    feed.changed(['1.2']);
    feed.changed(['1.3']);
    feed.close();
    vi.advanceTimersByTime(1_000);
    expect(batches).toEqual([['1.2']]);
  });
});
