import type { FileHandle } from 'node:fs/promises';

/** What DICOMweb needs to know of one stored instance. */
export interface WebInstance {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly objectName: string;
  /** Where the data set starts in the file, in bytes. */
  readonly dataSetOffset: number;
  /** As encoded by `dicom/frame-table.ts`; null when there are no frames. */
  readonly frameTable: Buffer | null;
  /** DICOM JSON of the instance (PS3.18 Annex F). */
  readonly metadataJson: string;
}

/** Where a series or instance lies; a missing UID means "all below the level above". */
export interface WebPath {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
  readonly sopInstanceUid: string | null;
}

export type ThumbnailOutcome =
  | { readonly kind: 'made'; readonly png: Buffer }
  /** Cannot be drawn; `reason` is plain words. */
  | { readonly kind: 'cannot'; readonly reason: string };

/** Given by `service`, which knows catalog, store and thumbnails. */
export interface WebSource {
  /** @returns null when there is no such instance at that place */
  findInstance(place: WebPath): Promise<WebInstance | null>;
  /** DICOM JSON of all instances at a place, in display order; empty when there is nothing. */
  listMetadata(place: WebPath): Promise<readonly string[]>;
  /** The caller closes it. */
  openObject(objectName: string): Promise<FileHandle>;
  makeThumbnail(instance: WebInstance): Promise<ThumbnailOutcome>;
}
