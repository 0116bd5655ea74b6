import { describe, expect, it } from 'vitest';
import { silentLogger } from '../shared/logger.ts';
import { QuietWatch } from './quiet-watch.ts';

describe('QuietWatch', () => {
  it('completes all that went quiet, in portions that let others have their turn', async () => {
    let quiet = Array.from({ length: 1_100 }, (_, index) => `1.2.${index}`);
    const told: number[] = [];
    const watch = new QuietWatch({
      quietTimeMs: 60_000,
      complete: (_beforeMs, limit) => {
        const portion = quiet.slice(0, limit);
        quiet = quiet.slice(limit);
        return Promise.resolve(portion);
      },
      onCompleted: (uids) => told.push(uids.length),
      logger: silentLogger,
    });
    watch.start();
    await watch.check(0);
    watch.close();
    expect(told).toEqual([500, 500, 100]);
  });
});
