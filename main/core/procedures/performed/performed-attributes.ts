import type { PerformedStatus } from '../../catalog/station-procedures-model.ts';
import { AttributeReader } from '../../dicom/attribute-reader.ts';
import type { DataSet } from '../../dicom/data-set.ts';
import type { PersonName } from '../../dicom/instance-header.ts';
import { TAG } from '../../dicom/tag.ts';

/** One item of the Scheduled Step Attributes Sequence (0040,0270): which step the device says that it performs. */
export interface ScheduledReference {
  readonly studyInstanceUid: string;
  readonly accessionNumber: string;
  readonly stepId: string;
}

/** What we read of a performed procedure step. */
export interface PerformedAttributes {
  /** Null for a value that is none of the three. */
  readonly status: PerformedStatus | null;
  readonly references: readonly ScheduledReference[];
  readonly announcedInstanceUids: readonly string[];
  readonly patientId: string;
  readonly patientName: PersonName;
}

const STATUS = 0x00400252;
const SCHEDULED_STEP_ATTRIBUTES = 0x00400270;
const PERFORMED_SERIES = 0x00400340;
const REFERENCED_IMAGES = 0x00081140;
const REFERENCED_OTHERS = 0x00400220;
const REFERENCED_SOP_INSTANCE_UID = 0x00081155;

const STATUS_TERMS: Readonly<Record<string, PerformedStatus>> = {
  'IN PROGRESS': 'in-progress',
  COMPLETED: 'completed',
  DISCONTINUED: 'discontinued',
};

/** Attributes that an N-CREATE must bring with a value (PS3.4 Table F.7.2-1, type 1). */
const REQUIRED_AT_CREATION: readonly (readonly [tag: number, name: string])[] = [
  [SCHEDULED_STEP_ATTRIBUTES, 'Scheduled Step Attributes Sequence'],
  [0x00400253, 'Performed Procedure Step ID'],
  [0x00400241, 'Performed Station AE Title'],
  [0x00400244, 'Performed Procedure Step Start Date'],
  [0x00400245, 'Performed Procedure Step Start Time'],
  [STATUS, 'Performed Procedure Step Status'],
  [TAG.modality, 'Modality'],
];

export interface MissingAttribute {
  readonly tag: number;
  readonly name: string;
  /** There, but without a value. */
  readonly isEmpty: boolean;
}

export function readPerformedAttributes(dataSet: DataSet): PerformedAttributes {
  const reader = new AttributeReader(dataSet);
  const announced = reader
    .items(PERFORMED_SERIES)
    .flatMap((series) => [...series.items(REFERENCED_IMAGES), ...series.items(REFERENCED_OTHERS)])
    .map((reference) => toUid(reference.code(REFERENCED_SOP_INSTANCE_UID)))
    .filter((uid) => uid !== '');
  return {
    status: STATUS_TERMS[reader.code(STATUS)] ?? null,
    references: reader.items(SCHEDULED_STEP_ATTRIBUTES).map((item) => ({
      studyInstanceUid: toUid(item.code(TAG.studyInstanceUid)),
      accessionNumber: item.text(TAG.accessionNumber),
      stepId: item.text(0x00400009),
    })),
    announcedInstanceUids: [...new Set(announced)],
    patientId: reader.text(TAG.patientId),
    patientName: reader.personName(TAG.patientName),
  };
}

export function hasStatus(dataSet: DataSet): boolean {
  return dataSet.elements.has(STATUS);
}

/** The first attribute that an N-CREATE lacks; null when it has all. */
export function findMissingAttribute(dataSet: DataSet): MissingAttribute | null {
  for (const [tag, name] of REQUIRED_AT_CREATION) {
    const element = dataSet.elements.get(tag);
    if (element === undefined) return { tag, name, isEmpty: false };
    const hasValue =
      element.items === undefined ? new AttributeReader(dataSet).code(tag) !== '' : element.items.length > 0;
    if (!hasValue) return { tag, name, isEmpty: true };
  }
  const references = readPerformedAttributes(dataSet).references;
  const isStudyMissing = references.some(({ studyInstanceUid }) => studyInstanceUid === '');
  return isStudyMissing ? { tag: TAG.studyInstanceUid, name: 'Study Instance UID', isEmpty: true } : null;
}

export const STATUS_TAG = STATUS;

/** What an N-SET must not change (PS3.4 Table F.7.2-1): it stays as the N-CREATE said it. */
export const FIXED_TAGS: ReadonlySet<number> = new Set([
  SCHEDULED_STEP_ATTRIBUTES,
  TAG.patientName,
  TAG.patientId,
  TAG.patientBirthDate,
  TAG.patientSex,
  0x00400253,
  0x00400241,
  0x00400242,
  0x00400243,
  0x00400244,
  0x00400245,
  TAG.modality,
  TAG.studyId,
]);

function toUid(text: string): string {
  return text.replace(/[\0 ]+$/, '');
}
