import type { WritableElement } from '../../dicom/data-set-writer.ts';
import { TAG } from '../../dicom/tag.ts';
import { QUERY_TAG } from './study-root.ts';

/** What a person fills in. Empty fields match everything. */
export interface SearchForm {
  /** Begin of the name, or parts of it; `*` and `?` may stand for what is not known. */
  readonly patientName: string;
  readonly patientId: string;
  readonly accessionNumber: string;
  /** First and last day, `YYYY-MM-DD`; null where it is open. */
  readonly fromDate: string | null;
  readonly toDate: string | null;
  /** Such as `CT`. */
  readonly modality: string;
}

/** Keys of a search at study level: those that are matched, and those that are only wanted back. */
export function toStudyKeys(form: SearchForm): readonly WritableElement[] {
  return [
    { tag: TAG.studyDate, vr: 'DA', value: toDateRange(form.fromDate, form.toDate) },
    { tag: TAG.studyTime, vr: 'TM', value: '' },
    { tag: TAG.accessionNumber, vr: 'SH', value: toKey(form.accessionNumber) },
    { tag: QUERY_TAG.modalitiesInStudy, vr: 'CS', value: toKey(form.modality).toUpperCase() },
    { tag: TAG.referringPhysicianName, vr: 'PN', value: '' },
    { tag: TAG.studyDescription, vr: 'LO', value: '' },
    { tag: TAG.patientName, vr: 'PN', value: toNameKey(form.patientName) },
    { tag: TAG.patientId, vr: 'LO', value: toKey(form.patientId) },
    { tag: TAG.patientBirthDate, vr: 'DA', value: '' },
    { tag: TAG.patientSex, vr: 'CS', value: '' },
    { tag: TAG.studyInstanceUid, vr: 'UI', value: '' },
    { tag: TAG.studyId, vr: 'SH', value: '' },
    { tag: QUERY_TAG.studySeries, vr: 'IS', value: '' },
    { tag: QUERY_TAG.studyInstances, vr: 'IS', value: '' },
  ];
}

/** Keys of the series of one study. */
export function toSeriesKeys(studyInstanceUid: string): readonly WritableElement[] {
  return [
    { tag: TAG.studyInstanceUid, vr: 'UI', value: studyInstanceUid },
    { tag: TAG.seriesInstanceUid, vr: 'UI', value: '' },
    { tag: TAG.modality, vr: 'CS', value: '' },
    { tag: TAG.seriesNumber, vr: 'IS', value: '' },
    { tag: TAG.seriesDescription, vr: 'LO', value: '' },
    { tag: TAG.bodyPartExamined, vr: 'CS', value: '' },
    { tag: QUERY_TAG.seriesInstances, vr: 'IS', value: '' },
  ];
}

/** A backslash would make two values of one. */
function toKey(text: string): string {
  return text.trim().replaceAll('\\', ' ');
}

/** What people type is the begin of the name, its parts with spaces or a comma between them. */
function toNameKey(text: string): string {
  const key = toKey(text);
  if (key === '') return '';
  return `${key.replaceAll(/[\s,]+/g, '*')}*`.replaceAll(/\*+/g, '*');
}

/** Range matching (PS3.4 section C.2.2.2.5). */
function toDateRange(from: string | null, to: string | null): string {
  if (from === null && to === null) return '';
  const day = (date: string | null) => date?.replaceAll('-', '') ?? '';
  return from === to ? day(from) : `${day(from)}-${day(to)}`;
}
