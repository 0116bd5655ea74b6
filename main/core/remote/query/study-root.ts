import { encodeDataSet, type WritableElement } from '../../dicom/data-set-writer.ts';
import { characterEncoderFor } from '../../dicom/charset/text-encoder.ts';
import { TAG } from '../../dicom/tag.ts';

/** Study Root Query/Retrieve Information Model (PS3.4 section C.6.2). */
export const STUDY_ROOT = {
  find: '1.2.840.10008.5.1.4.1.2.2.1',
  move: '1.2.840.10008.5.1.4.1.2.2.2',
  get: '1.2.840.10008.5.1.4.1.2.2.3',
} as const;

export type QueryLevel = 'STUDY' | 'SERIES' | 'IMAGE';

export const QUERY_TAG = {
  level: 0x0008_0052,
  modalitiesInStudy: 0x0008_0061,
  studyInstances: 0x0020_1208,
  studySeries: 0x0020_1206,
  seriesInstances: 0x0020_1209,
} as const;

/** @returns an identifier, as a function of the transfer syntax that the peer chose */
export function makeIdentifier(
  level: QueryLevel,
  keys: readonly WritableElement[],
): (transferSyntaxUid: string) => Buffer {
  const elements: readonly WritableElement[] = [{ tag: QUERY_TAG.level, vr: 'CS', value: level }, ...keys];
  // Most archives know Latin-1; text that it cannot hold goes out in UTF-8.
  return (transferSyntaxUid) =>
    encodeDataSet(elements, transferSyntaxUid, { encoder: characterEncoderFor('ISO_IR 100') });
}

export interface RemoteScope {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
}

/** Unique keys of a study, a series or some of its images. */
export function scopeKeys(
  { studyInstanceUid, seriesInstanceUid }: RemoteScope,
  sopInstanceUids: readonly string[] = [],
): readonly WritableElement[] {
  const keys: WritableElement[] = [{ tag: TAG.studyInstanceUid, vr: 'UI', value: studyInstanceUid }];
  if (seriesInstanceUid !== null) {
    keys.push({ tag: TAG.seriesInstanceUid, vr: 'UI', value: seriesInstanceUid });
  }
  if (sopInstanceUids.length > 0) {
    keys.push({ tag: TAG.sopInstanceUid, vr: 'UI', value: sopInstanceUids.join('\\') });
  }
  return keys;
}
