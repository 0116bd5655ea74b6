import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GuardedPool, type WorkerPool } from './guarded-pool.ts';

/** Workers whose tasks end when the test says so, or never. */
class FakeWorkers implements WorkerPool<string> {
  readonly started: string[] = [];
  stopCount = 0;
  #ends: ((output: string) => void)[] = [];

  run(task: string): Promise<unknown> {
    this.started.push(task);
    return task === 'broken'
      ? Promise.reject(new Error('trap'))
      : new Promise((resolve) => this.#ends.push(resolve));
  }
  stop(): void {
    this.stopCount++;
    this.#ends = [];
  }
  finishAll(): void {
    for (const end of this.#ends) end('pixels');
  }
}

describe('GuardedPool', () => {
  let workers: FakeWorkers;
  let pool: GuardedPool<string>;

  beforeEach(() => {
    vi.useFakeTimers();
    workers = new FakeWorkers();
    pool = new GuardedPool(workers, 10_000);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives what the worker gives', async () => {
    const running = pool.run('frame');
    workers.finishAll();
    expect(await running).toEqual({ end: 'done', output: 'pixels' });
    expect(await pool.run('broken')).toMatchObject({ end: 'failed' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes a decoder down that hangs', async () => {
    const hanging = pool.run('endless');
    vi.advanceTimersByTime(10_000);
    expect(await hanging).toEqual({ end: 'late' });
    expect(workers.stopCount).toBe(1);
  });

  it('runs its neighbours again in new workers', async () => {
    const hanging = pool.run('endless');
    vi.advanceTimersByTime(5_000);
    const neighbour = pool.run('innocent');
    vi.advanceTimersByTime(5_000);
    await hanging;
    expect(workers.started).toEqual(['endless', 'innocent', 'innocent']);
    workers.finishAll();
    expect(await neighbour).toEqual({ end: 'done', output: 'pixels' });
  });

  it('does not wait for what nobody wants any more', async () => {
    const controller = new AbortController();
    const running = pool.run('frame', controller.signal);
    controller.abort();
    expect(await running).toEqual({ end: 'aborted' });
    expect(await pool.run('frame', controller.signal)).toEqual({ end: 'aborted' });
    expect(workers.started).toEqual(['frame']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
