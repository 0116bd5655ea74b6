import { describe, expect, it } from 'vitest';
import { UidLock } from './uid-lock.ts';

describe('UidLock', () => {
  it('lets tasks on one UID in one after the other, in order, and others at once', async () => {
    const lock = new UidLock();
    const steps: string[] = [];
    const task = async (uid: string, name: string) => {
      const release = await lock.acquire(uid);
      steps.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} out`);
      release();
    };
    await Promise.all([task('1', 'a'), task('1', 'b'), task('1', 'c'), task('2', 'x')]);
    expect(steps.filter((step) => !step.startsWith('x'))).toEqual([
      'a in',
      'a out',
      'b in',
      'b out',
      'c in',
      'c out',
    ]);
    expect(steps.indexOf('x in')).toBeLessThan(steps.indexOf('a out'));
  });

  it('remembers nothing once everybody is through', async () => {
    const lock = new UidLock();
    const first = await lock.acquire('1');
    const second = lock.acquire('1');
    first();
    (await second)();
    expect(lock.size).toBe(0);
  });
});
