import type { FindRows, FoundPatient } from '../catalog/queries/find-rows.ts';
import type { Subject } from './subject.ts';

/** The value of an attribute as text, `\` between values; empty when absent. */
export type ReadValue = (subject: Subject) => string;

export interface ComputedParts {
  readonly rows: () => FindRows;
  /** AE title of this station, as it is called now. */
  readonly aeTitle: () => string;
}

const toDate = (iso: string | null | undefined) => (iso ?? '').replaceAll('-', '');
const toNumber = (value: number | null | undefined) => (value == null ? '' : String(value));

function toName(patient: FoundPatient): string {
  const { name_alphabetic: alphabetic, name_ideographic: ideographic, name_phonetic: phonetic } = patient;
  if (phonetic !== '') return `${alphabetic}=${ideographic}=${phonetic}`;
  return ideographic === '' ? alphabetic : `${alphabetic}=${ideographic}`;
}

function studyTime({ study }: Subject): string {
  if (!study?.study_time) return '';
  const time = study.study_time.replaceAll(':', '');
  return study.study_time_fraction === '' ? time : `${time}.${study.study_time_fraction}`;
}

function modalities({ study }: Subject): string {
  return study === null ? '' : (JSON.parse(study.modalities) as string[]).join('\\'); // written by the core only
}

/** Attributes that the catalog has in columns, or that are computed (PS3.4 section C.3.4); the rest is in the metadata. */
export function columnReaders(parts: ComputedParts): ReadonlyMap<number, ReadValue> {
  const counts = (subject: Subject) => parts.rows().countsOf(subject.patient.patient_key);
  return new Map<number, ReadValue>([
    [0x00080054, () => parts.aeTitle()],
    [0x00080056, () => 'ONLINE'],
    [0x00100010, ({ patient }) => toName(patient)],
    [0x00100020, ({ patient }) => patient.patient_id],
    [0x00100021, ({ patient }) => patient.issuer_of_patient_id],
    [0x00100030, ({ patient }) => toDate(patient.birth_date)],
    [0x00100040, ({ patient }) => patient.sex],
    [0x00201200, (subject) => toNumber(counts(subject).studies)],
    [0x00201202, (subject) => toNumber(counts(subject).series)],
    [0x00201204, (subject) => toNumber(counts(subject).instances)],
    [0x0020000d, ({ study }) => study?.study_instance_uid ?? ''],
    [0x00080020, ({ study }) => toDate(study?.study_date)],
    [0x00080030, studyTime],
    [0x00080050, ({ study }) => study?.accession_number ?? ''],
    [0x00200010, ({ study }) => study?.study_id ?? ''],
    [0x00081030, ({ study }) => study?.study_description ?? ''],
    [0x00080090, ({ study }) => study?.referring_physician ?? ''],
    [0x00101010, ({ study }) => study?.patient_age ?? ''],
    [0x00080061, modalities],
    [0x00080062, ({ study }) => (study ? parts.rows().sopClassesOf(study.study_key).join('\\') : '')],
    [0x00201206, ({ study }) => toNumber(study?.series_count)],
    [0x00201208, ({ study }) => toNumber(study?.instance_count)],
    [0x0020000e, ({ series }) => series?.series_instance_uid ?? ''],
    [0x00080060, ({ series }) => series?.modality ?? ''],
    [0x00200011, ({ series }) => toNumber(series?.series_number)],
    [0x0008103e, ({ series }) => series?.series_description ?? ''],
    [0x00180015, ({ series }) => series?.body_part_examined ?? ''],
    [0x00181030, ({ series }) => series?.protocol_name ?? ''],
    [0x00081010, ({ series }) => series?.station_name ?? ''],
    [0x00201209, ({ series }) => toNumber(series?.instance_count)],
    [0x00080018, ({ instance }) => instance?.sop_instance_uid ?? ''],
    [0x00080016, ({ instance }) => instance?.sop_class_uid ?? ''],
    [0x00083002, ({ instance }) => instance?.transfer_syntax_uid ?? ''],
    [0x00200013, ({ instance }) => toNumber(instance?.instance_number)],
    [0x00280010, ({ instance }) => toNumber(instance?.pixel_rows)],
    [0x00280011, ({ instance }) => toNumber(instance?.pixel_columns)],
  ]);
}
