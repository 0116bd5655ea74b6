import { foldForSearch } from '../dicom/search-text.ts';
import type {
  PerformedStatus,
  PerformedStep,
  ScheduledStep,
  StepOrder,
  StepSource,
  StepStatus,
  StudyAnnouncement,
} from './station-procedures-model.ts';

export interface StepRow {
  readonly step_key: number;
  readonly status: StepStatus;
  readonly source: StepSource;
  readonly step_order: string;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
}

export interface PerformedRow {
  readonly sop_instance_uid: string;
  readonly status: PerformedStatus;
  readonly study_instance_uids: string;
  readonly announced_instance_uids: string;
  readonly data_set: Buffer;
  readonly calling_ae_title: string;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
}

export interface AnnouncementRow {
  readonly study_instance_uid: string;
  readonly expected_count: number;
  readonly is_final: number;
  readonly instance_uids: string;
}

/** A step is an order too; what the station says of it has columns of its own. JSON leaves out what is undefined. */
const NOT_OF_THE_ORDER = {
  stepKey: undefined,
  status: undefined,
  source: undefined,
  createdAtMs: undefined,
  changedAtMs: undefined,
};

/** Columns of `procedure_steps` that an order decides. */
export function toOrderColumns(order: StepOrder): Record<string, string> {
  return {
    step_id: order.stepId,
    start_date: order.startDate,
    start_time: order.startTime,
    patient_id: order.patientId,
    accession_number: order.accessionNumber,
    study_instance_uid: order.studyInstanceUid,
    placer_order_number: order.placerOrderNumber,
    filler_order_number: order.fillerOrderNumber,
    search_text: toSearchText(order),
    step_order: JSON.stringify({ ...order, ...NOT_OF_THE_ORDER }),
  };
}

export function toScheduledStep(row: StepRow): ScheduledStep {
  return {
    ...(JSON.parse(row.step_order) as StepOrder), // written by toOrderColumns only
    stepKey: row.step_key,
    status: row.status,
    source: row.source,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
  };
}

export function toPerformedStep(row: PerformedRow, stepKeys: readonly number[]): PerformedStep {
  return {
    sopInstanceUid: row.sop_instance_uid,
    status: row.status,
    stepKeys,
    studyInstanceUids: JSON.parse(row.study_instance_uids) as string[], // this and the next: written here only
    announcedInstanceUids: JSON.parse(row.announced_instance_uids) as string[],
    dataSet: row.data_set,
    callingAeTitle: row.calling_ae_title,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
  };
}

export function toAnnouncement(row: AnnouncementRow): StudyAnnouncement {
  return {
    studyInstanceUid: row.study_instance_uid,
    expectedCount: row.expected_count,
    isFinal: row.is_final === 1,
    instanceUids: JSON.parse(row.instance_uids) as string[], // written by StationProcedures only
  };
}

function toSearchText(order: StepOrder): string {
  const { alphabetic, ideographic, phonetic } = order.patientName;
  const words = [
    alphabetic,
    ideographic,
    phonetic,
    order.patientId,
    order.accessionNumber,
    order.stepId,
    order.requestedProcedureId,
    order.requestedProcedureDescription,
    order.stepDescription,
    order.modality,
    ...order.stationAeTitles,
  ];
  return ` ${foldForSearch(words.join(' '))}`;
}
