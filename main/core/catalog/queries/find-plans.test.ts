import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../../test/support/instance-record.ts';
import { migrate } from '../migration.ts';
import { catalogMigrations } from '../migrations/index.ts';
import { IngestWriter } from '../writer/ingest-writer.ts';
import type { StudyFilter } from './find-keys.ts';
import { FindQueries } from './find-queries.ts';

let db: Database.Database;
let find: FindQueries;
let asked: string[] = [];

beforeAll(() => {
  db = new Database(':memory:', { verbose: (sql) => asked.push(String(sql)) });
  migrate(db, catalogMigrations);
  new IngestWriter(db, () => null).commit([anInstanceRecord()], { jobKinds: [] });
  find = new FindQueries(db);
});
afterAll(() => db.close());

/** Plans of what SQLite was asked while the work ran, a line for each table. */
async function plansOf(work: () => unknown): Promise<readonly string[]> {
  asked = [];
  await work();
  const statements = [...asked];
  return statements.flatMap((sql) =>
    (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[]).map((row) => row.detail),
  );
}

const FULL_SCAN = /^SCAN (?!json_each)(?!.*VIRTUAL TABLE)/;

describe('what queries of other systems read', () => {
  const span = { from: 'A', to: 'B' };
  const filters: readonly (StudyFilter & { readonly index: string })[] = [
    { kind: 'study-uids', uids: ['1'], index: 'sqlite_autoindex_studies_1' },
    { kind: 'series-uids', uids: ['1'], index: 'series_by_uid' },
    { kind: 'instance-uids', uids: ['1'], index: 'sqlite_autoindex_instances_2' },
    { kind: 'patient-id', span, index: 'patients_by_identity' },
    { kind: 'accession-number', span, index: 'studies_by_accession_number' },
    { kind: 'study-dates', span, index: 'studies_by_study_date' },
    { kind: 'name', expression: '"doe"*', index: 'VIRTUAL TABLE INDEX' },
  ];
  it.each(filters)('is narrowed by $kind with the index $index', async ({ index, ...filter }) => {
    const plans = await plansOf(() => find.keys.findStudies(filter, 10));
    expect(plans.join('\n')).toContain(index);
    expect(plans.filter((line) => FULL_SCAN.test(line))).toEqual([]);
  });

  it.each([
    { what: 'patients by key', work: () => find.rows.patients([1]) },
    { what: 'a range of patients', work: () => find.rows.patientsBetween(1, 2) },
    { what: 'patients of studies', work: () => find.keys.patientsOf([1]) },
    { what: 'studies by key', work: () => find.rows.studies([1]) },
    { what: 'a range of studies', work: () => find.rows.studiesBetween(1, 2) },
    { what: 'studies of a patient', work: () => find.rows.studiesOf(1) },
    { what: 'series of a study', work: () => find.rows.seriesOf(1, 0, 50) },
    { what: 'series by UID', work: () => find.rows.seriesByUid(1, ['1']) },
    { what: 'instances of a series', work: () => find.rows.instancesOf(1, 0, 50) },
    { what: 'instances by UID', work: () => find.rows.instancesByUid(1, ['1']) },
    { what: 'SOP classes', work: () => find.rows.sopClassesOf(1) },
    { what: 'counts of a patient', work: () => find.rows.countsOf(1) },
    { what: 'metadata of a patient', work: () => find.details.read('patient', 1) },
    { what: 'metadata of a study', work: () => find.details.read('study', 1) },
    { what: 'metadata of a series', work: () => find.details.read('series', 1) },
    { what: 'metadata of an instance', work: () => find.details.read('instance', 1) },
  ])('never scans a table for $what', async ({ work }) => {
    const plans = await plansOf(work);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((line) => FULL_SCAN.test(line))).toEqual([]);
  });

  it('takes the last key from the end of the table', async () => {
    expect(await plansOf(() => find.keys.lastStudyKey())).toEqual(['SEARCH studies']);
    expect(await plansOf(() => find.keys.lastPatientKey())).toEqual(['SEARCH patients']);
  });

  it('sorts no page of instances', async () => {
    expect((await plansOf(() => find.rows.instancesOf(1, 0, 50))).join()).not.toContain('TEMP B-TREE');
  });
});
