import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  aStoreRequest,
  openArchiveParts,
  storeDataSet,
  type ArchiveParts,
} from '../../../test/support/archive-parts.ts';
import { FaultyFileSystem } from '../../../test/support/faulty-file-system.ts';
import { anImageDataSet } from '../../../test/support/image-data-set.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../shared/logger.ts';
import { toObjectName } from '../store/object-name.ts';

const other = anImageDataSet({ patientName: 'Roe^Richard' });

describe('Ingest on a failing disk', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let fs: FaultyFileSystem;
  let parts: ArchiveParts;
  let errors: string[];

  const open = async (reserveBytes = 0) => {
    errors = [];
    parts = await openArchiveParts(folder.path, {
      fileSystem: fs,
      reserveBytes,
      logger: { ...silentLogger, error: (message) => errors.push(message) },
    });
  };
  beforeEach(async () => {
    folder = aMemoryFolder();
    fs = new FaultyFileSystem();
    await open();
    await parts.ingest.recover();
    fs.calls.length = 0;
  }, 30_000);
  afterEach(async () => {
    vi.restoreAllMocks();
    await parts.catalog.close();
    folder[Symbol.dispose]();
  });

  const store = (dataSet = anImageDataSet()) => storeDataSet(parts.ingest, aStoreRequest(), dataSet);
  const filesIn = (name: string) =>
    readdirSync(path.join(folder.path, name), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(dcm|part)$/.test(file),
    );

  it('answers success only after fsync, rename, fsync of the directory and commit, in that order', async () => {
    const commit = vi.spyOn(parts.catalog, 'commitInstances').mockImplementation(async () => {
      fs.calls.push('commit');
      return { outcomes: [{ kind: 'known' }], changedStudyUids: [] };
    });
    await store().then(() => fs.calls.push('answer'));
    const name = toObjectName('1.2.3.4');
    const order = [
      'fsync',
      `rename ${name.slice(2, 4)}/${name}.dcm`,
      `fsyncDirectory ${name.slice(0, 2)}/${name.slice(2, 4)}`,
      'commit',
      'answer',
    ];
    expect(fs.calls.filter((call) => order.includes(call))).toEqual(order);
    expect(commit).toHaveBeenCalledOnce();
  });

  it.each([
    { operation: 'create', code: 'EACCES', what: 'the file cannot be made' },
    { operation: 'writev', code: 'ENOSPC', what: 'the disk is full' },
    { operation: 'fsync', code: 'EIO', what: 'fsync fails' },
    { operation: 'rename', code: 'EIO', what: 'the rename fails' },
    { operation: 'mkdir', code: 'ENOSPC', what: 'no directory can be made' },
  ] as const)('refuses with Out of Resources and leaves nothing when $what', async ({ operation, code }) => {
    fs.fail(operation, code);
    const refused = await store();
    expect(refused.status).toBe(0xa700);
    expect(refused.errorComment).toBeTruthy();
    expect(filesIn('incoming')).toEqual([]);
    expect(filesIn('objects')).toEqual([]);
    expect(await parts.catalog.count()).toMatchObject({ instances: 0 });
    expect(errors).toHaveLength(1);
    fs.heal();
    expect(await store()).toEqual({ status: 0x0000 });
  });

  it('refuses before the disk is full, without touching it, and says so once', async () => {
    fs.free = { freeBytes: 1_000, totalBytes: 10_000 };
    await parts.catalog.close();
    await open(1_001);
    fs.calls.length = 0;
    for (let i = 0; i < 20; i += 1) {
      expect(await store()).toEqual({ status: 0xa700, errorComment: 'The disk is almost full' });
    }
    expect(fs.calls.filter((call) => /create|mkdir|writev/.test(call))).toEqual([]);
    expect(errors).toEqual([expect.stringMatching(/less free space than the reserve/)]);
  });

  it('gives no success when the directory cannot be made durable, and loses nothing of what is there', async () => {
    fs.fail('fsyncDirectory', 'EIO', { onPath: /objects\/..\/..$/ });
    expect(await store()).toMatchObject({ status: 0xa700 });
    fs.heal();
    expect(await store(other)).toEqual({ status: 0x0000 });
    expect(filesIn('objects')).toHaveLength(2);
    expect(await parts.catalog.findInstances('1.2.3.4')).toHaveLength(2);
  });

  describe('when the catalog cannot be written after the rename', () => {
    beforeEach(async () => {
      vi.spyOn(parts.catalog, 'commitInstances').mockRejectedValueOnce(new Error('disk I/O error'));
      expect(await store()).toMatchObject({ status: 0xa700, errorComment: 'The index could not be written' });
      expect(filesIn('objects')).toHaveLength(1);
      expect(await parts.catalog.count()).toMatchObject({ instances: 0 });
    }, 30_000);

    it('indexes the file at the next start', async () => {
      await parts.catalog.close();
      await open();
      expect(await parts.ingest.recover()).toEqual({ fileCount: 1, indexedCount: 1, unreadableCount: 0 });
      expect(await parts.catalog.findStudyRows(['1.2'])).toMatchObject([{ instanceCount: 1 }]);
    });

    it('takes the same image again', async () => {
      expect(await store()).toEqual({ status: 0x0000 });
      expect(filesIn('objects')).toHaveLength(1);
      expect(await parts.catalog.count()).toMatchObject({ instances: 1, conflicts: 0 });
    });

    it('never writes over that file when other bytes come under its UID', async () => {
      expect(await store(other)).toEqual({ status: 0x0000 });
      expect(filesIn('objects')).toHaveLength(2);
      expect(await parts.catalog.findInstances('1.2.3.4')).toHaveLength(2);
    });
  });

  it('refuses and keeps running when quarantine cannot be written', async () => {
    fs.fail('rename', 'ENOSPC');
    const mismatch = anImageDataSet({ sopInstanceUid: '9' });
    expect(await store(mismatch)).toMatchObject({ status: 0xa700 });
    fs.heal();
    expect(await store(mismatch)).toMatchObject({ status: 0xa900 });
    expect(filesIn('incoming')).toEqual([]);
  });

  it('leaves no descriptor open after a hundred failures and a hundred aborts', async () => {
    if (process.platform !== 'linux') return;
    const open = () => readdirSync('/proc/self/fd').length;
    await store();
    const before = open();
    for (const operation of ['create', 'writev', 'fsync', 'rename'] as const) {
      fs.fail(operation, 'EIO');
      for (let i = 0; i < 25; i += 1) await store(other);
      fs.heal();
    }
    for (let i = 0; i < 100; i += 1) {
      const incoming = parts.ingest.openStore(aStoreRequest());
      await incoming.write(anImageDataSet());
      await incoming.abort('test');
    }
    expect(open()).toBeLessThanOrEqual(before);
  });
});
