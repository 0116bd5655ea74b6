/** How an image wants its values shown (PS3.3 section C.11.2). */
export type VoiTransform =
  ({ readonly kind: 'window' } & VoiWindow) | { readonly kind: 'table'; readonly table: LookupTable };

/** Which modality values the display range stretches over. */
export interface VoiWindow {
  readonly center: number;
  /** Above 0. */
  readonly width: number;
  readonly voiLutFunction: VoiLutFunction;
}

/** PS3.3 sections C.11.2.1.2 and C.11.2.1.3. */
export type VoiLutFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** An item of a Modality or VOI LUT Sequence (PS3.3 sections C.11.1.1 and C.11.2.1.1). */
export interface LookupTable {
  /** Input that the first entry belongs to; lower inputs take it too, those behind the last entry take the last. */
  readonly firstMapped: number;
  /** Bits of an entry, 8 to 16; the range of the output is from 0 to 2^bits - 1. */
  readonly bits: number;
  readonly entries: Uint16Array;
}
