import type { ImageDescription } from '../pixels/image-description.ts';

export const DEFAULT_MAX_SIDE_PX = 128;

export interface ThumbnailRequest {
  /**
   * One frame as `dicom/read-frame.ts` gives it: native samples little endian, one-bit frames starting at a byte, or the
   * codestream. Ownership moves: the caller must not read or write it afterwards.
   */
  readonly frame: Buffer;
  readonly transferSyntaxUid: string;
  readonly image: ImageDescription;
  /** Longest side of the picture in pixels, 128 unless told; smaller images keep their size. */
  readonly maxSidePx?: number;
  /** Aborting it takes the request out of the queue; work that has begun goes on. */
  readonly signal?: AbortSignal;
}
