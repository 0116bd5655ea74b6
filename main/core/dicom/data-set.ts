/** One element of a data set (PS3.5 section 7.1). */
export interface DataElement {
  /** Group in the upper, element in the lower 16 bits: 0x00100010 is Patient's Name. */
  readonly tag: number;
  /** Two letters; from the dictionary for Implicit VR, `UN` when unknown. */
  readonly vr: string;
  /** Value as encoded, padding included; null when it was left out (too large, see `DataSetScanner`) or for a sequence. */
  readonly value: Buffer | null;
  /** Length of the encoded value in bytes; null for undefined length. */
  readonly length: number | null;
  /** Offset of the first byte of the value, from the start of the data set (of the inflated one for a deflated object). */
  readonly valueOffset: number;
  /** Items of a sequence (VR SQ, or UN with undefined length); absent otherwise. */
  readonly items?: readonly DataSet[];
}

/** A parsed data set, or an item of a sequence. Element order is that of the bytes. */
export interface DataSet {
  readonly elements: ReadonlyMap<number, DataElement>;
  readonly isBigEndian: boolean;
}
