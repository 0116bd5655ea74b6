import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../shared/logger.ts';
import { Catalog } from './catalog.ts';
import { DamagedDatabaseError } from './open-database.ts';
import type { Worklist, WorklistQuery } from './queries/worklist.ts';

describe('Catalog', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let catalog: Catalog;
  const open = () => Catalog.open({ dataDir: folder.path, logger: silentLogger });
  const list = (query: Partial<WorklistQuery> = {}): Promise<Worklist> =>
    catalog.listWorklist({ text: '', album: 'all', sort: null, sinceMs: 0, limit: 100, ...query });
  const study = async (uid = '1.2') => {
    const [row] = await catalog.findStudyRows([uid]);
    if (row === undefined) throw new Error(`No study ${uid}`);
    return row;
  };

  beforeEach(async () => {
    folder = aMemoryFolder();
    catalog = await open();
  }, 30_000);
  afterEach(async () => {
    await catalog.close();
    folder[Symbol.dispose]();
  });

  describe('filing', () => {
    it('counts series, images and bytes of a study in the same transaction', async () => {
      await catalog.commitInstances([
        anInstanceRecord({ sopInstanceUid: '1.2.3.1' }),
        anInstanceRecord({ sopInstanceUid: '1.2.3.2' }),
        anInstanceRecord({ sopInstanceUid: '1.2.4.1', seriesInstanceUid: '1.2.4', modality: 'SR' }),
      ]);
      expect(await study()).toMatchObject({
        seriesCount: 2,
        instanceCount: 3,
        sizeBytes: 3_000,
        modalities: ['CT', 'SR'],
        status: 'received',
        priority: 'routine',
        patientBirthDate: '1970-01-02',
        studyDate: '2026-01-02',
        studyTime: '10:15:00',
        expectedCount: null,
        conflictCount: 0,
      });
      expect(await catalog.count()).toEqual({ studies: 1, instances: 3, unfiled: 0, conflicts: 0 });
    });

    it('writes nothing at all when one record of the batch cannot be written', async () => {
      const good = anInstanceRecord({ sopInstanceUid: '1' });
      const bad = anInstanceRecord({ sopInstanceUid: '2' }, { objectName: good.objectName });
      await expect(catalog.commitInstances([good, bad])).rejects.toThrow(/UNIQUE/);
      expect(await catalog.count()).toMatchObject({ studies: 0, instances: 0 });
    });

    it('knows an image that comes again with the same bytes', async () => {
      await catalog.commitInstances([anInstanceRecord()]);
      expect(await catalog.commitInstances([anInstanceRecord()])).toEqual({
        outcomes: [{ kind: 'known' }],
        changedStudyUids: [],
      });
      expect(await study()).toMatchObject({ instanceCount: 1 });
    });

    it('keeps other bytes under the same UID beside the first, as a conflict that is not counted', async () => {
      await catalog.commitInstances([anInstanceRecord()]);
      const { outcomes, changedStudyUids } = await catalog.commitInstances([
        anInstanceRecord({}, { bytes: 'other' }),
      ]);
      expect(outcomes).toMatchObject([{ kind: 'conflict', studyInstanceUid: '1.2' }]);
      expect(changedStudyUids).toEqual(['1.2']);
      expect(await study()).toMatchObject({ instanceCount: 1, conflictCount: 1 });
      const versions = await catalog.findInstances('1.2.3.4');
      expect(versions.map(({ version, isAlternate }) => ({ version, isAlternate }))).toEqual([
        { version: 0, isAlternate: false },
        { version: 1, isAlternate: true },
      ]);
      expect(await catalog.findInstance(shown)).toMatchObject({ version: 0 });
    });

    it('shows a second version that says it belongs to another study in that study', async () => {
      await catalog.commitInstances([
        anInstanceRecord(),
        anInstanceRecord({ studyInstanceUid: '9', seriesInstanceUid: '9.1' }, { bytes: 'moved' }),
      ]);
      expect(await study('9')).toMatchObject({ instanceCount: 1 });
      expect(await study()).toMatchObject({ instanceCount: 1, conflictCount: 1 });
    });

    it.each([
      { studyInstanceUid: '', seriesInstanceUid: '1.2.3', reason: /which study/ },
      { studyInstanceUid: '1.2', seriesInstanceUid: '', reason: /which series/ },
      { studyInstanceUid: '', seriesInstanceUid: '', reason: /neither/ },
    ])('lists an image without study or series as unfiled: $reason', async ({ reason, ...uids }) => {
      const { outcomes } = await catalog.commitInstances([anInstanceRecord(uids)]);
      expect(outcomes).toMatchObject([{ kind: 'unfiled' }]);
      expect(await catalog.listUnfiled(10)).toMatchObject([
        { sopInstanceUid: '1.2.3.4', patientId: 'P1', reason: expect.stringMatching(reason) as string },
      ]);
      expect((await list()).studies).toEqual([]);
      expect(await catalog.count()).toEqual({ studies: 0, instances: 1, unfiled: 1, conflicts: 0 });
    });

    it('fills in what the first image did not say', async () => {
      await catalog.commitInstances([
        anInstanceRecord({ sopInstanceUid: '1', studyDescription: '', patientBirthDate: '' }),
        anInstanceRecord({ sopInstanceUid: '2', studyDescription: 'Thorax', patientBirthDate: '19700102' }),
      ]);
      expect(await study()).toMatchObject({ studyDescription: 'Thorax', patientBirthDate: '1970-01-02' });
      expect((await list({ text: 'thorax' })).matchingCount).toBe(1);
    });

    it('names the sender of the newest image whatever order the commits come in', async () => {
      await catalog.commitInstances([
        anInstanceRecord({ sopInstanceUid: '1' }, { receivedAtMs: 5_000, sourceAeTitle: 'NEW' }),
        anInstanceRecord({ sopInstanceUid: '2' }, { receivedAtMs: 4_000, sourceAeTitle: 'OLD' }),
      ]);
      expect(await study()).toMatchObject({
        sourceAeTitle: 'NEW',
        firstReceivedAtMs: 4_000,
        lastReceivedAtMs: 5_000,
      });
    });

    it('takes the highest priority that any image asks for', async () => {
      await catalog.commitInstances([
        anInstanceRecord({ sopInstanceUid: '1', requestedProcedurePriority: 'HIGH' }),
        anInstanceRecord({ sopInstanceUid: '2', requestedProcedurePriority: 'STAT' }),
        anInstanceRecord({ sopInstanceUid: '3', requestedProcedurePriority: 'LOW' }),
      ]);
      expect(await study()).toMatchObject({ priority: 'stat' });
    });

    it('adds a waiting job to the same transaction for each kind that somebody will do', async () => {
      await catalog.commitInstances([anInstanceRecord()], { jobKinds: ['quality'] });
      using db = rawCatalog();
      expect(db.prepare('SELECT kind, state FROM jobs').all()).toEqual([
        { kind: 'quality', state: 'waiting' },
      ]);
    });
  });

  describe('reading', () => {
    it('gives a study with its series by number and its images by place in the stack', async () => {
      const axial = [1, 0, 0, 0, 1, 0];
      const slice = (uid: string, z: number, instanceNumber: number) =>
        anInstanceRecord({
          sopInstanceUid: uid,
          instanceNumber,
          imageOrientationPatient: axial,
          imagePositionPatient: [0, 0, z],
        });
      await catalog.commitInstances([
        slice('c', 30, 1),
        slice('a', 10, 3),
        slice('b', 20, 2),
        anInstanceRecord({ sopInstanceUid: 's', seriesInstanceUid: '1.2.0', seriesNumber: 0 }),
        anInstanceRecord({ sopInstanceUid: 't', seriesInstanceUid: '1.2.9', seriesNumber: null }),
      ]);
      const tree = await catalog.findStudyTree('1.2');
      expect(tree?.series.map((one) => one.instances.map((instance) => instance.sopInstanceUid))).toEqual([
        ['s'],
        ['a', 'b', 'c'],
        ['t'],
      ]);
      expect(await catalog.findStudyTree('7')).toBeNull();
    });

    it('streams the metadata of a whole series, across pages, byte for byte', async () => {
      const records = Array.from({ length: 120 }, (_, index) =>
        anInstanceRecord({ sopInstanceUid: `1.2.3.${index}` }),
      );
      await catalog.commitInstances(records);
      const streamed: string[] = [];
      for await (const one of catalog.streamMetadata({
        studyInstanceUid: '1.2',
        seriesInstanceUid: '1.2.3',
      })) {
        streamed.push(one.metadataJson.toString());
      }
      expect(streamed).toEqual(records.map((record) => record.metadataJson));
    });

    it('gives the frame table and the place of an instance', async () => {
      await catalog.commitInstances([anInstanceRecord({}, { frameTable: Buffer.from([1, 2]) })]);
      const location = await catalog.findInstance(shown);
      expect(location).toMatchObject({ dataSetOffset: 400, sizeBytes: 1_000, version: 0 });
      expect(await catalog.findFrameTable(location?.instanceKey ?? 0)).toEqual(Buffer.from([1, 2]));
      expect(await catalog.findInstance({ ...shown, studyInstanceUid: '7' })).toBeNull();
    });

    it('tells which files of a directory have no row', async () => {
      const record = anInstanceRecord();
      await catalog.commitInstances([record]);
      const shard = record.objectName.slice(0, 4);
      const stranger = shard + '0'.repeat(28);
      expect(await catalog.findUnknownObjects(shard, [record.objectName, stranger])).toEqual([stranger]);
    });
  });

  describe('records of the station', () => {
    it('keeps the access log, settings and dismissed notices when the catalog is made new', async () => {
      const entry = { userName: 'u', studyInstanceUid: '1.2', action: 'open', address: '', atMs: 1 };
      await catalog.station.writeAccess(entry);
      await catalog.station.writeAccess({ ...entry, atMs: 2 });
      await catalog.station.saveSetting('x', { y: [1] }, 1);
      await catalog.station.dismissNotice('disk', 7);
      await catalog.startOver();
      expect(await catalog.station.listAccess('1.2', 10)).toEqual([{ ...entry, atMs: 2 }, entry]);
      expect(await catalog.station.loadSetting('x')).toEqual({ y: [1] });
      expect(await catalog.station.loadSetting('z')).toBeUndefined();
      expect(await catalog.station.listDismissedNotices()).toEqual(new Map([['disk', 7]]));
    });
  });

  it('says so when the catalog file is no database', async () => {
    await catalog.close();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path.join(folder.path, 'catalog.sqlite'), 'x'.repeat(10_000));
    await expect(open()).rejects.toThrow(DamagedDatabaseError);
    writeFileSync(path.join(folder.path, 'catalog.sqlite'), '');
    catalog = await open();
  });

  const shown = { studyInstanceUid: '1.2', seriesInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.4' };

  function rawCatalog(): Database.Database & Disposable {
    const db = new Database(path.join(folder.path, 'catalog.sqlite'));
    return Object.assign(db, { [Symbol.dispose]: () => void db.close() });
  }
});
