import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../../test/support/instance-record.ts';
import { migrate } from '../migration.ts';
import { catalogMigrations } from '../migrations/index.ts';
import { IngestWriter } from '../writer/ingest-writer.ts';
import { RetrievalRows, type RetrievalKeys } from './retrieval-rows.ts';

const NOTHING: RetrievalKeys = { patientId: null, studyUids: null, seriesUids: null, instanceUids: null };

describe('what a retrieval selects', () => {
  const statements: string[] = [];
  let db: Database.Database;
  let rows: RetrievalRows;
  beforeAll(() => {
    db = new Database(':memory:', { verbose: (sql) => statements.push(String(sql)) });
    migrate(db, catalogMigrations);
    new IngestWriter(db, () => null).commit(
      [
        anImage('A', '1', '1.1', '1.1.2', 2),
        anImage('A', '1', '1.1', '1.1.1', 1),
        anImage('A', '1', '1.2', '1.2.1', 1),
        anImage('A', '2', '2.1', '2.1.1', 1),
        anImage('B', '3', '3.1', '3.1.1', 1),
        // The same UID with other bytes waits for a person; without a study there is nothing to ask for.
        anInstanceRecord(
          { patientId: 'B', studyInstanceUid: '3', seriesInstanceUid: '3.1', sopInstanceUid: '3.1.1' },
          { bytes: 'other' },
        ),
        anInstanceRecord({ patientId: 'B', studyInstanceUid: '', sopInstanceUid: '9' }),
      ],
      { jobKinds: [] },
    );
    rows = new RetrievalRows(db);
  });
  afterAll(() => db.close());

  const select = (keys: Partial<RetrievalKeys>) =>
    rows.select({ ...NOTHING, ...keys }).map(({ sopInstanceUid }) => sopInstanceUid);

  it.each([
    { what: 'all of a patient', keys: { patientId: 'A' }, found: ['1.1.1', '1.1.2', '1.2.1', '2.1.1'] },
    { what: 'two studies', keys: { studyUids: ['2', '3', '2'] }, found: ['2.1.1', '3.1.1'] },
    {
      what: 'a series in the order of its numbers',
      keys: { seriesUids: ['1.1'] },
      found: ['1.1.1', '1.1.2'],
    },
    { what: 'listed instances', keys: { instanceUids: ['1.2.1', '1.1.2', '7'] }, found: ['1.1.2', '1.2.1'] },
    { what: 'no instance of another study', keys: { studyUids: ['2'], instanceUids: ['1.1.1'] }, found: [] },
    { what: 'no study of another patient', keys: { patientId: 'B', studyUids: ['1'] }, found: [] },
    { what: 'nothing that is unfiled', keys: { instanceUids: ['9'] }, found: [] },
  ])('is $what', ({ keys, found }) => {
    expect(select(keys)).toEqual(found);
  });

  it('needs a key', () => {
    expect(() => select({})).toThrow(RangeError);
  });

  it.each([{ patientId: 'A' }, { studyUids: ['1'] }, { seriesUids: ['1.1'] }, { instanceUids: ['1.1.1'] }])(
    'is found by an index: %j',
    (keys) => {
      statements.length = 0;
      select(keys);
      const plan = db
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${statements[0]!}`)
        .all()
        .map(({ detail }) => detail);
      expect(plan.filter((line) => /^SCAN (?!wanted|json_each)/.test(line))).toEqual([]);
    },
  );
});

function anImage(patientId: string, study: string, series: string, uid: string, instanceNumber: number) {
  return anInstanceRecord({
    patientId,
    studyInstanceUid: study,
    seriesInstanceUid: series,
    sopInstanceUid: uid,
    instanceNumber,
  });
}
