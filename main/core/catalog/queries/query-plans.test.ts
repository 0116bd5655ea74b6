import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../../test/support/instance-record.ts';
import type { CatalogTables } from '../database-types.ts';
import { migrate } from '../migration.ts';
import { catalogMigrations } from '../migrations/index.ts';
import { IngestWriter } from '../writer/ingest-writer.ts';
import { countCatalog } from './counts.ts';
import { findInstance, findInstances, streamMetadata } from './instances.ts';
import { findUnknownObjects } from './known-objects.ts';
import { completeQuietStudies } from './study-status-changes.ts';
import { findStudyRows } from './study-rows.ts';
import { findStudyTree } from './study-tree.ts';
import { listUnfiled } from './unfiled.ts';

let raw: Database.Database;
let db: Kysely<CatalogTables>;
let asked: CompiledQuery[] = [];
/** Every statement that the writer of received images runs, as SQLite saw it. */
const written: string[] = [];

beforeAll(() => {
  raw = new Database(':memory:', { verbose: (sql) => written.push(String(sql)) });
  migrate(raw, catalogMigrations);
  written.length = 0;
  const other = { patientName: { alphabetic: 'Roe', ideographic: '', phonetic: '' } };
  new IngestWriter(raw, () => null).commit(
    [
      anInstanceRecord(),
      anInstanceRecord({}, { bytes: 'other' }),
      anInstanceRecord({ sopInstanceUid: '2', requestedProcedurePriority: 'STAT' }),
      anInstanceRecord({ sopInstanceUid: '3', studyInstanceUid: '9', seriesInstanceUid: '9.1', ...other }),
      anInstanceRecord({ sopInstanceUid: '4', studyInstanceUid: '' }),
    ],
    { jobKinds: ['quality'] },
  );
  db = new Kysely<CatalogTables>({
    dialect: new SqliteDialect({ database: raw }),
    log: (event) => {
      asked.push(event.query);
    },
  });
});
afterAll(() => raw.close());

function plan(sql: string, parameters: readonly unknown[] = []): string[] {
  const rows = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { readonly detail: string }[];
  return rows.map((row) => row.detail);
}

async function plansOf(work: () => Promise<unknown>): Promise<string> {
  asked = [];
  await work();
  return asked.flatMap((query) => plan(query.sql, query.parameters)).join('\n');
}

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const one of stream) count += one === undefined ? 0 : 1;
  return count;
}

const FULL_SCAN = /SCAN (?!json_each|u\n|CONSTANT ROW)(?!.*USING (COVERING )?INDEX)(?!.*VIRTUAL TABLE)/;

describe('query plans', () => {
  it('never scans a table while an image is received', () => {
    const statements = written.filter((sql) => /^(SELECT|UPDATE|DELETE)/.test(sql));
    expect(statements.length).toBeGreaterThan(15);
    expect(statements.flatMap((sql) => plan(sql)).filter((line) => FULL_SCAN.test(line))).toEqual([]);
  });

  it.each([
    { query: 'instances of a UID', work: () => findInstances(db, '1') },
    {
      query: 'an instance in its place',
      work: () => findInstance(db, { studyInstanceUid: '1', seriesInstanceUid: '1', sopInstanceUid: '1' }),
    },
    {
      query: 'metadata of a series',
      work: () => drain(streamMetadata(db, { studyInstanceUid: '1.2', seriesInstanceUid: '1.2.3' })),
    },
    {
      query: 'metadata of a study',
      work: () => drain(streamMetadata(db, { studyInstanceUid: '1.2' })),
    },
    { query: 'rows of studies', work: () => findStudyRows(db, ['1.2']) },
    { query: 'a study with series and instances', work: () => findStudyTree(db, '1.2') },
    { query: 'files without a row', work: () => findUnknownObjects(db, 'abcd', []) },
    { query: 'quiet studies', work: () => completeQuietStudies(db, 0, 500) },
    { query: 'unfiled instances', work: () => listUnfiled(db, 10) },
  ])('uses an index for $query', async ({ work }) => {
    const plans = await plansOf(work);
    expect(plans).not.toBe('');
    expect(plans).not.toMatch(FULL_SCAN);
  });

  it('finds the quiet studies among the arriving only', async () => {
    expect(await plansOf(() => completeQuietStudies(db, 0, 500))).toContain('studies_by_day (is_arriving=?)');
  });

  it('counts without reading rows', async () => {
    expect(await plansOf(() => countCatalog(db))).toMatch(/SCAN conflicts USING (COVERING )?INDEX/);
  });
});
