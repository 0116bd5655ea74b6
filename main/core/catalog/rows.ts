import type { PersonName } from '../dicom/instance-header.ts';
import type { RowQuality, Verdict } from './quality-record.ts';
import type { StudyPriority } from './study-priority.ts';
import type { StudyStatus } from './study-status.ts';

/** One line of the worklist. The contract's `StudyRow` has the same shape. */
export interface StudyRow {
  readonly studyInstanceUid: string;
  readonly patientName: PersonName;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly patientBirthDate: string | null;
  readonly patientSex: string;
  readonly patientAge: string;
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  readonly studyDescription: string;
  readonly accessionNumber: string;
  readonly modalities: string[];
  readonly seriesCount: number;
  readonly instanceCount: number;
  readonly expectedCount: number | null;
  readonly sizeBytes: number;
  readonly status: StudyStatus;
  readonly priority: StudyPriority;
  readonly firstReceivedAtMs: number;
  readonly lastReceivedAtMs: number;
  readonly sourceAeTitle: string;
  readonly stationName: string;
  readonly conflictCount: number;
  readonly quality: RowQuality;
}

export interface InstanceRow {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly instanceNumber: number | null;
  readonly numberOfFrames: number;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly hasPixels: boolean;
  readonly warnings: string[];
  /** Null while it is not judged. */
  readonly verdict: Verdict | null;
}

export interface SeriesRow {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly bodyPartExamined: string;
  readonly stationName: string;
  /** By position along the slice normal where all have one, else by instance number, else by arrival. */
  readonly instances: InstanceRow[];
}

export interface UnfiledRow {
  readonly sopInstanceUid: string;
  readonly patientName: PersonName;
  readonly patientId: string;
  readonly modality: string;
  readonly sourceAeTitle: string;
  readonly receivedAtMs: number;
  readonly sizeBytes: number;
  readonly reason: string;
}

/** Where the bytes of an instance lie. */
export interface InstanceLocation {
  readonly instanceKey: number;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** Null for an unfiled instance. */
  readonly studyInstanceUid: string | null;
  readonly seriesInstanceUid: string | null;
  /** 0 for the first with this UID. */
  readonly version: number;
  /** A later version in the same series, hidden until a person decides. */
  readonly isAlternate: boolean;
  readonly objectName: string;
  readonly dataSetOffset: number;
  /** Bytes of the data set. */
  readonly sizeBytes: number;
  readonly dataSetSha256: string;
  readonly numberOfFrames: number;
  readonly hasPixels: boolean;
}
