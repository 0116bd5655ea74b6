import type { VoiTransform } from './voi-transform.ts';

/**
 * One frame as numbers that mean something: what metrics and models start from. Nothing of how it is shown is applied:
 * no window, no inversion.
 */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  /** Of the stored image: 3 for colour and for palettes. `values` holds one number a pixel in both cases. */
  readonly samplesPerPixel: 1 | 3;
  /**
   * `rows * columns` numbers, row by row. Gray: the output of the Modality LUT (slope and intercept, or its sequence), or
   * the stored values when there is none (PS3.3 section C.11.1). Colour: luminance from 0 to 255. MONOCHROME1 is not
   * inverted. Never NaN nor infinite. Integers of more than 24 bits are rounded to what a 32-bit float can hold.
   */
  readonly values: Float32Array;
  /** Bits that count in a stored sample; 32 or 64 for floating point pixels. */
  readonly bitsStored: number;
  readonly isSigned: boolean;
  /** The lowest value is meant to be shown white. */
  readonly isMonochrome1: boolean;
  /**
   * 1 where a pixel is padding (PS3.3 section C.7.5.1.1.2) or no number, 0 elsewhere; null when there is no such pixel. The
   * value of a masked pixel is meaningless.
   */
  readonly paddingMask: Uint8Array | null;
  /** First window of the header, in the unit of `values`; null when it has none and for colour. */
  readonly windowCenter: number | null;
  readonly windowWidth: number | null;
  /** How the header wants the values shown: its VOI LUT, else its window; null when it says nothing. */
  readonly voi: VoiTransform | null;
  /**
   * Ends of the range that the stored bits can hold, after the Modality LUT: -1024 and 3071 for 12 bits with an intercept
   * of -1024. Those of the values themselves where the pixels are floating point or have more than 16 bits; 0 and 255 for
   * colour.
   */
  readonly lowest: number;
  readonly highest: number;
}
