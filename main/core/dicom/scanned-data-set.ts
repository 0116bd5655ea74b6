import type { DataSet } from './data-set.ts';

/** What could be learned of a data set while its bytes went by. Offsets count from its first byte. */
export interface ScannedDataSet {
  /** Bytes as they came over the wire, deflated ones included. */
  readonly byteLength: number;
  /** SHA-256 of those bytes, hex. */
  readonly dataSetSha256: string;
  readonly pixelData: ScannedPixelData | null;
  readonly header: DataSet;
  /** The first thing that was wrong; the header then holds what was readable. */
  readonly problem: ScanProblem | null;
}

/** Pixel Data (7FE0,0010), Float Pixel Data (7FE0,0008) or Double Float Pixel Data (7FE0,0009) of the top level. */
export interface ScannedPixelData {
  readonly tag: number;
  readonly vr: string;
  /** In a deflated data set this counts inflated bytes. */
  readonly valueOffset: number;
  /** As declared, which may be more than what came; null for undefined length. */
  readonly length: number | null;
  readonly isEncapsulated: boolean;
  /** Only of encapsulated pixel data. */
  readonly fragments?: FragmentTable;
}

/** Where the fragments of encapsulated pixel data lie (PS3.5 section A.4), without the Basic Offset Table's item. */
export interface FragmentTable {
  readonly count: number;
  /** Offset of each fragment's first byte, behind its item header. */
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  /** First eight bytes of each fragment, zeros where it is shorter: they tell where a frame's codestream starts. */
  readonly heads: Uint8Array;
  /** Entries of the Basic Offset Table, relative to the first byte of the first fragment's item header; null when empty. */
  readonly basicOffsetTable: Uint32Array | null;
  /** False when there were more fragments than are worth remembering. */
  readonly isComplete: boolean;
}

export interface ScanProblem {
  readonly kind: 'ended-early' | 'malformed' | 'too-deep' | 'header-too-large';
  /** Plain words, without any value of the data set. */
  readonly detail: string;
  readonly atOffset: number;
}
