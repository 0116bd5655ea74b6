import { sql, type Kysely } from 'kysely';
import { toPersonName } from '../writer/patient-writer.ts';
import type { CatalogTables } from '../database-types.ts';
import type { Verdict } from '../quality-record.ts';
import type { StudyRow } from '../rows.ts';
import type { StudyPriority } from '../study-priority.ts';
import type { StudyStatus } from '../study-status.ts';

/** A row of `studies AS s` joined with `patients AS p`, as `STUDY_COLUMNS` selects it. */
export interface StudyRecord {
  readonly study_instance_uid: string;
  readonly patient_id: string;
  readonly issuer_of_patient_id: string;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly birth_date: string | null;
  readonly sex: string;
  readonly patient_age: string;
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly study_description: string;
  readonly accession_number: string;
  readonly modalities: string;
  readonly series_count: number;
  readonly instance_count: number;
  readonly size_bytes: number;
  readonly conflict_count: number;
  readonly status: StudyStatus;
  readonly priority: StudyPriority;
  readonly first_received_at_ms: number;
  readonly last_received_at_ms: number;
  readonly source_ae_title: string;
  readonly station_name: string;
  readonly judgeable_count: number;
  readonly judged_count: number;
  readonly quality_verdict: Verdict | null;
  readonly quality_score: number | null;
  readonly quality_reason: string;
  readonly quality_image_number: number | null;
}

export const STUDY_COLUMNS =
  sql.raw(`s.study_instance_uid, p.patient_id, p.issuer_of_patient_id, p.name_alphabetic,
  p.name_ideographic, p.name_phonetic, p.birth_date, p.sex, s.patient_age, s.study_date, s.study_time,
  s.study_description, s.accession_number, s.modalities, s.series_count, s.instance_count, s.size_bytes,
  s.conflict_count, s.status, s.priority, s.first_received_at_ms, s.last_received_at_ms, s.source_ae_title,
  s.station_name, s.judgeable_count, s.judged_count, s.quality_verdict, s.quality_score, s.quality_reason,
  s.quality_image_number`);

/** Rows of the studies that exist, in no particular order. */
export async function findStudyRows(
  db: Kysely<CatalogTables>,
  studyInstanceUids: readonly string[],
): Promise<StudyRow[]> {
  const { rows } = await sql<StudyRecord>`SELECT ${STUDY_COLUMNS}
    FROM studies AS s JOIN patients AS p USING (patient_key)
    WHERE s.study_instance_uid IN (SELECT value FROM json_each(${JSON.stringify(studyInstanceUids)}))`.execute(
    db,
  );
  return rows.map(toStudyRow);
}

export function toStudyRow(record: StudyRecord): StudyRow {
  return {
    studyInstanceUid: record.study_instance_uid,
    patientName: toPersonName(record),
    patientId: record.patient_id,
    issuerOfPatientId: record.issuer_of_patient_id,
    patientBirthDate: record.birth_date,
    patientSex: record.sex,
    patientAge: record.patient_age,
    studyDate: record.study_date,
    studyTime: record.study_time,
    studyDescription: record.study_description,
    accessionNumber: record.accession_number,
    modalities: JSON.parse(record.modalities) as string[], // written by the study writer only
    seriesCount: record.series_count,
    instanceCount: record.instance_count,
    expectedCount: null,
    sizeBytes: record.size_bytes,
    status: record.status,
    priority: record.priority,
    firstReceivedAtMs: record.first_received_at_ms,
    lastReceivedAtMs: record.last_received_at_ms,
    sourceAeTitle: record.source_ae_title,
    stationName: record.station_name,
    conflictCount: record.conflict_count,
    quality: {
      verdict: record.quality_verdict,
      score: record.quality_score,
      judgedCount: record.judged_count,
      judgeableCount: record.judgeable_count,
      reason: record.quality_reason,
      imageNumber: record.quality_image_number,
    },
  };
}
