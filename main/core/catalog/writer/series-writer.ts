import type { Database, Statement } from 'better-sqlite3';
import type { InstanceRecord } from '../instance-record.ts';

/** Writes series rows and the counts in them. */
export class SeriesWriter {
  readonly #find: Statement<[number, string], { readonly series_key: number }>;
  readonly #insert: Statement<[Record<string, unknown>]>;
  readonly #count: Statement<[number]>;

  constructor(db: Database) {
    this.#find = db.prepare('SELECT series_key FROM series WHERE study_key = ? AND series_instance_uid = ?');
    this.#insert = db.prepare(`INSERT INTO series (study_key, series_instance_uid, modality, series_number,
      series_description, body_part_examined, laterality, protocol_name, station_name, instance_count)
      VALUES (@study_key, @series_instance_uid, @modality, @series_number, @series_description, @body_part_examined,
      @laterality, @protocol_name, @station_name, 0)`);
    this.#count = db.prepare('UPDATE series SET instance_count = instance_count + 1 WHERE series_key = ?');
  }

  findOrAdd(
    studyKey: number,
    record: InstanceRecord,
  ): { readonly seriesKey: number; readonly isNew: boolean } {
    const known = this.#find.get(studyKey, record.seriesInstanceUid);
    if (known !== undefined) return { seriesKey: known.series_key, isNew: false };
    const { header } = record;
    const { lastInsertRowid } = this.#insert.run({
      study_key: studyKey,
      series_instance_uid: record.seriesInstanceUid,
      modality: header.modality,
      series_number: header.seriesNumber === null ? null : Math.trunc(header.seriesNumber),
      series_description: header.seriesDescription,
      body_part_examined: header.bodyPartExamined,
      laterality: header.laterality,
      protocol_name: header.protocolName,
      station_name: header.stationName,
    });
    return { seriesKey: Number(lastInsertRowid), isNew: true };
  }

  countInstance(seriesKey: number): void {
    this.#count.run(seriesKey);
  }
}
