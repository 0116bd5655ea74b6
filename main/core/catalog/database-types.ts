import type { Generated } from 'kysely';
import type { Verdict } from './quality-record.ts';
import type { AssessmentRow, FindingRow } from './quality-rows.ts';
import type { StudyPriority } from './study-priority.ts';
import type { PersonStatus, StudyStatus } from './study-status.ts';

/** Row types of `catalog.sqlite` as Kysely sees them. Meaning and units stand in the migrations. */
export interface CatalogTables {
  readonly patients: PatientsTable;
  readonly studies: StudiesTable;
  readonly series: SeriesTable;
  readonly instances: InstancesTable;
  readonly instance_details: InstanceDetailsTable;
  readonly unfiled: UnfiledTable;
  readonly conflicts: ConflictsTable;
  readonly jobs: JobsTable;
  readonly quality_assessments: QualityAssessmentsTable;
  readonly findings: FindingsTable;
}

interface PatientsTable {
  readonly patient_key: Generated<number>;
  readonly patient_id: string;
  readonly issuer_of_patient_id: string;
  readonly sole_study_instance_uid: string;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly birth_date: string | null;
  readonly sex: string;
}

interface StudiesTable {
  readonly study_key: Generated<number>;
  readonly study_instance_uid: string;
  readonly patient_key: number;
  readonly patient_age: string;
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly study_time_fraction: Generated<string>;
  readonly study_description: string;
  readonly study_id: string;
  readonly accession_number: string;
  readonly referring_physician_name: string;
  readonly referring_physician_groups: Generated<string>;
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
  readonly sort_patient: string;
  readonly sort_patient_id: string;
  readonly sort_description: string;
  readonly sort_day: string;
  readonly is_arriving: Generated<number>;
  readonly is_to_read: Generated<number>;
  readonly status_rank: Generated<number>;
  readonly priority_rank: Generated<number>;
  readonly judgeable_count: Generated<number>;
  readonly judged_count: Generated<number>;
  readonly quality_verdict: Verdict | null;
  readonly quality_score: number | null;
  readonly quality_reason: Generated<string>;
  readonly quality_image_number: number | null;
  readonly review_reasons: Generated<string>;
  readonly review_lists: Generated<string>;
  readonly is_quality_settled: Generated<number>;
}

interface SeriesTable {
  readonly series_key: Generated<number>;
  readonly study_key: number;
  readonly series_instance_uid: string;
  readonly modality: string;
  readonly series_number: number | null;
  readonly series_description: string;
  readonly body_part_examined: string;
  readonly laterality: string;
  readonly protocol_name: string;
  readonly station_name: string;
  readonly instance_count: number;
}

export interface InstancesTable {
  readonly instance_key: Generated<number>;
  readonly sop_instance_uid: string;
  readonly version: number;
  readonly series_key: number | null;
  readonly is_alternate: number;
  readonly object_name: string;
  readonly sop_class_uid: string;
  readonly transfer_syntax_uid: string;
  readonly size_bytes: number;
  readonly data_set_offset: number;
  readonly data_set_sha256: string;
  readonly pixel_data_sha256: string | null;
  readonly instance_number: number | null;
  readonly number_of_frames: number;
  readonly pixel_rows: number | null;
  readonly pixel_columns: number | null;
  readonly has_pixels: number;
  readonly slice_position_mm: number | null;
  readonly slice_normal: string | null;
  readonly source_ae_title: string;
  readonly warnings: string;
  readonly received_at_ms: number;
  readonly is_judgeable: Generated<number>;
  readonly quality_version: string | null;
  readonly quality_verdict: Verdict | null;
}

interface InstanceDetailsTable {
  readonly instance_key: number;
  readonly metadata: Buffer;
  readonly frame_table: Buffer | null;
}

interface UnfiledTable {
  readonly instance_key: number;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly patient_id: string;
  readonly modality: string;
  readonly reason: string;
}

export type ConflictKind = 'instance-version' | 'study-patients' | 'patient-identity';

interface ConflictsTable {
  readonly conflict_key: Generated<number>;
  readonly kind: ConflictKind;
  readonly matter: string;
  readonly study_key: number | null;
  readonly patient_key: number | null;
  readonly other_patient_key: number | null;
  readonly instance_key: number | null;
  readonly detail: string;
  readonly detected_at_ms: number;
  readonly resolved_at_ms: number | null;
}

interface JobsTable {
  readonly job_key: Generated<number>;
  readonly kind: string;
  readonly instance_key: number | null;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly run_after_ms: number;
  readonly created_at_ms: number;
}

interface QualityAssessmentsTable extends AssessmentRow {
  readonly assessment_key: Generated<number>;
}

interface FindingsTable extends Omit<FindingRow, 'series_instance_uid'> {
  readonly finding_key: Generated<number>;
  readonly study_key: number;
  readonly series_key: number | null;
}

/** Row types of `station.sqlite`. */
export interface StationTables {
  readonly access_log: AccessLogTable;
  readonly settings: { readonly key: string; readonly value: string; readonly changed_at_ms: number };
  readonly study_statuses: StudyStatusesTable;
  readonly dismissed_notices: { readonly key: string; readonly dismissed_at_ms: number };
}

interface AccessLogTable {
  readonly access_key: Generated<number>;
  readonly user_name: string;
  readonly study_instance_uid: string;
  readonly action: string;
  readonly address: string;
  readonly at_ms: number;
}

interface StudyStatusesTable {
  readonly study_instance_uid: string;
  readonly status: PersonStatus;
  readonly user_name: string;
  readonly set_at_ms: number;
}
