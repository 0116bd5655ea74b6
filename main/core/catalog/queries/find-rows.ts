import type { Database, Statement } from 'better-sqlite3';

/** What a query reads of a patient. Dates are `YYYY-MM-DD`, times `HH:MM:SS`, null when absent or unreadable. */
export interface FoundPatient {
  readonly patient_key: number;
  readonly patient_id: string;
  readonly issuer_of_patient_id: string;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly birth_date: string | null;
  readonly sex: string;
}

/** A study and its patient. */
export interface FoundStudy extends FoundPatient {
  readonly study_key: number;
  readonly study_instance_uid: string;
  readonly patient_age: string;
  readonly study_date: string | null;
  readonly study_time: string | null;
  /** Digits behind the point of the seconds. */
  readonly study_time_fraction: string;
  readonly study_description: string;
  readonly study_id: string;
  readonly accession_number: string;
  /** Groups with `=` between them. */
  readonly referring_physician: string;
  /** JSON list. */
  readonly modalities: string;
  readonly series_count: number;
  readonly instance_count: number;
}

export interface FoundSeries {
  readonly series_key: number;
  readonly series_instance_uid: string;
  readonly modality: string;
  readonly series_number: number | null;
  readonly series_description: string;
  readonly body_part_examined: string;
  readonly protocol_name: string;
  readonly station_name: string;
  readonly instance_count: number;
}

export interface FoundInstance {
  readonly instance_key: number;
  readonly sop_instance_uid: string;
  readonly sop_class_uid: string;
  readonly transfer_syntax_uid: string;
  readonly instance_number: number | null;
  readonly pixel_rows: number | null;
  readonly pixel_columns: number | null;
}

export interface PatientCounts {
  readonly studies: number;
  readonly series: number;
  readonly instances: number;
}

const PATIENT_COLUMNS = `p.patient_key, p.patient_id, p.issuer_of_patient_id, p.name_alphabetic, p.name_ideographic,
  p.name_phonetic, p.birth_date, p.sex`;
const STUDY_COLUMNS = `${PATIENT_COLUMNS}, s.study_key, s.study_instance_uid, s.patient_age, s.study_date, s.study_time,
  s.study_time_fraction, s.study_description, s.study_id, s.accession_number,
  coalesce(nullif(s.referring_physician_groups, ''), s.referring_physician_name) AS referring_physician,
  s.modalities, s.series_count, s.instance_count`;
const SERIES_COLUMNS = `series_key, series_instance_uid, modality, series_number, series_description, body_part_examined,
  protocol_name, station_name, instance_count`;
const INSTANCE_COLUMNS = `instance_key, sop_instance_uid, sop_class_uid, transfer_syntax_uid, instance_number, pixel_rows,
  pixel_columns`;

/** Reads what answers are made of, a page at a time. Alternates, which wait for a person's decision, are never read. */
export class FindRows {
  readonly #patients: Statement<[string], FoundPatient>;
  readonly #patientRange: Statement<[number, number], FoundPatient>;
  readonly #studies: Statement<[string], FoundStudy>;
  readonly #studyRange: Statement<[number, number], FoundStudy>;
  readonly #studiesOfPatient: Statement<[number], FoundStudy>;
  readonly #series: Statement<[number, number, number], FoundSeries>;
  readonly #seriesByUid: Statement<[number, string], FoundSeries>;
  readonly #instances: Statement<[number, number, number], FoundInstance>;
  readonly #instancesByUid: Statement<[string, number], FoundInstance>;
  readonly #sopClasses: Statement<[number], string>;
  readonly #patientCounts: Statement<[number], PatientCounts>;

  constructor(db: Database) {
    this.#patients = db.prepare(
      `SELECT ${PATIENT_COLUMNS} FROM patients AS p WHERE patient_key IN (SELECT value FROM json_each(?))`,
    );
    this.#patientRange = db.prepare(
      `SELECT ${PATIENT_COLUMNS} FROM patients AS p WHERE patient_key BETWEEN ? AND ?`,
    );
    const studies = `SELECT ${STUDY_COLUMNS} FROM studies AS s CROSS JOIN patients AS p USING (patient_key)`;
    this.#studies = db.prepare(`${studies} WHERE s.study_key IN (SELECT value FROM json_each(?))`);
    this.#studyRange = db.prepare(`${studies} WHERE s.study_key BETWEEN ? AND ?`);
    this.#studiesOfPatient = db.prepare(`${studies} WHERE s.patient_key = ?`);
    this.#series = db.prepare(
      `SELECT ${SERIES_COLUMNS} FROM series WHERE study_key = ? AND series_key > ? ORDER BY series_key LIMIT ?`,
    );
    this.#seriesByUid = db.prepare(`SELECT ${SERIES_COLUMNS} FROM series
      WHERE study_key = ? AND series_instance_uid IN (SELECT value FROM json_each(?))`);
    this.#instances = db.prepare(`SELECT ${INSTANCE_COLUMNS} FROM instances INDEXED BY instances_by_series
      WHERE series_key = ? AND is_alternate = 0 AND instance_key > ? ORDER BY instance_key LIMIT ?`);
    this.#instancesByUid = db.prepare(`SELECT ${INSTANCE_COLUMNS} FROM instances
      WHERE sop_instance_uid IN (SELECT value FROM json_each(?)) AND +series_key = ? AND is_alternate = 0`);
    this.#sopClasses = db
      .prepare<[number], string>(
        `SELECT DISTINCT i.sop_class_uid FROM series AS se CROSS JOIN instances AS i USING (series_key)
          WHERE se.study_key = ? AND i.is_alternate = 0`,
      )
      .pluck();
    this.#patientCounts = db.prepare(`SELECT count(*) AS studies, coalesce(sum(series_count), 0) AS series,
      coalesce(sum(instance_count), 0) AS instances FROM studies WHERE patient_key = ?`);
  }

  patients(keys: readonly number[]): FoundPatient[] {
    return this.#patients.all(JSON.stringify(keys));
  }

  /** Both ends belong to the range. */
  patientsBetween(firstKey: number, lastKey: number): FoundPatient[] {
    return this.#patientRange.all(firstKey, lastKey);
  }

  studies(keys: readonly number[]): FoundStudy[] {
    return this.#studies.all(JSON.stringify(keys));
  }

  /** Both ends belong to the range. */
  studiesBetween(firstKey: number, lastKey: number): FoundStudy[] {
    return this.#studyRange.all(firstKey, lastKey);
  }

  studiesOf(patientKey: number): FoundStudy[] {
    return this.#studiesOfPatient.all(patientKey);
  }

  /** At most `limit` series of a study in order of arrival, behind `afterKey`. */
  seriesOf(studyKey: number, afterKey: number, limit: number): FoundSeries[] {
    return this.#series.all(studyKey, afterKey, limit);
  }

  seriesByUid(studyKey: number, uids: readonly string[]): FoundSeries[] {
    return this.#seriesByUid.all(studyKey, JSON.stringify(uids));
  }

  /** At most `limit` instances of a series in order of arrival, behind `afterKey`. */
  instancesOf(seriesKey: number, afterKey: number, limit: number): FoundInstance[] {
    return this.#instances.all(seriesKey, afterKey, limit);
  }

  instancesByUid(seriesKey: number, uids: readonly string[]): FoundInstance[] {
    return this.#instancesByUid.all(JSON.stringify(uids), seriesKey);
  }

  /** SOP Classes of the instances of a study, each once. */
  sopClassesOf(studyKey: number): string[] {
    return this.#sopClasses.all(studyKey);
  }

  countsOf(patientKey: number): PatientCounts {
    return this.#patientCounts.get(patientKey) ?? { studies: 0, series: 0, instances: 0 };
  }
}
