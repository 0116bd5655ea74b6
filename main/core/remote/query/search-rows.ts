import { toIsoDate, toIsoTime } from '../../dicom/dates.ts';
import { toPersonName } from '../../dicom/attribute-reader.ts';
import type { PersonName } from '../../dicom/instance-header.ts';
import { TAG } from '../../dicom/tag.ts';
import type { Answer } from './read-answer.ts';
import { QUERY_TAG } from './study-root.ts';

/** A study that another station has. */
export interface RemoteStudy {
  readonly nodeName: string;
  readonly studyInstanceUid: string;
  readonly patientName: PersonName;
  readonly patientId: string;
  /** `YYYY-MM-DD`, or null. */
  readonly patientBirthDate: string | null;
  readonly patientSex: string;
  readonly accessionNumber: string;
  readonly studyDate: string | null;
  /** `HH:MM:SS`, or null. */
  readonly studyTime: string | null;
  readonly studyDescription: string;
  readonly modalities: readonly string[];
  /** Null where the station does not say. */
  readonly seriesCount: number | null;
  readonly instanceCount: number | null;
}

export interface RemoteSeries {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly bodyPartExamined: string;
  readonly instanceCount: number | null;
}

/** @returns null for an answer without the UID by which it could be fetched */
export function toRemoteStudy(nodeName: string, answer: Answer): RemoteStudy | null {
  const studyInstanceUid = answer.text(TAG.studyInstanceUid);
  if (studyInstanceUid === '') return null;
  return {
    nodeName,
    studyInstanceUid,
    patientName: toPersonName(answer.text(TAG.patientName)),
    patientId: answer.text(TAG.patientId),
    patientBirthDate: toIsoDate(answer.text(TAG.patientBirthDate)),
    patientSex: answer.text(TAG.patientSex),
    accessionNumber: answer.text(TAG.accessionNumber),
    studyDate: toIsoDate(answer.text(TAG.studyDate)),
    studyTime: toIsoTime(answer.text(TAG.studyTime)),
    studyDescription: answer.text(TAG.studyDescription),
    modalities: answer
      .text(QUERY_TAG.modalitiesInStudy)
      .split('\\')
      .map((modality) => modality.trim())
      .filter((modality) => modality !== ''),
    seriesCount: answer.count(QUERY_TAG.studySeries),
    instanceCount: answer.count(QUERY_TAG.studyInstances),
  };
}

export function toRemoteSeries(answer: Answer): RemoteSeries | null {
  const seriesInstanceUid = answer.text(TAG.seriesInstanceUid);
  if (seriesInstanceUid === '') return null;
  return {
    seriesInstanceUid,
    modality: answer.text(TAG.modality),
    seriesNumber: answer.count(TAG.seriesNumber),
    seriesDescription: answer.text(TAG.seriesDescription),
    bodyPartExamined: answer.text(TAG.bodyPartExamined),
    instanceCount: answer.count(QUERY_TAG.seriesInstances),
  };
}
