import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultyFileSystem } from '../../../test/support/faulty-file-system.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger, type Logger } from '../shared/logger.ts';
import type { IncomingFile } from './incoming-file.ts';
import { InstanceStore } from './instance-store.ts';
import { toObjectName, toVersionName } from './object-name.ts';

const KIB = 1024;
const name = toObjectName('1.2.3');
const shard = `${name.slice(0, 2)}/${name.slice(2, 4)}`;

describe('InstanceStore', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let fs: FaultyFileSystem;
  let store: InstanceStore;
  const openStore = (reserveBytes = 0, logger: Logger = silentLogger) =>
    InstanceStore.open({ dataDir: folder.path, reserveBytes, logger, fileSystem: fs });
  const admitEmpty = async () => {
    const file = store.openIncoming(name);
    await seal(file, 0);
    await store.admit(file, name);
  };
  const files = (where: string) => readdirSync(path.join(folder.path, where));

  beforeEach(async () => {
    folder = aMemoryFolder();
    fs = new FaultyFileSystem();
    store = await openStore();
    fs.calls.length = 0;
  }, 30_000);
  afterEach(() => folder[Symbol.dispose]());

  it('makes an object durable before its name and its name before it is admitted', async () => {
    const file = store.openIncoming(name);
    void file.append(Buffer.alloc(300 * KIB, 1));
    await seal(file, 5_000);
    await store.admit(file, name);

    const order = fs.calls.map((call) => call.replace(/incoming\/.*/, 'incoming/x'));
    const positions = [
      'create incoming/x',
      'writev',
      'fsync',
      `rename ${name.slice(2, 4)}/${name}.dcm`,
      `fsyncDirectory ${shard}`,
    ].map((call) => order.indexOf(call));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).not.toContain(-1);
    expect(order).toContain(`fsyncDirectory objects/${name.slice(0, 2)}`);
    expect(readFileSync(store.pathOf(name)).equals(Buffer.alloc(300 * KIB, 1))).toBe(true);
  });

  it('makes the directory while the object arrives, and only once', async () => {
    const files = [store.openIncoming(name), store.openIncoming(name)];
    expect(fs.calls.filter((call) => call === `mkdir ${shard}`)).toHaveLength(1);
    for (const file of files) {
      await seal(file, 0);
      await store.admit(file, name);
    }
    expect(fs.calls.filter((call) => call === `mkdir ${shard}`)).toHaveLength(1);
    expect(fs.calls.filter((call) => call === `fsyncDirectory objects/${name.slice(0, 2)}`)).toHaveLength(1);
  });

  it('knows the directories of an earlier process, all made durable at start', async () => {
    await admitEmpty();
    store = await openStore();
    expect(fs.calls).toContain(`fsyncDirectory objects/${name.slice(0, 2)}`);
    fs.calls.length = 0;
    await admitEmpty();
    expect(fs.calls.filter((call) => /mkdir|objects/.test(call))).toEqual([]);
  });

  it('tries again to make a directory that could not be made', async () => {
    fs.fail('mkdir', 'ENOSPC', { times: 2 });
    const file = store.openIncoming(name);
    await seal(file, 0);
    await expect(store.admit(file, name)).rejects.toMatchObject({ kind: 'disk-full' });
    await store.admit(file, name);
    expect(existsSync(store.pathOf(name))).toBe(true);
  });

  it('dates the file with the time of reception, to be read back when the catalog is made again', async () => {
    const file = store.openIncoming(name);
    void file.append(Buffer.from('data'));
    await seal(file, 1_700_000_000_123);
    await store.admit(file, name);
    expect(await store.stat(name)).toEqual({ sizeBytes: 4, modifiedMs: 1_700_000_000_123 });
  });

  it('removes what was half-received before a crash and says how many', async () => {
    writeFileSync(path.join(folder.path, 'incoming', 'a.part'), 'half');
    writeFileSync(path.join(folder.path, 'incoming', 'b.part'), 'half');
    const said: string[] = [];
    await openStore(0, { ...silentLogger, info: (message) => said.push(message) });
    expect(files('incoming')).toEqual([]);
    expect(said).toEqual([expect.stringMatching(/^2 half-received images/)]);
  });

  it('refuses before anything is created when the disk has less room than the reserve', async () => {
    fs.free = { freeBytes: 100, totalBytes: 1_000 };
    store = await openStore(101);
    fs.calls.length = 0;
    const file = store.openIncoming(name);
    expect(file.append(Buffer.alloc(10))).toBeUndefined();
    await expect(seal(file, 0)).rejects.toMatchObject({ name: 'StoreError', kind: 'below-reserve' });
    await file.discard();
    expect(fs.calls.filter((call) => /create|mkdir/.test(call))).toEqual([]);
  });

  it('refuses in the middle of an object that would eat into the reserve, and leaves nothing behind', async () => {
    fs.free = { freeBytes: 1_000 * KIB, totalBytes: 10_000 * KIB };
    store = await openStore(500 * KIB);
    const file = store.openIncoming(name);
    for (let i = 0; i < 3; i += 1) await file.append(Buffer.alloc(256 * KIB));
    await expect(seal(file, 0)).rejects.toMatchObject({ kind: 'below-reserve' });
    await file.discard();
    expect(files('incoming')).toEqual([]);
  });

  it.each([
    { operation: 'writev', code: 'ENOSPC', kind: 'disk-full' },
    { operation: 'writev', code: 'EIO', kind: 'io' },
    { operation: 'fsync', code: 'EIO', kind: 'io' },
    { operation: 'create', code: 'EACCES', kind: 'denied' },
    { operation: 'create', code: 'EMFILE', kind: 'too-many-files' },
  ] as const)(
    'reports $code of $operation as $kind and frees the file',
    async ({ operation, code, kind }) => {
      fs.fail(operation, code);
      const file = store.openIncoming(name);
      void file.append(Buffer.alloc(300 * KIB));
      await expect(seal(file, 0)).rejects.toMatchObject({ name: 'StoreError', kind, code });
      await file.discard();
      expect(files('incoming')).toEqual([]);
    },
  );

  it('makes a directory again that somebody removed', async () => {
    await admitEmpty();
    const first = store.openIncoming(name);
    await seal(first, 0);
    fs.fail('rename', 'ENOENT', { times: 1 });
    await expect(store.admit(first, name)).rejects.toMatchObject({ kind: 'missing' });
    await store.admit(first, name);
    expect(existsSync(store.pathOf(name))).toBe(true);
  });

  it('reads a range and refuses one that lies beyond the end', async () => {
    const file = store.openIncoming(name);
    void file.append(Buffer.from('0123456789'));
    await seal(file, 0);
    await store.admit(file, name);
    expect((await store.readRange(name, 2, 3)).toString()).toBe('234');
    await expect(store.readRange(name, 8, 3)).rejects.toMatchObject({ kind: 'io' });
    await expect(store.readRange(toObjectName('9'), 0, 1)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('lists objects shard by shard, versions too, and passes foreign files over', async () => {
    const version = toVersionName('1.2.3', 'f'.repeat(64));
    await admitEmpty();
    for (const objectName of [version, name]) writeFileSync(store.pathOf(objectName), '');
    writeFileSync(path.join(path.dirname(store.pathOf(name)), 'thumbs.db'), '');
    const shards: string[] = [];
    for await (const found of store.listShards()) shards.push(found);
    expect(shards).toEqual([name.slice(0, 4)]);
    expect(await store.listShard(name.slice(0, 4))).toEqual([name, version]);
  });

  it('removes an object and makes that durable', async () => {
    await admitEmpty();
    writeFileSync(store.pathOf(name), '');
    await store.remove(name);
    expect(await store.stat(name)).toBeNull();
    expect(fs.calls.at(-1)).toBe(`fsyncDirectory ${shard}`);
  });

  it('keeps a quarantined object with its reason, under a name that tells nothing', async () => {
    const file = store.openIncoming(null);
    void file.append(Buffer.from('bytes'));
    await seal(file, 0);
    const note = {
      reason: 'The command names another object than the data set',
      status: 0xa900,
      receivedAtMs: Date.UTC(2026, 10, 24, 7, 0, 1),
      callingAeTitle: 'CT1',
      address: '127.0.0.1',
      affectedSopClassUid: '1.2',
      affectedSopInstanceUid: '1.2.3',
      transferSyntaxUid: '1.2.840.10008.1.2',
      dataSetBytes: 5,
      dataSetSha256: 'aa',
    };
    const quarantined = await store.quarantine(file, note);
    expect(quarantined).toMatch(/^20261124T070001Z-[0-9a-f]{8}$/);
    expect(
      JSON.parse(readFileSync(path.join(folder.path, 'quarantine', `${quarantined}.json`), 'utf8')),
    ).toEqual(note);
    expect(store.quarantinedCount).toBe(1);
    expect((await openStore()).quarantinedCount).toBe(1);
  });

  it('lets nobody but the owner and the group read objects', async () => {
    if (process.platform === 'win32') return;
    const file = store.openIncoming(name);
    await seal(file, 0);
    expect(statSync(file.path).mode & 0o007).toBe(0);
    await file.discard();
  });

  it('keeps what other programs put beside its folders', async () => {
    mkdirSync(path.join(folder.path, 'backup'));
    await openStore();
    expect(existsSync(path.join(folder.path, 'backup'))).toBe(true);
  });
});

async function seal(file: IncomingFile, modifiedMs: number): Promise<void> {
  await file.flush();
  await file.sync(modifiedMs);
}
