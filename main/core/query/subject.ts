import type { FoundInstance, FoundPatient, FoundSeries, FoundStudy } from '../catalog/queries/find-rows.ts';
import type { DicomJson } from '../dicom/dicom-json.ts';

/** What one answer is about: a patient, or also a study, a series, an instance of it. */
export interface Subject {
  readonly patient: FoundPatient;
  readonly study: FoundStudy | null;
  readonly series: FoundSeries | null;
  readonly instance: FoundInstance | null;
  /** Metadata of the instance, or of one that belongs to it; empty where no key needs it. */
  readonly details: DicomJson;
}
