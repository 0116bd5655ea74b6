import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput, CommandOutput } from '../../../preload/contract/command.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { findFreePort, ServerProgram } from '../association/run-program.ts';
import { fill, fixtures, STUDY } from './job-scene.ts';
import { startDcmqrscp, startOrthanc } from './peers.ts';

type Page = CommandOutput<'remote.search.page'>;
type Jobs = CommandOutput<'remote.jobs.list'>['jobs'];

describe.skipIf(explainMissing(['dcmqrscp', 'Orthanc', 'storescp']) !== null)('the core asks others', () => {
  let folder: ReturnType<typeof aTemporaryFolder>;
  let core: CoreProcess | null = null;
  beforeEach(() => {
    folder = aTemporaryFolder();
  });
  afterEach(async () => {
    await core?.stop();
    folder[Symbol.dispose]();
  });

  async function startCore(destinations: readonly object[], association = {}): Promise<CoreProcess> {
    const config = path.join(folder.path, 'config.json');
    writeFileSync(config, JSON.stringify({ destinations, association }));
    core = await CoreProcess.start({
      dataDir: path.join(folder.path, 'data'),
      args: ['--config', config],
    });
    return core;
  }

  const north = (port: number) => ({ name: 'North', aeTitle: 'ARCHIVE', host: '127.0.0.1', port });
  const south = (port: number) => ({ name: 'South', aeTitle: 'ORTHANC', host: '127.0.0.1', port });

  async function search(asked: CoreProcess, form: CommandInput<'remote.search.start'>): Promise<Page> {
    const { searchId } = await asked.call('remote.search.start', form);
    for (;;) {
      const page = await asked.call('remote.search.page', { searchId });
      if (page.nodes.every(({ state }) => state !== 'asking')) return page;
    }
  }

  async function untilDone(asked: CoreProcess): Promise<Jobs> {
    for (;;) {
      const { jobs } = await asked.call('remote.jobs.list', {});
      if (jobs.every(({ state }) => state === 'done' || state === 'failed')) return jobs;
    }
  }

  it('several at one time, fetches what it finds, and sends it on', async () => {
    const target = path.join(folder.path, 'qr');
    await using archive = await startDcmqrscp({ folder: folder.path });
    await using orthanc = await startOrthanc(folder.path);
    await fill(archive.port, fixtures.slice(0, 3));
    await fill(orthanc.dicomPort, fixtures, 'ORTHANC');
    const dead = { name: 'West', aeTitle: 'WEST', host: '127.0.0.1', port: await findFreePort() };
    const running = await startCore([north(archive.port), south(orthanc.dicomPort), dead]);

    const page = await search(running, { nodeNames: ['North', 'South', 'West'] });
    expect(page.nodes).toMatchObject([
      { name: 'North', state: 'done', count: 1, message: '' },
      { name: 'South', state: 'done', count: 1, message: '' },
      { name: 'West', state: 'failed', count: 0 },
    ]);
    expect(page.nodes[2]?.message).toContain('nothing answers at port');
    expect(page.studies.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual([STUDY, STUDY]);
    const [found] = page.studies;
    expect(found?.hereCount).toBe(0);
    const begin = found?.patientName.alphabetic.slice(0, 4) ?? '';
    const day = found?.studyDate ?? null;
    const again = await search(running, {
      nodeNames: ['North', 'South'],
      patientName: begin,
      fromDate: day,
      toDate: day,
      modality: 'ct',
    });
    expect(again.totalCount).toBe(2);
    const none = await search(running, { nodeNames: ['North', 'South'], patientId: 'NOBODY' });
    expect(none.totalCount).toBe(0);
    const series = await running.call('remote.series', { nodeName: 'South', studyInstanceUid: STUDY });
    expect(series).toMatchObject([{ modality: 'CT', instanceCount: fixtures.length }]);

    await running.call('remote.retrieve', { nodeName: 'South', studyInstanceUid: STUDY });
    expect(await untilDone(running)).toMatchObject([{ state: 'done', doneCount: fixtures.length }]);
    const here = await search(running, { nodeNames: ['North'] });
    expect(here.studies[0]?.hereCount).toBe(fixtures.length);
    await running.call('remote.send', { nodeName: 'North', studyInstanceUid: STUDY });
    expect((await untilDone(running))[0]).toMatchObject({ kind: 'send', state: 'done' });
    expect(readdirSync(target).filter((name) => name !== 'index.dat').length).toBeGreaterThanOrEqual(8);
  });

  it('and keeps its jobs over a power cut', async () => {
    const port = await findFreePort();
    const first = await startCore([north(port)]);
    await first.call('remote.retrieve', { nodeName: 'North', studyInstanceUid: STUDY, label: 'Head' });
    await first.kill();
    await using archive = await startDcmqrscp({ folder: folder.path });
    await fill(archive.port, fixtures.slice(0, 3));
    const second = await startCore([north(archive.port)]);
    const { jobs } = await second.call('remote.jobs.list', {});
    expect(jobs).toMatchObject([{ nodeName: 'North', studyInstanceUid: STUDY, label: 'Head' }]);
    if (jobs[0]?.state === 'waiting') await second.call('remote.jobs.resume', { jobKey: jobs[0].jobKey });
    expect(await untilDone(second)).toMatchObject([{ state: 'done', doneCount: 3 }]);
  });

  it('tests the connection to a node, and its own port', async () => {
    await using server = await ServerProgram.start('storescp', (port) => ['-od', folder.path, String(port)]);
    const running = await startCore([north(server.port)], { unknownCallers: 'refuse' });
    expect((await running.call('remote.test', { nodeName: 'North' })).finding).toBeNull();
    await expect(running.call('remote.test', { nodeName: 'Nowhere' })).rejects.toThrow(
      'Nowhere is not among the stations that are known here.',
    );
    const { reports, remarks } = await running.call('remote.testListener', {});
    expect(reports).toMatchObject([{ address: '127.0.0.1', report: { finding: null } }]);
    expect(remarks).toEqual([
      'Bucky listens at 127.0.0.1 only, which no other device can reach. Choose 0.0.0.0 or the address of this PC.',
    ]);
    const { callers } = await running.call('devices.list', {});
    expect(callers).toEqual([]);
    expect(running.logLines.join('\n')).not.toContain(STUDY);
  });
});
