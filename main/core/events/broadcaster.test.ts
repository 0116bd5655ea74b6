import { describe, expect, it } from 'vitest';
import { Broadcaster } from './broadcaster.ts';

describe('Broadcaster', () => {
  it('numbers events from 1 for every listener', () => {
    const broadcaster = new Broadcaster<{ type: string }>();
    const seen: unknown[] = [];
    broadcaster.subscribe((event) => seen.push(event));
    broadcaster.publish({ type: 'a' });
    broadcaster.publish({ type: 'b' });
    expect(seen).toEqual([
      { type: 'a', sequence: 1 },
      { type: 'b', sequence: 2 },
    ]);
    expect(broadcaster.sequence).toBe(2);
  });

  it('tells nothing to a listener that left', () => {
    const broadcaster = new Broadcaster<{ type: string }>();
    const seen: unknown[] = [];
    const leave = broadcaster.subscribe((event) => seen.push(event));
    leave();
    broadcaster.publish({ type: 'a' });
    expect(seen).toEqual([]);
  });
});
