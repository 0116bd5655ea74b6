import { describe, expect, it } from 'vitest';
import { frameMemoryBytes, framesThatFit } from './memory-budget.ts';
import { prefetchOrder } from './prefetch-order.ts';
import { Prefetcher } from './prefetcher.ts';

describe('prefetchOrder', () => {
  it('looks three ahead for each one behind', () => {
    expect(prefetchOrder(20, 10, 1, 9)).toEqual([11, 12, 13, 9, 14, 15, 16, 8]);
  });

  it('looks backwards first when the person scrolls backwards', () => {
    expect(prefetchOrder(20, 10, -1, 5)).toEqual([9, 8, 7, 11]);
  });

  it('holds every other frame once when all fit', () => {
    const order = prefetchOrder(7, 2, 1, 100);
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 3, 4, 5, 6]);
  });

  it.each([
    { frameCount: 0, index: 0, limit: 10 },
    { frameCount: 1, index: 0, limit: 10 },
    { frameCount: 5, index: 2, limit: 1 },
    { frameCount: 5, index: 2, limit: 0 },
  ])(
    'asks for nothing when there is nothing to get or no room ($frameCount frames, room for $limit)',
    (given) => {
      expect(prefetchOrder(given.frameCount, given.index, 1, given.limit)).toEqual([]);
    },
  );
});

describe('memory budget', () => {
  it('takes a quarter of the memory within bounds', () => {
    expect(frameMemoryBytes(4) / 2 ** 20).toBe(1024);
    expect(frameMemoryBytes(0.5) / 2 ** 20).toBe(256);
    expect(frameMemoryBytes(64) / 2 ** 20).toBe(1536);
    expect(frameMemoryBytes(undefined) / 2 ** 20).toBe(1024);
  });

  it('always has room for the frame on the screen', () => {
    expect(framesThatFit(1000, 5000)).toBe(1);
    expect(framesThatFit(1000, 100)).toBe(8);
  });
});

describe('Prefetcher', () => {
  function controlled(concurrency: number) {
    const asked: number[] = [];
    const finish = new Map<number, () => void>();
    const prefetcher = new Prefetcher((index) => {
      asked.push(index);
      return new Promise<void>((resolve) => finish.set(index, resolve));
    }, concurrency);
    const end = async (index: number) => {
      finish.get(index)?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    };
    return { asked, prefetcher, end };
  }

  it('never has more under way than agreed', async () => {
    const { asked, prefetcher, end } = controlled(2);
    prefetcher.run([5, 6, 7]);
    expect(asked).toEqual([5, 6]);
    await end(5);
    expect(asked).toEqual([5, 6, 7]);
  });

  it('turns to a new order at once', async () => {
    const { asked, prefetcher, end } = controlled(1);
    prefetcher.run([1, 2, 3]);
    prefetcher.run([20, 21]);
    await end(1);
    await end(20);
    expect(asked).toEqual([1, 20, 21]);
  });

  it('asks for nothing more when stopped', async () => {
    const { asked, prefetcher, end } = controlled(1);
    prefetcher.run([1, 2, 3]);
    prefetcher.stop();
    await end(1);
    expect(asked).toEqual([1]);
  });
});
