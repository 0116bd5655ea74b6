import type { Database, Statement } from 'better-sqlite3';
import { isJudgeable } from '../../dicom/judgeable.ts';
import type { InstanceRecord } from '../instance-record.ts';
import { packMetadata } from '../packed-metadata.ts';
import { toSlicePlace } from './slice-geometry.ts';

export interface KnownInstanceRow {
  readonly instance_key: number;
  readonly version: number;
  readonly series_key: number | null;
  readonly is_alternate: number;
  readonly data_set_sha256: string;
  readonly object_name: string;
  readonly file_bytes: number;
  /** Study and patient of the earlier version, for the conflict row. */
  readonly study_key: number | null;
}

/** Where an instance goes. */
export interface InstancePlace {
  readonly version: number;
  readonly seriesKey: number | null;
  readonly isAlternate: boolean;
}

/** Writes the rows of one instance: itself, its details, its line among the unfiled, its jobs. */
export class InstanceWriter {
  readonly #isKnown: Statement<[string], { readonly found: number }>;
  readonly #known: Statement<[string], KnownInstanceRow>;
  readonly #insert: Statement<[Record<string, unknown>]>;
  readonly #insertDetails: Statement<[number, Buffer, Buffer | null]>;
  readonly #insertUnfiled: Statement<[Record<string, unknown>]>;
  readonly #insertJob: Statement<[string, number, number, number]>;

  constructor(db: Database) {
    this.#isKnown = db.prepare('SELECT 1 AS found FROM instances WHERE sop_instance_uid = ?');
    this.#known =
      db.prepare(`SELECT i.instance_key, i.version, i.series_key, i.is_alternate, i.data_set_sha256, i.object_name,
      i.data_set_offset + i.size_bytes AS file_bytes, s.study_key
      FROM instances i LEFT JOIN series s USING (series_key) WHERE i.sop_instance_uid = ? ORDER BY i.version`);
    this.#insert =
      db.prepare(`INSERT INTO instances (sop_instance_uid, version, series_key, is_alternate, object_name,
      sop_class_uid, transfer_syntax_uid, size_bytes, data_set_offset, data_set_sha256, instance_number,
      number_of_frames, pixel_rows, pixel_columns, has_pixels, slice_position_mm, slice_normal, source_ae_title, warnings,
      received_at_ms, is_judgeable) VALUES (@sop_instance_uid, @version, @series_key, @is_alternate, @object_name, @sop_class_uid,
      @transfer_syntax_uid, @size_bytes, @data_set_offset, @data_set_sha256, @instance_number,
      @number_of_frames, @pixel_rows, @pixel_columns, @has_pixels, @slice_position_mm, @slice_normal, @source_ae_title,
      @warnings, @received_at_ms, @is_judgeable)`);
    this.#insertDetails = db.prepare(
      'INSERT INTO instance_details (instance_key, metadata, frame_table) VALUES (?, ?, ?)',
    );
    this.#insertUnfiled =
      db.prepare(`INSERT INTO unfiled (instance_key, name_alphabetic, name_ideographic, name_phonetic,
      patient_id, modality, reason) VALUES (@instance_key, @name_alphabetic, @name_ideographic, @name_phonetic, @patient_id,
      @modality, @reason)`);
    this.#insertJob =
      db.prepare(`INSERT INTO jobs (kind, instance_key, state, attempts, run_after_ms, created_at_ms)
      VALUES (?, ?, 'waiting', 0, ?, ?)`);
  }

  /** Every version of a SOP Instance UID that the catalog has, the first one first. */
  findVersions(sopInstanceUid: string): KnownInstanceRow[] {
    // Nearly every image is new: the short question first.
    return this.#isKnown.get(sopInstanceUid) === undefined ? [] : this.#known.all(sopInstanceUid);
  }

  add(record: InstanceRecord, place: InstancePlace): number {
    const { header } = record;
    const slice = toSlicePlace(header.imageOrientationPatient, header.imagePositionPatient);
    const { lastInsertRowid } = this.#insert.run({
      sop_instance_uid: record.sopInstanceUid,
      version: place.version,
      series_key: place.seriesKey,
      is_alternate: place.isAlternate ? 1 : 0,
      object_name: record.objectName,
      sop_class_uid: header.sopClassUid,
      transfer_syntax_uid: record.transferSyntaxUid,
      size_bytes: record.sizeBytes,
      data_set_offset: record.dataSetOffset,
      data_set_sha256: record.dataSetSha256,
      instance_number: toInteger(header.instanceNumber),
      number_of_frames: header.numberOfFrames,
      pixel_rows: toInteger(header.rows),
      pixel_columns: toInteger(header.columns),
      has_pixels: record.hasPixels ? 1 : 0,
      slice_position_mm: slice?.positionMm ?? null,
      slice_normal: slice?.normal ?? null,
      source_ae_title: record.sourceAeTitle,
      warnings: JSON.stringify(record.warnings),
      received_at_ms: record.receivedAtMs,
      is_judgeable: isJudged(record, place) ? 1 : 0,
    });
    const instanceKey = Number(lastInsertRowid);
    this.#insertDetails.run(instanceKey, packMetadata(record.metadataJson), record.frameTable);
    return instanceKey;
  }

  addUnfiled(instanceKey: number, record: InstanceRecord): void {
    const { header } = record;
    this.#insertUnfiled.run({
      instance_key: instanceKey,
      name_alphabetic: header.patientName.alphabetic,
      name_ideographic: header.patientName.ideographic,
      name_phonetic: header.patientName.phonetic,
      patient_id: header.patientId,
      modality: header.modality,
      reason: describeMissing(record),
    });
  }

  addJob(kind: string, instanceKey: number, createdAtMs: number): void {
    this.#insertJob.run(kind, instanceKey, createdAtMs, createdAtMs);
  }
}

/** Only what is filed and shown is judged. */
function isJudged({ header, hasPixels }: InstanceRecord, place: InstancePlace): boolean {
  return place.seriesKey !== null && !place.isAlternate && isJudgeable(header.sopClassUid, hasPixels);
}

/** Integer String values with a fraction or out of range do come; STRICT columns take whole numbers only. */
function toInteger(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : null;
}

function describeMissing(record: InstanceRecord): string {
  if (record.studyInstanceUid !== '') return 'The image does not say to which series it belongs';
  if (record.seriesInstanceUid !== '') return 'The image does not say to which study it belongs';
  return 'The image says neither to which study nor to which series it belongs';
}
