import { describe, expect, it } from 'vitest';
import { ThumbnailCache } from './thumbnail-cache.ts';

describe('ThumbnailCache', () => {
  const isGood = (outcome: { readonly ok: boolean }) => outcome.ok;
  const aMaker = (ok = true) => {
    const calls: string[] = [];
    return {
      calls,
      make: (key: string) => async () => {
        calls.push(key);
        return { ok };
      },
    };
  };

  it('makes a picture once for all who ask at the same time and later', async () => {
    const cache = new ThumbnailCache(isGood);
    const { calls, make } = aMaker();
    await Promise.all([cache.getOrMake('a', make('a')), cache.getOrMake('a', make('a'))]);
    await cache.getOrMake('a', make('a'));
    expect(calls).toEqual(['a']);
  });

  it('keeps no outcome that another try may better', async () => {
    const cache = new ThumbnailCache(isGood);
    const { calls, make } = aMaker(false);
    await cache.getOrMake('a', make('a'));
    await cache.getOrMake('a', make('a'));
    expect(calls).toEqual(['a', 'a']);
  });

  it('forgets the one that was used longest ago', async () => {
    const cache = new ThumbnailCache(isGood, 2);
    const { calls, make } = aMaker();
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.getOrMake(key, make(key));
    expect(calls).toEqual(['a', 'b', 'c', 'b']);
  });
});
