import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../shared/logger.ts';
import { Catalog } from './catalog.ts';
import type { Worklist, WorklistQuery } from './queries/worklist.ts';

const byDoctor = { userName: 'doctor', atMs: 9_000 };

describe('studies of the Catalog', { timeout: 30_000 }, () => {
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

  describe('patients', () => {
    const patientKeys = () => {
      using db = rawCatalog();
      return db.prepare('SELECT study_instance_uid, patient_key FROM studies').raw().all() as [
        string,
        number,
      ][];
    };
    const inStudy = (uid: string, header: Parameters<typeof anInstanceRecord>[0] = {}) =>
      anInstanceRecord({
        studyInstanceUid: uid,
        seriesInstanceUid: `${uid}.1`,
        sopInstanceUid: `${uid}.1.1`,
        ...header,
      });
    const namesTwo = { alphabetic: 'Roe^Richard', ideographic: '', phonetic: '' };

    it('joins studies with the same ID, issuer, name and birth date', async () => {
      await catalog.commitInstances([inStudy('1'), inStudy('2')]);
      expect(new Set(patientKeys().map(([, key]) => key)).size).toBe(1);
    });

    it.each([
      { what: 'another issuer', header: { issuerOfPatientId: 'HOSP_B' }, conflicts: 0 },
      { what: 'another name', header: { patientName: namesTwo }, conflicts: 1 },
      { what: 'another birth date', header: { patientBirthDate: '19991231' }, conflicts: 1 },
    ])('keeps patients apart that differ by $what ($conflicts conflicts)', async ({ header, conflicts }) => {
      await catalog.commitInstances([inStudy('1'), inStudy('2', header)]);
      expect(new Set(patientKeys().map(([, key]) => key)).size).toBe(2);
      expect((await catalog.count()).conflicts).toBe(conflicts);
      expect((await study('1')).conflictCount).toBe(conflicts);
      expect((await study('2')).conflictCount).toBe(conflicts);
    });

    it('shows an identity conflict in later studies of both people', async () => {
      await catalog.commitInstances([inStudy('1')]);
      const { changedStudyUids } = await catalog.commitInstances([inStudy('2', { patientName: namesTwo })]);
      expect([...changedStudyUids].sort()).toEqual(['1', '2']);
      await catalog.commitInstances([inStudy('3')]);
      expect((await study('3')).conflictCount).toBe(1);
    });

    it.each(['', 'UNKNOWN', '0000', 'anonymous', 'N/A', '---'])(
      'joins nothing under the placeholder ID "%s"',
      async (patientId) => {
        await catalog.commitInstances([inStudy('1', { patientId }), inStudy('2', { patientId })]);
        expect(new Set(patientKeys().map(([, key]) => key)).size).toBe(2);
        expect((await catalog.count()).conflicts).toBe(0);
      },
    );

    it('leaves a study with its patient when a later image names another, and says so once', async () => {
      const other = { patientId: 'P2', patientName: namesTwo };
      await catalog.commitInstances([
        inStudy('1'),
        inStudy('1', { ...other, sopInstanceUid: '1.1.2' }),
        inStudy('1', { ...other, sopInstanceUid: '1.1.3' }),
      ]);
      expect(await study('1')).toMatchObject({ patientId: 'P1', instanceCount: 3, conflictCount: 1 });
    });
  });

  describe('status', () => {
    it('completes a study after the quiet time and opens it again for a new image', async () => {
      await catalog.commitInstances([anInstanceRecord({}, { receivedAtMs: 1_000 })]);
      expect(await catalog.completeQuietStudies(1_000, 10)).toEqual([]);
      expect(await catalog.completeQuietStudies(1_001, 10)).toEqual(['1.2']);
      await catalog.commitInstances([anInstanceRecord({ sopInstanceUid: '2' }, { receivedAtMs: 2_000 })]);
      expect((await study()).status).toBe('received');
    });

    it('leaves what a person said when a new image comes', async () => {
      await catalog.commitInstances([anInstanceRecord()]);
      await catalog.setStudyStatus('1.2', 'reading', byDoctor);
      await catalog.commitInstances([anInstanceRecord({ sopInstanceUid: '2' })]);
      expect((await study()).status).toBe('reading');
    });

    it('refuses a step that the life cycle does not know, and a study that is not there', async () => {
      await catalog.commitInstances([anInstanceRecord()]);
      expect(await catalog.setStudyStatus('1.2', 'judged', byDoctor)).toEqual({
        ok: false,
        error: { kind: 'step-not-allowed', from: 'received', to: 'judged' },
      });
      expect(await catalog.setStudyStatus('7', 'final', byDoctor)).toEqual({
        ok: false,
        error: { kind: 'no-such-study' },
      });
    });

    it('remembers what a person said when the catalog is made new', async () => {
      await catalog.commitInstances([anInstanceRecord()]);
      await catalog.completeQuietStudies(5_000, 10);
      const set = await catalog.setStudyStatus('1.2', 'final', byDoctor);
      expect(set).toMatchObject({ ok: true, value: { status: 'final' } });
      await catalog.startOver();
      expect((await list()).totalCount).toBe(0);
      await catalog.commitInstances([anInstanceRecord()]);
      expect((await study()).status).toBe('final');
    });

    it.each([
      { lost: "UPDATE studies SET status = 'received'", keep: 'reading', why: 'the catalog lost the change' },
      {
        lost: "UPDATE studies SET status = 'final'",
        keep: 'reading',
        why: 'the catalog has an older change',
      },
    ])('follows the station records at start: $why', async ({ lost, keep }) => {
      await catalog.commitInstances([anInstanceRecord()]);
      await catalog.setStudyStatus('1.2', 'reading', byDoctor);
      await catalog.close();
      {
        using db = rawCatalog();
        db.exec(lost);
      }
      catalog = await open();
      expect((await study()).status).toBe(keep);
    });

    it('forgets a status that a person took back', async () => {
      await catalog.commitInstances([anInstanceRecord()]);
      await catalog.setStudyStatus('1.2', 'reading', byDoctor);
      await catalog.setStudyStatus('1.2', 'complete', byDoctor);
      await catalog.startOver();
      await catalog.commitInstances([anInstanceRecord()]);
      expect((await study()).status).toBe('received');
    });
  });

  function rawCatalog(): Database.Database & Disposable {
    const db = new Database(path.join(folder.path, 'catalog.sqlite'));
    return Object.assign(db, { [Symbol.dispose]: () => void db.close() });
  }
});
