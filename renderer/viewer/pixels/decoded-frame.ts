import type { GrayPixels } from '../voi/display-table.ts';

/** Pixels ready to be drawn: stored values for gray, red-green-blue of 8 bits for colour. */
export type DecodedFrame =
  | ({ readonly kind: 'gray'; readonly rows: number; readonly columns: number } & GrayPixels)
  | { readonly kind: 'colour'; readonly rows: number; readonly columns: number; readonly rgb: Uint8Array };

export type Samples = GrayPixels['values'];
