import type { InstanceHeader } from '../dicom/instance-header.ts';

/** One instance whose file lies in `objects/`, ready for its rows. */
export interface InstanceRecord {
  /** Values as decoded; its UIDs may be odd or empty, the ones below are those to file by. */
  readonly header: InstanceHeader;
  readonly sopInstanceUid: string;
  /** Empty when the instance has none: it is kept as unfiled. */
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly objectName: string;
  /** Its file has the name of a first version: the catalog must not know another one under this UID. */
  readonly isFirst: boolean;
  /** Bytes of the data set, without the Part 10 header. */
  readonly sizeBytes: number;
  /** Where the data set starts in the file. */
  readonly dataSetOffset: number;
  /** Hex. */
  readonly dataSetSha256: string;
  readonly hasPixels: boolean;
  /** DICOM JSON of the instance (PS3.18 Annex F). */
  readonly metadataJson: string;
  /** As encoded by `dicom/frame-table.ts`; null when there are no frames. */
  readonly frameTable: Buffer | null;
  readonly sourceAeTitle: string;
  readonly receivedAtMs: number;
  /** Plain-words remarks made at reception. */
  readonly warnings: readonly string[];
}

/** What became of a record. */
export type CommittedInstance =
  /** The catalog has this UID with these bytes already; nothing was written. */
  | { readonly kind: 'known' }
  /** The record was said to be the first of its UID, but it is not, and other bytes are known: nothing was written. */
  | { readonly kind: 'not-first' }
  | { readonly kind: 'filed'; readonly instanceKey: number; readonly studyInstanceUid: string }
  | { readonly kind: 'unfiled'; readonly instanceKey: number }
  /** Same UID, other bytes: kept beside the earlier one, with a row in `conflicts`. */
  | {
      readonly kind: 'conflict';
      readonly instanceKey: number;
      /** Study it was filed in; null when unfiled. */
      readonly studyInstanceUid: string | null;
    };

/** A version of an instance that the catalog has. */
export interface KnownVersion {
  readonly dataSetSha256: string;
  readonly objectName: string;
  /** Size of the whole file. */
  readonly fileBytes: number;
}
