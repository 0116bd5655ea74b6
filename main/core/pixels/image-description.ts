import type { LookupTable, VoiLutFunction } from './voi-transform.ts';

/** How the samples of a frame are to be read and shown (PS3.3 sections C.7.6.3, C.11.1 and C.11.2), as the header says it. */
export interface ImageDescription extends SampleLayout {
  readonly rows: number;
  readonly columns: number;
  /** Height of a pixel divided by its width, from Pixel Aspect Ratio or the spacings; 1 when absent. */
  readonly pixelHeightToWidth?: number;
  /** Stored value of pixels outside the image. */
  readonly pixelPaddingValue?: number;
  /** Other end of the range of such values, included. */
  readonly pixelPaddingRangeLimit?: number;
  readonly rescaleSlope?: number;
  readonly rescaleIntercept?: number;
  /** First item of the Modality LUT Sequence; it takes the place of slope and intercept. */
  readonly modalityLut?: LookupTable;
  /** First item of the VOI LUT Sequence; it goes before the window. */
  readonly voiLut?: LookupTable;
  /** First window of the header, in the unit that the Modality LUT produces. */
  readonly windowCenter?: number;
  readonly windowWidth?: number;
  readonly voiLutFunction?: VoiLutFunction;
  readonly palette?: Palette;
}

/** Where in the bytes of a frame its samples lie. */
export interface SampleLayout {
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** 0: unsigned, 1: two's complement. */
  readonly pixelRepresentation: 0 | 1;
  /** 0: R1 G1 B1 R2 and so on; 1: all R, then all G, then all B. */
  readonly planarConfiguration: 0 | 1;
  readonly photometricInterpretation: string;
  /** Pixel Data holds integers; Float and Double Float Pixel Data hold IEEE floats. */
  readonly sampleKind: 'integer' | 'float';
}

/** Two neighbours share their chroma, as only uncompressed frames still do (PS3.3 section C.7.6.3.1.2). */
export function sharesChroma(
  layout: Pick<SampleLayout, 'photometricInterpretation' | 'samplesPerPixel'>,
): boolean {
  const { photometricInterpretation, samplesPerPixel } = layout;
  return samplesPerPixel === 3 && /^YBR_(FULL|PARTIAL)_422$/.test(photometricInterpretation);
}

/** Palette Color Lookup Tables (PS3.3 sections C.7.6.3.1.5 and C.7.6.3.1.6), brought to 8 bits an entry. */
export interface Palette {
  /** Stored value that the first entry belongs to; lower values take it too, values behind the last entry take the last. */
  readonly firstMapped: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}
