import type { VoiWindow } from '../../pixels/voi-transform.ts';

/** What goes into the PNG: 8 bits a channel, pixel after pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
  /** The window that was used; absent for colour and where a table was used. */
  readonly window?: VoiWindow;
}
