import type { Database, Statement } from 'better-sqlite3';
import { toSearchWords } from '../../dicom/search-text.ts';

/** Both ends belong to it, compared byte by byte. */
export interface TextSpan {
  readonly from: string;
  readonly to: string;
}

/** What can narrow down the studies of a query with the help of an index. Who asks still checks each row. */
export type StudyFilter =
  | { readonly kind: 'study-uids' | 'series-uids' | 'instance-uids'; readonly uids: readonly string[] }
  | { readonly kind: 'patient-id' | 'accession-number'; readonly span: TextSpan }
  /** `YYYY-MM-DD`. */
  | { readonly kind: 'study-dates'; readonly span: TextSpan }
  /** Expression of FTS5, as `nameExpression` makes it. */
  | { readonly kind: 'name'; readonly expression: string };

/** Sorts behind every text that begins with the same letters. */
const BEHIND_ALL = '\u{10ffff}';

/** All texts that begin so. */
export function startingWith(prefix: string): TextSpan {
  return { from: prefix, to: prefix + BEHIND_ALL };
}

/** Ends in something that ends a word too. */
const ENDS_BEHIND_A_WORD = /[^\p{L}\p{N}\p{M}]$/u;

/**
 * Finds names with these words behind each other, the last one perhaps longer: not so where a delimiter ends it, as in
 * `DOE^`. Null when there are no words in it.
 */
export function nameExpression(start: string): string | null {
  const words = toSearchWords(start);
  if (words.length === 0) return null;
  return `"${words.join(' ')}"${ENDS_BEHIND_A_WORD.test(start) ? '' : '*'}`;
}

type KeyStatement = Statement<[...string[], number], number>;

/** Finds the keys of studies and patients that a query may be about. The statements are prepared once. */
export class FindKeys {
  readonly #byUids: Readonly<Record<'study-uids' | 'series-uids' | 'instance-uids', KeyStatement>>;
  readonly #bySpan: Readonly<Record<'patient-id' | 'accession-number' | 'study-dates', KeyStatement>>;
  readonly #byName: KeyStatement;
  readonly #patientKeys: Statement<[string], number>;
  readonly #lastStudy: Statement<[], number | null>;
  readonly #lastPatient: Statement<[], number | null>;

  constructor(db: Database) {
    const prepare = (sql: string): KeyStatement => db.prepare<[...string[], number], number>(sql).pluck();
    this.#byUids = {
      'study-uids': prepare(`SELECT study_key FROM studies
        WHERE study_instance_uid IN (SELECT value FROM json_each(?)) LIMIT ?`),
      'series-uids': prepare(`SELECT DISTINCT study_key FROM series
        WHERE series_instance_uid IN (SELECT value FROM json_each(?)) LIMIT ?`),
      'instance-uids': prepare(`SELECT DISTINCT se.study_key
        FROM instances AS i CROSS JOIN series AS se USING (series_key)
        WHERE i.sop_instance_uid IN (SELECT value FROM json_each(?)) LIMIT ?`),
    };
    this.#bySpan = {
      'patient-id': prepare(`SELECT s.study_key FROM patients AS p CROSS JOIN studies AS s USING (patient_key)
        WHERE p.patient_id >= ? AND p.patient_id <= ? LIMIT ?`),
      'accession-number': prepare(`SELECT study_key FROM studies INDEXED BY studies_by_accession_number
        WHERE accession_number >= ? AND accession_number <= ? LIMIT ?`),
      'study-dates': prepare(`SELECT study_key FROM studies INDEXED BY studies_by_study_date
        WHERE study_date >= ? AND study_date <= ? LIMIT ?`),
    };
    this.#byName = prepare('SELECT rowid FROM study_search WHERE study_search MATCH ? LIMIT ?');
    this.#patientKeys = db
      .prepare<[string], number>(
        'SELECT DISTINCT patient_key FROM studies WHERE study_key IN (SELECT value FROM json_each(?))',
      )
      .pluck();
    this.#lastStudy = db.prepare<[], number | null>('SELECT max(study_key) FROM studies').pluck();
    this.#lastPatient = db.prepare<[], number | null>('SELECT max(patient_key) FROM patients').pluck();
  }

  /** At most `limit` keys of studies that pass, in no particular order. */
  findStudies(filter: StudyFilter, limit: number): number[] {
    switch (filter.kind) {
      case 'study-uids':
      case 'series-uids':
      case 'instance-uids':
        return this.#byUids[filter.kind].all(JSON.stringify(filter.uids), limit);
      case 'name':
        return this.#byName.all(filter.expression, limit);
      case 'patient-id':
      case 'accession-number':
      case 'study-dates':
        return this.#bySpan[filter.kind].all(filter.span.from, filter.span.to, limit);
    }
  }

  /** The patients of these studies, each once. */
  patientsOf(studyKeys: readonly number[]): number[] {
    return this.#patientKeys.all(JSON.stringify(studyKeys));
  }

  /** 0 without studies. */
  lastStudyKey(): number {
    return this.#lastStudy.get() ?? 0;
  }

  /** 0 without patients. */
  lastPatientKey(): number {
    return this.#lastPatient.get() ?? 0;
  }
}
