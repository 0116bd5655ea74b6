import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DicomListener } from '../../../main/core/association/dicom-listener.ts';
import { DEFAULT_LISTENER_OPTIONS } from '../../../main/core/association/listener-options.ts';
import type { RemoteJobOrder } from '../../../main/core/catalog/station-remote.ts';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import type { RemoteNode } from '../../../main/core/remote/remote-node.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { explainMissing } from '../../support/programs.ts';
import { loadObject, makeCopies, sendObjects, type SendableObject } from '../../support/send.ts';
import { readStoredObjects, sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CT_FIXTURES } from '../association/part10-object.ts';
import { findFreePort, ServerProgram } from '../association/run-program.ts';
import { openJobBench, type JobBench, type JobBenchOptions } from './bench-archive.ts';
import { CuttableLine } from './cuttable-line.ts';
import { startDcmqrscp, startOrthanc } from './peers.ts';

const fixtures = CT_FIXTURES.map((file) => loadObject(path.basename(file), file)).filter(
  (object) => object !== null,
);
const [first] = fixtures;
if (!first) throw new Error('the fixtures are gone');
const STUDY = studyOf(first);

function studyOf({ dataSet }: SendableObject): string {
  const at = dataSet.indexOf(Buffer.from([0x20, 0x00, 0x0d, 0x00]));
  const length = dataSet.readUInt16LE(at + 6);
  return dataSet.toString('latin1', at + 8, at + 8 + length).replace(/\0$/, '');
}

function handlers({ ingest }: JobBench['archive']): ConstructorParameters<typeof DicomListener>[1] {
  return {
    storeHandler: ingest,
    logger: silentLogger,
    observer: {
      associationOpened: () => undefined,
      associationClosed: () => undefined,
      associationRefused: () => undefined,
      echoAnswered: () => undefined,
      storeFinished: () => undefined,
    },
  };
}

const hashes = (objects: readonly { readonly dataSet: Buffer }[]) =>
  objects.map(({ dataSet }) => sha256(dataSet)).toSorted();

describe.skipIf(explainMissing(['dcmqrscp', 'Orthanc', 'storescp']) !== null)('jobs', () => {
  let folder: ReturnType<typeof aTemporaryFolder>;
  const open: AsyncDisposable[] = [];
  beforeEach(() => {
    folder = aTemporaryFolder();
  });
  afterEach(async () => {
    for (const part of open.splice(0).reverse()) await part[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  async function bench(options: Partial<JobBenchOptions> = {}): Promise<JobBench> {
    const opened = await openJobBench({ dataDir: path.join(folder.path, 'ours'), ...options });
    open.push(opened);
    return opened;
  }

  const archiveNode = (port: number): RemoteNode => ({
    name: 'Archive north',
    aeTitle: 'ARCHIVE',
    host: '127.0.0.1',
    port,
  });

  function order(kind: RemoteJobOrder['kind'], nodeName = 'Archive north'): RemoteJobOrder {
    return {
      kind,
      nodeName,
      studyInstanceUid: STUDY,
      seriesInstanceUid: null,
      label: '',
      requestedBy: 'local',
    };
  }

  async function fill(
    port: number,
    objects: readonly SendableObject[],
    calledAeTitle = 'ARCHIVE',
  ): Promise<void> {
    const sent = await sendObjects(objects, { port, calledAeTitle });
    expect(sent.filter(({ status }) => status !== 0)).toEqual([]);
  }

  const ours = () => readStoredObjects(path.join(folder.path, 'ours'));

  describe('fetch with C-GET', () => {
    it('a study from dcmqrscp, byte for byte as it keeps it', async () => {
      await using server = await startDcmqrscp({ folder: folder.path });
      await fill(server.port, fixtures);
      const { queue, until } = await bench({ nodes: [archiveNode(server.port)] });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({
        state: 'done',
        doneCount: fixtures.length,
        failedCount: 0,
        remainingCount: 0,
      });
      const storage = path.join(folder.path, 'qr');
      const theirs = readdirSync(storage)
        .filter((name) => name !== 'index.dat')
        .map((name) => readFileSync(path.join(storage, name)))
        .map((file) => {
          const header = parsePart10Header(file);
          if (!header.ok) throw new Error(header.error);
          return { dataSet: file.subarray(header.value.dataSetOffset) };
        });
      expect(
        ours()
          .map(({ dataSetSha256 }) => dataSetSha256)
          .toSorted(),
      ).toEqual(hashes(theirs));
    });

    it('a study from Orthanc, byte for byte as it was sent there', async () => {
      await using server = await startOrthanc(folder.path);
      await fill(server.dicomPort, fixtures, 'ORTHANC');
      const node = { ...archiveNode(server.dicomPort), aeTitle: 'ORTHANC' };
      const { queue, until } = await bench({ nodes: [node] });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({ state: 'done', doneCount: fixtures.length });
      expect(
        ours()
          .map(({ dataSetSha256 }) => dataSetSha256)
          .toSorted(),
      ).toEqual(hashes(fixtures));
    });

    it('and go on where it stopped when the line was cut', async () => {
      const objects = makeCopies(first, 20);
      await using server = await startDcmqrscp({ folder: folder.path });
      await fill(server.port, objects);
      const line = await CuttableLine.to(server.port);
      const { queue, until, nodes } = await bench({
        nodes: [archiveNode(line.port)],
        onKept: (count) => {
          if (count === 7) line.cut();
        },
      });
      const { jobKey } = await queue.add(order('retrieve'));
      const broken = await until(jobKey, ({ state }) => state === 'failed');
      expect(broken.message).toContain('ARCHIVE closed the network connection');
      const here = ours().length;
      expect(here).toBeGreaterThanOrEqual(7);
      expect(here).toBeLessThan(20);

      nodes[0] = archiveNode(server.port);
      await queue.resume(jobKey);
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({ state: 'done', doneCount: 20, remainingCount: 0 });
      expect(ours()).toHaveLength(20);
    });

    it('and pause, go on and cancel', async () => {
      await using server = await startDcmqrscp({ folder: folder.path });
      await fill(server.port, makeCopies(first, 20));
      let pause: () => void = () => undefined;
      const { queue, until } = await bench({
        nodes: [archiveNode(server.port)],
        onKept: (count) => {
          if (count === 5) pause();
        },
      });
      const { jobKey } = await queue.add(order('retrieve'));
      const paused = new Promise((resolve) => {
        pause = () => {
          resolve(queue.pause(jobKey));
        };
      });
      expect(await paused).toMatchObject({ jobKey, state: 'paused' });
      expect(ours().length).toBeLessThan(20);
      await queue.resume(jobKey);
      expect(await until(jobKey, ({ state }) => state === 'done' || state === 'failed')).toMatchObject({
        state: 'done',
        doneCount: 20,
      });
      expect(await queue.cancel(jobKey)).toBeNull();
      expect(await queue.remove(jobKey)).toBe(true);
    });

    it('say that the node has nothing of the study', async () => {
      await using server = await startDcmqrscp({ folder: folder.path });
      const { queue, until } = await bench({ nodes: [archiveNode(server.port)] });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'failed');
      expect(job.message).toBe(
        'Archive north has no images of this study any more, or does not tell us of them.',
      );
    });
  });

  describe('fetch with C-MOVE where C-GET is not offered', () => {
    async function ourListener(archive: JobBench['archive'], port: number): Promise<void> {
      const listener = new DicomListener(
        { ...DEFAULT_LISTENER_OPTIONS, host: '127.0.0.1', port },
        handlers(archive),
      );
      const listening = await listener.listen();
      if (!listening.ok) throw new Error(listening.error.message);
      open.push({ [Symbol.asyncDispose]: () => listener.close() });
    }

    it('to our own port', async () => {
      const ourPort = await findFreePort();
      await using server = await startDcmqrscp({ folder: folder.path, args: ['--disable-get'], ourPort });
      await fill(server.port, fixtures);
      const { queue, until, archive } = await bench({ nodes: [archiveNode(server.port)], isListening: true });
      await ourListener(archive, ourPort);
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({ state: 'done', doneCount: fixtures.length });
      expect(ours()).toHaveLength(fixtures.length);
    });

    it('say that the node does not know where we are', async () => {
      await using server = await startDcmqrscp({ folder: folder.path, args: ['--disable-get'] });
      await fill(server.port, fixtures);
      const node = { ...archiveNode(server.port) };
      const { queue, until } = await bench({ nodes: [node], isListening: true });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'failed');
      expect(job.message).not.toBe('');
      expect(ours()).toEqual([]);
    });
  });

  describe('send', () => {
    async function filledBench(options: Partial<JobBenchOptions> = {}): Promise<JobBench> {
      const opened = await bench(options);
      const listener = new DicomListener(
        { ...DEFAULT_LISTENER_OPTIONS, host: '127.0.0.1', port: 0 },
        handlers(opened.archive),
      );
      const listening = await listener.listen();
      if (!listening.ok) throw new Error(listening.error.message);
      await fill(listening.value.port, makeCopies(first!, 10), 'BUCKY');
      await listener.close();
      return opened;
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
      expect(arrived.toSorted()).toEqual(
        ours()
          .map(({ dataSetSha256 }) => dataSetSha256)
          .toSorted(),
      );
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
      await using server = await ServerProgram.start('storescp', (free) => [
        '-od',
        target.path,
        String(free),
      ]);
      nodes[0] = archiveNode(server.port);
      expect(await until(jobKey, ({ state }) => state === 'done')).toMatchObject({ doneCount: 10 });
      target[Symbol.dispose]();
    });

    it('does not send twice what the receiver had answered for', async () => {
      const target = aTemporaryFolder();
      await using server = await ServerProgram.start('storescp', (port) => [
        '-od',
        target.path,
        String(port),
      ]);
      const { queue, until, archive } = await filledBench();
      const { jobKey } = await queue.add(order('send'));
      await until(jobKey, ({ state }) => state === 'failed'); // the node is not known
      const [done] = ours();
      await archive.catalog.station.remoteJobs.noteInstance(jobKey, done?.sopInstanceUid ?? '', 0);
      await queue.close();
      await archive.catalog.close();
      open.pop();

      const again = await bench({ nodes: [archiveNode(server.port)] });
      await again.queue.resume(jobKey);
      expect(await again.until(jobKey, ({ state }) => state === 'done')).toMatchObject({ doneCount: 10 });
      expect(readdirSync(target.path)).toHaveLength(9);
      target[Symbol.dispose]();
    });

    it('one dead node does not hold up another', async () => {
      const target = aTemporaryFolder();
      await using server = await ServerProgram.start('storescp', (port) => [
        '-od',
        target.path,
        String(port),
      ]);
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
});
