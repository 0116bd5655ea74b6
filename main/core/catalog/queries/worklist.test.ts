import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../../test/support/instance-record.ts';
import type { CatalogTables } from '../database-types.ts';
import type { InstanceRecord } from '../instance-record.ts';
import { migrate } from '../migration.ts';
import { catalogMigrations } from '../migrations/index.ts';
import { IngestWriter } from '../writer/ingest-writer.ts';
import { completeQuietStudies } from './study-status-changes.ts';
import {
  buildWorklistQuery,
  listWorklist,
  toMatchExpression,
  type WorklistQuery,
  type WorklistSort,
} from './worklist.ts';

const everything: WorklistQuery = { text: '', album: 'all', sort: null, sinceMs: 0, limit: 100 };
const anne = { alphabetic: 'Müller^Anne Marie', ideographic: '', phonetic: '' };
const yamada = { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' };

let raw: Database.Database;
let db: Kysely<CatalogTables>;

const aStudy = (uid: string, ...rest: Parameters<typeof anInstanceRecord>): InstanceRecord =>
  anInstanceRecord(
    { studyInstanceUid: uid, seriesInstanceUid: `${uid}.1`, sopInstanceUid: `${uid}.1.1`, ...rest[0] },
    rest[1],
  );

beforeAll(async () => {
  raw = new Database(':memory:');
  migrate(raw, catalogMigrations);
  db = new Kysely<CatalogTables>({ dialect: new SqliteDialect({ database: raw }) });
  const writer = new IngestWriter(raw, () => null);
  writer.commit(
    [
      aStudy('1', {
        patientId: 'A-1',
        patientName: anne,
        studyDate: '20260103',
        studyTime: '080000',
        accessionNumber: 'ACC7',
      }),
      aStudy('2', {
        patientId: 'B-2',
        patientName: yamada,
        studyDate: '20260103',
        studyTime: '090000',
        modality: 'MR',
      }),
      aStudy('3', {
        patientId: 'C/3',
        patientName: { alphabetic: 'Abel^Cain', ideographic: '', phonetic: '' },
        studyDate: '20260103',
        studyTime: '070000',
        requestedProcedurePriority: 'STAT',
      }),
      aStudy('4', { patientId: 'D4', studyDate: '20250101', studyDescription: 'Thorax à deux plans' }),
      aStudy('5', { patientId: 'E5', studyDate: '20200101' }, { receivedAtMs: 9_000 }),
    ],
    { jobKinds: [] },
  );
  await completeQuietStudies(db, 5_000, 1_000);
});
afterAll(() => raw.close());

const uids = async (query: Partial<WorklistQuery>) =>
  (await listWorklist(db, { ...everything, ...query })).studies.map((study) => study.studyInstanceUid);

describe('listWorklist', () => {
  it('puts the arriving first, then days; inside a day STAT, then the latest', async () => {
    expect(await uids({})).toEqual(['5', '3', '2', '1', '4']);
  });

  it.each([
    { column: 'patient', order: ['3', '4', '5', '1', '2'] },
    { column: 'patientId', order: ['1', '2', '3', '4', '5'] },
    { column: 'modality', order: ['1', '3', '4', '5', '2'] },
    { column: 'priority', order: ['3', '1', '2', '4', '5'] },
    { column: 'arrived', order: ['1', '2', '3', '4', '5'] },
    { column: 'status', order: ['5', '1', '2', '3', '4'] },
  ] as const)('sorts by $column both ways', async ({ column, order }) => {
    expect(await uids({ sort: { column, direction: 'ascending' } })).toEqual(order);
    expect(await uids({ sort: { column, direction: 'descending' } })).toEqual(order.toReversed());
  });

  it.each([
    { text: 'muller', found: ['1'], why: 'without the accent' },
    { text: 'MÜL', found: ['1'], why: 'the start of a name in capitals' },
    { text: 'marie anne', found: ['1'], why: 'words in any order' },
    { text: 'anne yamada', found: [], why: 'every word must be found' },
    { text: '太郎', found: ['2'], why: 'the ideographic group' },
    { text: '山田太郎', found: ['2'], why: 'an ideographic name without its space' },
    { text: 'ヤマダ', found: ['2'], why: 'katakana for hiragana' },
    { text: 'やまだ', found: ['2'], why: 'the phonetic group' },
    { text: 'a-1', found: ['1'], why: 'an ID with its hyphen' },
    { text: 'c/3', found: ['3'], why: 'an ID with a slash' },
    { text: 'acc7', found: ['1'], why: 'an accession number' },
    { text: 'thorax a deux', found: ['4'], why: 'a description' },
    { text: 'mr', found: ['2'], why: 'a modality' },
    { text: '"; DROP --', found: [], why: 'text that looks like a command' },
    { text: ' -*^ ', found: ['5', '3', '2', '1', '4'], why: 'nothing to search for finds all' },
  ])('finds $found for "$text": $why', async ({ text, found }) => {
    expect(await uids({ text })).toEqual(found);
  });

  it('counts matches beyond the limit, and every album', async () => {
    const worklist = await listWorklist(db, { ...everything, limit: 2, sinceMs: 8_000, text: 'head' });
    expect(worklist.studies).toHaveLength(2);
    expect(worklist).toMatchObject({
      matchingCount: 4,
      totalCount: 5,
      albumCounts: { all: 5, 'since-yesterday': 1, 'to-read': 4, arriving: 1 },
    });
  });

  it.each([
    { album: 'arriving', found: ['5'] },
    { album: 'to-read', found: ['3', '2', '1', '4'] },
    { album: 'since-yesterday', found: ['5'] },
  ] as const)('shows the album $album', async ({ album, found }) => {
    expect(await uids({ album, sinceMs: 8_000 })).toEqual(found);
  });
});

describe('query plan of the worklist', () => {
  const planOf = (query: Partial<WorklistQuery>, plan: 'walk' | 'sort') => {
    const match = toMatchExpression(query.text ?? '');
    const { sql, parameters } = buildWorklistQuery({ ...everything, ...query }, match, plan).compile(db);
    const rows = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { readonly detail: string }[];
    return rows.map((row) => row.detail);
  };
  const sorts: readonly (WorklistSort | null)[] = [
    null,
    ...(
      ['priority', 'patient', 'patientId', 'modality', 'study', 'images', 'status', 'arrived'] as const
    ).flatMap((column) => [
      { column, direction: 'ascending' as const },
      { column, direction: 'descending' as const },
    ]),
  ];

  it.each(sorts)('walks the index of the order without sorting: %o', (sort) => {
    for (const text of ['', 'anne']) {
      const plan = planOf({ sort, text }, 'walk');
      expect(plan[0]).toMatch(/^SCAN s USING INDEX studies_by_/);
      expect(plan.join('\n')).not.toContain('TEMP B-TREE');
    }
  });

  it('fetches the matches of a text by row id', () => {
    expect(planOf({ text: 'anne' }, 'sort')[0]).toBe('SEARCH s USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it.each([
    { album: 'arriving', plan: 'SEARCH s USING INDEX studies_by_day (is_arriving=?)' },
    { album: 'since-yesterday', plan: 'SEARCH s USING INDEX studies_by_arrival (last_received_at_ms>?)' },
    { album: 'to-read', plan: 'SCAN s USING INDEX studies_to_read' },
  ] as const)('fetches the album $album by its index', ({ album, plan }) => {
    expect(planOf({ album }, 'sort')[0]).toBe(plan);
  });
});
