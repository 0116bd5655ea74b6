/** How the samples of a frame are to be read and shown (PS3.3 section C.7.6.3, C.11.1, C.11.2). Values as in the header. */
export interface ImageDescription {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** 0: unsigned, 1: two's complement. */
  readonly pixelRepresentation: 0 | 1;
  /** 0: R1 G1 B1 R2 …, 1: all R, then all G, then all B. */
  readonly planarConfiguration: 0 | 1;
  readonly photometricInterpretation: string;
  /** What the samples of native pixel data are: Pixel Data holds integers, the other two elements IEEE floats. */
  readonly sampleKind: 'integer' | 'float';
  /** Stored value of pixels outside the image. */
  readonly pixelPaddingValue?: number;
  /** Other end of the range of such values, included. */
  readonly pixelPaddingRangeLimit?: number;
  readonly rescaleSlope?: number;
  readonly rescaleIntercept?: number;
  /** First window of the header, in the unit that slope and intercept produce. */
  readonly windowCenter?: number;
  readonly windowWidth?: number;
  readonly voiLutFunction?: VoiLutFunction;
  readonly palette?: Palette;
}

/** PS3.3 section C.11.2.1.2 and C.11.2.1.3. */
export type VoiLutFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** Palette Color Lookup Tables (PS3.3 section C.7.6.3.1.5 and C.7.6.3.1.6), 8 bits an entry, whatever the header had. */
export interface Palette {
  /** Stored value that the first entry belongs to; lower values take it too, higher ones than the last take the last. */
  readonly firstMapped: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}
