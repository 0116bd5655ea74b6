import type { ImageDescription } from '../pixels/image-description.ts';

/** Messages between `ThumbnailMaker` and one worker. A worker has one frame at a time; `frame` and `png` are moved, not copied. */
export interface ToWorker {
  readonly type: 'make';
  readonly id: number;
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly transferSyntaxUid: string;
  readonly image: ImageDescription;
  readonly maxSidePx: number;
}

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'made'; readonly id: number; readonly png: Uint8Array<ArrayBuffer> }
  | {
      readonly type: 'failed';
      readonly id: number;
      /** Plain words. */
      readonly detail: string;
      /** A codec failed while it ran, so that nothing more may be asked of this worker. */
      readonly isWorkerSuspect: boolean;
    };
