import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { STUDY_ROOT } from '../../../main/core/remote/query/study-root.ts';
import type { DimseService } from '../../../main/core/shared/dimse-services.ts';
import { explainMissing } from '../../support/programs.ts';
import { makeCopies } from '../../support/send.ts';
import { findFreePort } from '../association/run-program.ts';
import { CuttableLine } from './cuttable-line.ts';
import { anImage, archiveNode, fill, fixtures, hashes, JobScene, listenFor, order } from './job-scene.ts';
import { startDcmqrscp, startOrthanc } from './peers.ts';

describe.skipIf(explainMissing(['dcmqrscp', 'Orthanc']) !== null)('jobs that fetch', () => {
  let scene: JobScene;
  beforeEach(() => {
    scene = new JobScene();
  });
  afterEach(() => scene[Symbol.asyncDispose]());

  describe('fetch with C-GET', () => {
    it('a study from dcmqrscp, byte for byte as it keeps it', async () => {
      await using server = await startDcmqrscp({ folder: scene.path });
      await fill(server.port, fixtures);
      const { queue, until } = await scene.bench({ nodes: [archiveNode(server.port)] });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({
        state: 'done',
        doneCount: fixtures.length,
        failedCount: 0,
        remainingCount: 0,
      });
      const storage = path.join(scene.path, 'qr');
      const theirs = readdirSync(storage)
        .filter((name) => name !== 'index.dat')
        .map((name) => readFileSync(path.join(storage, name)))
        .map((file) => {
          const header = parsePart10Header(file);
          if (!header.ok) throw new Error(header.error);
          return { dataSet: file.subarray(header.value.dataSetOffset) };
        });
      expect(scene.ours.map(({ dataSetSha256 }) => dataSetSha256).toSorted()).toEqual(hashes(theirs));
    });

    it('a study from Orthanc, byte for byte as it was sent there', async () => {
      await using server = await startOrthanc(scene.path);
      await fill(server.dicomPort, fixtures, 'ORTHANC');
      const node = { ...archiveNode(server.dicomPort), aeTitle: 'ORTHANC' };
      const { queue, until } = await scene.bench({ nodes: [node] });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({ state: 'done', doneCount: fixtures.length });
      expect(scene.ours.map(({ dataSetSha256 }) => dataSetSha256).toSorted()).toEqual(hashes(fixtures));
    });

    it('and go on where it stopped when the line was cut', async () => {
      const objects = makeCopies(anImage(), 20);
      await using server = await startDcmqrscp({ folder: scene.path });
      await fill(server.port, objects);
      const line = await CuttableLine.to(server.port);
      const { queue, until, nodes } = await scene.bench({
        nodes: [archiveNode(line.port)],
        onKept: (count) => {
          if (count === 7) line.cut();
        },
      });
      const { jobKey } = await queue.add(order('retrieve'));
      const broken = await until(jobKey, ({ state }) => state === 'failed');
      expect(broken.message).toContain('ARCHIVE closed the network connection');
      const here = scene.ours.length;
      expect(here).toBeGreaterThanOrEqual(7);
      expect(here).toBeLessThan(20);

      nodes[0] = archiveNode(server.port);
      await queue.resume(jobKey);
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({ state: 'done', doneCount: 20, remainingCount: 0 });
      expect(scene.ours).toHaveLength(20);
    });

    it('and pause, go on and cancel', async () => {
      await using server = await startDcmqrscp({ folder: scene.path });
      await fill(server.port, makeCopies(anImage(), 20));
      let pause: () => void = () => undefined;
      const { queue, until } = await scene.bench({
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
      expect(scene.ours.length).toBeLessThan(20);
      await queue.resume(jobKey);
      expect(await until(jobKey, ({ state }) => state === 'done' || state === 'failed')).toMatchObject({
        state: 'done',
        doneCount: 20,
      });
      expect(await queue.cancel(jobKey)).toBeNull();
      expect(await queue.remove(jobKey)).toBe(true);
    });

    it('and wait before they ask again a node that breaks off by itself', async () => {
      let asked = 0;
      const { queue, until, archive, nodes } = await scene.bench({ backOffMs: [3_600_000] });
      const breaksOff: DimseService = {
        sopClassUid: STUDY_ROOT.get,
        name: 'Study Root Retrieve (GET)',
        right: 'retrieve',
        operations: ['C-GET'],
        retrieve: {
          retrieve: async () => {
            asked += 1;
            const counts = { remaining: 0, completed: 0, failed: 0, warning: 0 };
            return { status: 0xfe00, counts, failedSopInstanceUids: [] };
          },
        },
      };
      const listener = await listenFor(archive, 0, [breaksOff]);
      nodes.push({ ...archiveNode(listener.port), aeTitle: 'BUCKY' });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state, attempts }) => state !== 'running' && attempts > 0);
      expect(job).toMatchObject({ state: 'waiting', message: 'Archive north broke it off itself.' });
      expect(asked).toBe(1);
      await listener.close();
    });

    it('say that the node has nothing of the study', async () => {
      await using server = await startDcmqrscp({ folder: scene.path });
      const { queue, until } = await scene.bench({ nodes: [archiveNode(server.port)] });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'failed');
      expect(job.message).toBe(
        'Archive north has no images of this study any more, or does not tell us of them.',
      );
    });
  });

  describe('fetch with C-MOVE where C-GET is not offered', () => {
    it('to our own port', async () => {
      const ourPort = await findFreePort();
      await using server = await startDcmqrscp({ folder: scene.path, args: ['--disable-get'], ourPort });
      await fill(server.port, fixtures);
      const { queue, until, archive } = await scene.bench({
        nodes: [archiveNode(server.port)],
        isListening: true,
      });
      const listener = await listenFor(archive, ourPort);
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'done' || state === 'failed');
      expect(job).toMatchObject({ state: 'done', doneCount: fixtures.length });
      expect(scene.ours).toHaveLength(fixtures.length);
      await listener.close();
    });

    it('say that the node does not know where we are', async () => {
      await using server = await startDcmqrscp({ folder: scene.path, args: ['--disable-get'] });
      await fill(server.port, fixtures);
      const node = { ...archiveNode(server.port) };
      const { queue, until } = await scene.bench({ nodes: [node], isListening: true });
      const { jobKey } = await queue.add(order('retrieve'));
      const job = await until(jobKey, ({ state }) => state === 'failed');
      expect(job.message).not.toBe('');
      expect(scene.ours).toEqual([]);
    });
  });
});
