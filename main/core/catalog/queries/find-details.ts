import type { Database, Statement } from 'better-sqlite3';
import type { DicomJson } from '../../dicom/dicom-json.ts';
import { unpackMetadata } from '../packed-metadata.ts';

/** Whose metadata is asked for: that of an instance, or of the first one that came of something larger. */
export type DetailsOwner = 'patient' | 'study' | 'series' | 'instance';

/** Reads the metadata of single instances, for keys that have no column. */
export class FindDetails {
  readonly #metadata: Readonly<Record<DetailsOwner, Statement<[number], Buffer>>>;

  constructor(db: Database) {
    const prepare = (sql: string) => db.prepare<[number], Buffer>(sql).pluck();
    this.#metadata = {
      patient: prepare(`SELECT d.metadata FROM studies AS s CROSS JOIN series AS se USING (study_key)
        CROSS JOIN instances AS i USING (series_key) CROSS JOIN instance_details AS d USING (instance_key)
        WHERE s.patient_key = ? AND i.is_alternate = 0 LIMIT 1`),
      study: prepare(`SELECT d.metadata FROM series AS se CROSS JOIN instances AS i USING (series_key)
        CROSS JOIN instance_details AS d USING (instance_key)
        WHERE se.study_key = ? AND i.is_alternate = 0 LIMIT 1`),
      series:
        prepare(`SELECT d.metadata FROM instances AS i CROSS JOIN instance_details AS d USING (instance_key)
        WHERE i.series_key = ? AND i.is_alternate = 0 LIMIT 1`),
      instance: prepare('SELECT metadata FROM instance_details WHERE instance_key = ?'),
    };
  }

  /** Empty when there is no instance any more. */
  async read(owner: DetailsOwner, key: number): Promise<DicomJson> {
    const packed = this.#metadata[owner].get(key);
    if (packed === undefined) return {};
    return JSON.parse((await unpackMetadata(packed)).toString('utf8')) as DicomJson; // written by the core only
  }
}
