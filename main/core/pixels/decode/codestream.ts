/** What the header of a compressed image says of itself. */
export interface CodestreamHeader {
  readonly columns: number;
  readonly rows: number;
  readonly componentCount: number;
  /** Bits of a sample; what the DICOM header calls Bits Stored, and more trustworthy. */
  readonly precision: number;
  readonly color: CodestreamColor;
  /** Whether the codec gives one plane after the other instead of pixels (JPEG-LS without interleaving). */
  readonly isPlanar: boolean;
  /** Where the compressed data starts, in bytes. */
  readonly headerBytes: number;
}

/** What the samples are once decoded: `unsaid` leaves it to Photometric Interpretation. */
export type CodestreamColor = 'rgb' | 'ybr' | 'unsaid';

/** Both families end with this marker: EOI (ISO 10918-1 Annex B) and EOC (ISO 15444-1 Annex A). It cannot occur in their data. */
export function hasEndMarker(frame: Uint8Array, header: CodestreamHeader): boolean {
  return (
    Buffer.from(frame.buffer, frame.byteOffset, frame.length).lastIndexOf(END_MARKER) >= header.headerBytes
  );
}

const END_MARKER = Buffer.from([0xff, 0xd9]);
