import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { explainMissing } from '../../support/programs.ts';
import { makeCopies } from '../../support/send.ts';
import { sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { findFreePort, ServerProgram } from '../association/run-program.ts';
import { anImage, archiveNode, fill, JobScene, listenFor, order } from './job-scene.ts';
import type { JobBench, JobBenchOptions } from './job-bench.ts';

describe.skipIf(explainMissing(['storescp']) !== null)('jobs that send', () => {
  let scene: JobScene;
  beforeEach(() => {
    scene = new JobScene();
  });
  afterEach(() => scene[Symbol.asyncDispose]());

  async function filledBench(options: Partial<JobBenchOptions> = {}): Promise<JobBench> {
    const bench = await scene.bench(options);
    const listener = await listenFor(bench.archive, 0);
    await fill(listener.port, makeCopies(anImage(), 10), 'BUCKY');
    await listener.close();
    return bench;
  }

  it('a study to storescp, byte for byte', async () => {
    const target = aTemporaryFolder();
    await using server = await ServerProgram.start('storescp', (port) => [
      '+B',
      '-od',
      target.path,
      String(port),
    ]);
    const { queue, until } = await filledBench({ nodes: [archiveNode(server.port)] });
    const { jobKey } = await queue.add(order('send'));
    const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
    expect(job).toMatchObject({ state: 'done', doneCount: 10, failedCount: 0, remainingCount: 0 });
    const arrived = readdirSync(target.path).map((name) => {
      const file = readFileSync(path.join(target.path, name));
      const header = parsePart10Header(file);
      if (!header.ok) throw new Error(header.error);
      return sha256(file.subarray(header.value.dataSetOffset));
    });
    expect(arrived.toSorted()).toEqual(scene.ours.map(({ dataSetSha256 }) => dataSetSha256).toSorted());
    target[Symbol.dispose]();
  });

  it('waits for a node that is away, and goes on by itself when it is back', async () => {
    const target = aTemporaryFolder();
    const port = await findFreePort();
    const { queue, until, nodes } = await filledBench({
      nodes: [archiveNode(port)],
      backOffMs: Array.from({ length: 50 }, () => 100),
    });
    const { jobKey } = await queue.add(order('send'));
    const waiting = await until(jobKey, ({ state, attempts }) => state === 'waiting' && attempts > 0);
    expect(waiting.message).toContain('nothing answers at port');
    await using server = await ServerProgram.start('storescp', (free) => ['-od', target.path, String(free)]);
    nodes[0] = archiveNode(server.port);
    expect(await until(jobKey, ({ state }) => state === 'done')).toMatchObject({ doneCount: 10 });
    target[Symbol.dispose]();
  });

  it('does not send twice what the receiver had answered for', async () => {
    const target = aTemporaryFolder();
    await using server = await ServerProgram.start('storescp', (port) => ['-od', target.path, String(port)]);
    const { queue, until, archive } = await filledBench();
    const { jobKey } = await queue.add(order('send'));
    await until(jobKey, ({ state }) => state === 'failed'); // the node is not known
    const [done] = scene.ours;
    await archive.catalog.station.remoteJobs.noteInstance(jobKey, done?.sopInstanceUid ?? '', 0);
    await scene.closeBench();

    const again = await scene.bench({ nodes: [archiveNode(server.port)] });
    await again.queue.resume(jobKey);
    expect(await again.until(jobKey, ({ state }) => state === 'done')).toMatchObject({ doneCount: 10 });
    expect(readdirSync(target.path)).toHaveLength(9);
    target[Symbol.dispose]();
  });

  it('one dead node does not hold up another', async () => {
    const target = aTemporaryFolder();
    await using server = await ServerProgram.start('storescp', (port) => ['-od', target.path, String(port)]);
    const dead = { ...archiveNode(await findFreePort()), name: 'Dead' };
    const { queue, until } = await filledBench({
      nodes: [dead, archiveNode(server.port)],
      backOffMs: [3_600_000],
    });
    const away = await queue.add(order('send', 'Dead'));
    const { jobKey } = await queue.add(order('send'));
    await until(jobKey, ({ state }) => state === 'done');
    expect(
      await until(away.jobKey, ({ attempts, state }) => attempts === 1 && state === 'waiting'),
    ).toMatchObject({
      doneCount: 0,
    });
    target[Symbol.dispose]();
  });
});
