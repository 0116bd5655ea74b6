import { sql, type Kysely, type RawBuilder } from 'kysely';
import { toSearchWords } from '../../dicom/search-text.ts';
import type { CatalogTables } from '../database-types.ts';
import type { StudyRow } from '../rows.ts';
import { STUDY_COLUMNS, toStudyRow, type StudyRecord } from './study-rows.ts';

type Album = 'all' | 'since-yesterday' | 'to-read' | 'arriving';

export interface WorklistSort {
  readonly column: keyof typeof SORT_INDEXES;
  readonly direction: 'ascending' | 'descending';
}

export interface WorklistQuery {
  /** Words; each must start a word of the patient's names, IDs, accession number or description. */
  readonly text: string;
  readonly album: Album;
  /** Null: arriving first, then by day; inside a day STAT, urgent, then time. */
  readonly sort: WorklistSort | null;
  /** For album `since-yesterday`, Unix time. */
  readonly sinceMs: number;
  readonly limit: number;
}

export interface Worklist {
  readonly studies: StudyRow[];
  /** Studies that match, whether or not they fit in `limit`. */
  readonly matchingCount: number;
  readonly totalCount: number;
  readonly albumCounts: Record<Album, number>;
}

/** Column and index of each order. An index ends in the row id, so equal values keep one order both ways. */
const SORT_INDEXES = {
  priority: ['priority_rank', 'studies_by_priority'],
  patient: ['sort_patient', 'studies_by_patient'],
  patientId: ['sort_patient_id', 'studies_by_patient_id'],
  modality: ['modalities', 'studies_by_modality'],
  study: ['sort_description', 'studies_by_description'],
  images: ['instance_count', 'studies_by_images'],
  status: ['status_rank', 'studies_by_status'],
  arrived: ['last_received_at_ms', 'studies_by_arrival'],
} as const;

/** Up to so many matches are fetched and sorted; among more, the index of the order is walked until the list is full. */
const SORT_AT_MOST = 5_000;

const MAX_WORDS = 16;

/** The worklist and the counts beside it. */
export async function listWorklist(db: Kysely<CatalogTables>, query: WorklistQuery): Promise<Worklist> {
  const albumCounts = await countAlbums(db, query.sinceMs);
  const match = toMatchExpression(query.text);
  const matchingCount = match === null ? albumCounts[query.album] : await countMatches(db, query, match);
  const plan = buildWorklistQuery(query, match, matchingCount > SORT_AT_MOST ? 'walk' : 'sort');
  const { rows } = await plan.execute(db);
  return {
    studies: rows.map(toStudyRow),
    matchingCount,
    totalCount: albumCounts.all,
    albumCounts,
  };
}

/**
 * @param plan `walk` follows the index of the order and drops what does not match: good when much matches. `sort`
 *   fetches the matches first: good when little does.
 */
export function buildWorklistQuery(
  query: WorklistQuery,
  match: string | null,
  plan: 'walk' | 'sort',
): RawBuilder<StudyRecord> {
  const order = toOrder(query.sort);
  const isWalk = plan === 'walk';
  const hint = isWalk ? sql.raw(`INDEXED BY ${order.index}`) : sql.raw('');
  // A unary plus keeps SQLite from walking the index of the order.
  const terms = order.terms.map(({ column, direction }) =>
    sql.raw(`${isWalk ? '' : '+'}s.${column} ${direction}`),
  );
  return sql<StudyRecord>`SELECT ${STUDY_COLUMNS}
    FROM studies AS s ${hint} CROSS JOIN patients AS p USING (patient_key)
    WHERE ${inAlbum(query)} AND ${matches(match)}
    ORDER BY ${sql.join(terms)} LIMIT ${query.limit}`;
}

/** Prefix search for every word, in any order; null when the text holds nothing to search for. */
export function toMatchExpression(text: string): string | null {
  const phrases = text
    .split(/\s+/)
    .map((typed) => toSearchWords(typed).join(' ')) // an ID with a hyphen is two words that follow each other
    .filter((phrase) => phrase !== '')
    .slice(0, MAX_WORDS);
  if (phrases.length === 0) return null;
  return phrases.map((phrase) => `"${phrase}"*`).join(' ');
}

function toOrder(sort: WorklistSort | null): {
  readonly index: string;
  readonly terms: readonly { readonly column: string; readonly direction: 'ASC' | 'DESC' }[];
} {
  if (sort === null) {
    return {
      index: 'studies_by_day',
      terms: [
        { column: 'is_arriving', direction: 'DESC' },
        { column: 'sort_day', direction: 'DESC' },
        { column: 'priority_rank', direction: 'ASC' },
        { column: 'study_time', direction: 'DESC' },
        { column: 'study_key', direction: 'DESC' },
      ],
    };
  }
  const [column, index] = SORT_INDEXES[sort.column];
  const direction = sort.direction === 'ascending' ? 'ASC' : 'DESC';
  return {
    index,
    terms: [
      { column, direction },
      { column: 'study_key', direction },
    ],
  };
}

function inAlbum(query: WorklistQuery): RawBuilder<unknown> {
  switch (query.album) {
    case 'all':
      return sql`TRUE`;
    case 'since-yesterday':
      return sql`s.last_received_at_ms >= ${query.sinceMs}`;
    case 'to-read':
      return sql`s.is_to_read`;
    case 'arriving':
      return sql`s.is_arriving = 1`;
  }
}

function matches(match: string | null): RawBuilder<unknown> {
  if (match === null) return sql`TRUE`;
  return sql`s.study_key IN (SELECT rowid FROM study_search WHERE study_search MATCH ${match})`;
}

async function countAlbums(db: Kysely<CatalogTables>, sinceMs: number): Promise<Record<Album, number>> {
  const { rows } = await sql<Record<Album, number>>`SELECT
    (SELECT count(*) FROM studies) AS "all",
    (SELECT count(*) FROM studies WHERE last_received_at_ms >= ${sinceMs}) AS "since-yesterday",
    (SELECT count(*) FROM studies WHERE is_to_read) AS "to-read",
    (SELECT count(*) FROM studies WHERE is_arriving = 1) AS "arriving"`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('A query of counts gave no row');
  return counts;
}

async function countMatches(db: Kysely<CatalogTables>, query: WorklistQuery, match: string): Promise<number> {
  const counting =
    query.album === 'all'
      ? sql<{
          n: number;
        }>`SELECT count(*) AS n FROM study_search WHERE study_search MATCH ${match}`
      : sql<{
          n: number;
        }>`SELECT count(*) AS n FROM studies AS s WHERE ${inAlbum(query)} AND ${matches(match)}`;
  const { rows } = await counting.execute(db);
  return rows[0]?.n ?? 0;
}
