import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stationMigrations } from '../../catalog/migrations/index.ts';
import { openDatabase } from '../../catalog/open-database.ts';
import { StationRemoteJobs } from '../../catalog/station-remote.ts';
import { systemClock } from '../../shared/clock.ts';
import { silentLogger } from '../../shared/logger.ts';
import { JobQueue } from './job-queue.ts';
import { explainEnd, type JobWorker } from './job-run.ts';

const NODE = { name: 'North', aeTitle: 'NORTH', host: '127.0.0.1', port: 104 };
const ORDER = {
  kind: 'send',
  nodeName: 'North',
  studyInstanceUid: '1.2.3',
  seriesInstanceUid: null,
  label: '',
  requestedBy: 'local',
} as const;

describe('the queue of jobs with other stations', () => {
  let db: ReturnType<typeof openDatabase>;
  let records: StationRemoteJobs;
  beforeEach(() => {
    db = openDatabase(':memory:', stationMigrations, { synchronous: 'NORMAL' });
    records = new StationRemoteJobs(db);
  });
  afterEach(() => {
    vi.useRealTimers();
    db.close();
  });

  const open = (worker: JobWorker) =>
    new JobQueue({
      records,
      nodes: () => [NODE],
      workers: { send: worker, retrieve: worker },
      clock: systemClock,
      logger: silentLogger,
      onChanged: () => undefined,
    });

  it('has written how its last job ended when it is closed', async () => {
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const queue = open(async () => ({ kind: 'done', message: '' }));
    const write = records.change.bind(records);
    vi.spyOn(records, 'change').mockImplementation(async (jobKey, change, atMs) => {
      if (change.state === 'done') {
        close();
        await nextTurn();
      }
      return write(jobKey, change, atMs);
    });
    await queue.start();
    const { jobKey } = await queue.add(ORDER);
    await closed;
    await queue.close();
    expect(await records.find(jobKey)).toMatchObject({ state: 'done' });
  });

  it('sleeps no more when it is closed while it looks for what is due', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const queue = open(async () => ({ kind: 'done', message: '' }));
    const closed = new Promise<void>((resolve) => {
      vi.spyOn(records, 'listOpen').mockImplementationOnce(async () => {
        resolve(queue.close());
        return [];
      });
    });
    await queue.start();
    await closed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on with a station although the start of a job could not be written once', async () => {
    const queue = open(async () => ({ kind: 'done', message: '' }));
    const { jobKey } = await records.add(ORDER, 0);
    const change = vi.spyOn(records, 'change').mockRejectedValueOnce(new Error('disk full'));
    await queue.start();
    await vi.waitFor(() => {
      expect(change).toHaveBeenCalledOnce();
    });
    await queue.resume(jobKey);
    await vi.waitFor(async () => {
      expect(await records.find(jobKey)).toMatchObject({ state: 'done' });
    });
    await queue.close();
  });

  it('waits before it calls a station again that broke off a job by itself', async () => {
    let runs = 0;
    const queue = open(async ({ node }) => {
      runs += 1;
      return explainEnd(node, 0xfe00, 'BUCKY');
    });
    await queue.start();
    const { jobKey } = await queue.add(ORDER);
    await vi.waitFor(async () => {
      expect(await records.find(jobKey)).toMatchObject({ state: 'waiting', attempts: 1 });
    });
    expect(runs).toBe(1);
    await queue.close();
  });
});
