import { cpSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aStoreRequest,
  openArchiveParts,
  storeDataSet,
  type ArchiveParts,
} from '../../../test/support/archive-parts.ts';
import { anImageDataSet } from '../../../test/support/image-data-set.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../shared/logger.ts';
import { toObjectName } from '../store/object-name.ts';
import { backUpCatalog, dumpCatalog } from '../../../test/support/dump-catalog.ts';
import type { RecoveryProgress } from './recovery.ts';

describe('recovery', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let parts: ArchiveParts;
  let said: string[];
  const logger = {
    ...silentLogger,
    info: (message: string) => said.push(message),
    error: (message: string) => said.push(message),
  };
  const open = async (dataDir = folder.path) => {
    said = [];
    parts = await openArchiveParts(dataDir, { logger });
  };
  const reopen = async (dataDir?: string) => {
    await parts.catalog.close();
    await open(dataDir);
  };
  const store = (uid: string, image: Parameters<typeof anImageDataSet>[0] = {}) =>
    storeDataSet(
      parts.ingest,
      aStoreRequest({ affectedSopInstanceUid: uid }),
      anImageDataSet({ sopInstanceUid: uid, ...image }),
    );
  const dump = () => dumpCatalog(path.join(folder.path, 'catalog.sqlite'));

  beforeEach(async () => {
    folder = aMemoryFolder();
    await open();
    await parts.ingest.recover();
  }, 30_000);
  afterEach(async () => {
    await parts.catalog.close();
    folder[Symbol.dispose]();
  });

  /** A bit of everything: two studies, two versions, other patient, unfiled, odd UID, cut short. */
  const receiveSamples = async () => {
    await store('1.1');
    await store('1.2', { seriesInstanceUid: '1.2.9' });
    await store('1.1', { patientName: 'Roe^Richard' });
    await store('1.3', { studyInstanceUid: '2', patientName: 'Roe^Richard' });
    await store('1.4', { studyInstanceUid: '' });
    await store('1.05', { studyInstanceUid: '3', patientId: '' });
    const whole = anImageDataSet({ sopInstanceUid: '1.6', pixels: Buffer.alloc(3_000) });
    await storeDataSet(
      parts.ingest,
      aStoreRequest({ affectedSopInstanceUid: '1.6' }),
      whole.subarray(0, 1_500),
    );
  };

  it('has nothing to do after a clean stop', async () => {
    await receiveSamples();
    await reopen();
    expect(await parts.ingest.recover()).toEqual({ fileCount: 7, indexedCount: 0, unreadableCount: 0 });
    expect(said).toEqual([]);
  });

  it('makes the same catalog from the files that live reception made', async () => {
    await receiveSamples();
    const live = dump();
    const progress: RecoveryProgress[] = [];
    expect(await parts.ingest.rebuild((step) => progress.push(step))).toEqual({
      fileCount: 7,
      indexedCount: 7,
      unreadableCount: 0,
    });
    expect(dump()).toEqual(live);
    expect(progress).toEqual([{ doneCount: 7, totalCount: 7 }]);
    expect(said).toEqual([expect.stringMatching(/^7 images lay in the archive/)]);
  });

  it('makes the same catalog when only the newest rows were lost with the power', async () => {
    await store('1.1');
    await store('1.2');
    const early = path.join(folder.path, 'early.sqlite');
    await backUpCatalog(path.join(folder.path, 'catalog.sqlite'), early);
    await store('1.1', { patientName: 'Roe^Richard' });
    await store('1.3', { studyInstanceUid: '7' });
    const live = dump();
    await parts.catalog.close();
    for (const ending of ['', '-wal', '-shm'])
      rmSync(path.join(folder.path, `catalog.sqlite${ending}`), { force: true });
    renameSync(early, path.join(folder.path, 'catalog.sqlite'));
    await open();
    expect(await parts.ingest.recover()).toMatchObject({ fileCount: 4, indexedCount: 2 });
    expect(dump()).toEqual(live);
  });

  it('comes back from a crash at any step with whole objects or none', async () => {
    await store('1.1');
    const incoming = parts.ingest.openStore(aStoreRequest({ affectedSopInstanceUid: '1.2' }));
    await incoming.write(anImageDataSet({ sopInstanceUid: '1.2' }));
    const crashed = aMemoryFolder();
    cpSync(folder.path, crashed.path, { recursive: true });
    await incoming.abort('end of test');
    await reopen(crashed.path);
    expect(await parts.ingest.recover()).toMatchObject({ fileCount: 1, unreadableCount: 0 });
    expect(readdirSync(path.join(crashed.path, 'incoming'))).toEqual([]);
    expect(await parts.catalog.count()).toMatchObject({ instances: 1 });
    await reopen();
    crashed[Symbol.dispose]();
  });

  it('reports files that it cannot read, leaves them, and indexes the others', async () => {
    await store('1.1');
    await store('1.2');
    const broken = parts.store.pathOf(toObjectName('1.1'));
    writeFileSync(broken, 'no DICOM at all');
    const swapped = parts.store.pathOf(toObjectName('1.2'));
    await store('1.3');
    writeFileSync(swapped, readFileSync(parts.store.pathOf(toObjectName('1.3'))));
    expect(await parts.ingest.rebuild()).toEqual({ fileCount: 3, indexedCount: 1, unreadableCount: 2 });
    expect(said.filter((line) => line.includes('cannot be indexed'))).toHaveLength(2);
    expect(readFileSync(broken, 'utf8')).toBe('no DICOM at all');
  });

  it('keeps a new image beside an unreadable file that has its name', async () => {
    await store('1.1');
    writeFileSync(parts.store.pathOf(toObjectName('1.1')), 'noise');
    await parts.catalog.startOver();
    await reopen();
    expect(await store('1.1')).toEqual({ status: 0x0000 });
    expect(readFileSync(parts.store.pathOf(toObjectName('1.1')), 'utf8')).toBe('noise');
    expect(await parts.catalog.findInstances('1.1')).toHaveLength(1);
  });

  it('lets the same images arrive while it indexes them', async () => {
    const uids = Array.from({ length: 40 }, (_, index) => `1.${index + 10}`);
    for (const uid of uids) await store(uid);
    await parts.catalog.startOver();
    await reopen();
    const [report, ...outcomes] = await Promise.all([
      parts.ingest.recover(),
      ...uids.map((uid) => store(uid)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(uids.map(() => 0x0000));
    expect(report.fileCount).toBe(40);
    expect(await parts.catalog.count()).toMatchObject({ instances: 40, conflicts: 0 });
  });

  it('orders a folder whose file times were lost with first versions first', async () => {
    await store('1.1');
    await store('1.1', { patientName: 'Roe^Richard' });
    const first = (await parts.catalog.findInstances('1.1')).map((version) => version.objectName);
    for (const name of first) utimesSync(parts.store.pathOf(name), 1, 1);
    await parts.ingest.rebuild();
    expect((await parts.catalog.findInstances('1.1')).map((version) => version.objectName)).toEqual(first);
  });
});
