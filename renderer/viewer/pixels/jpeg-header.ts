const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;

interface JpegSegment {
  readonly marker: number;
  /** Of its first byte after the length. */
  readonly offset: number;
}

/** Segments up to and with the start of the first scan (ITU-T T.81 Annex B). Ends early where the data is no JPEG. */
export function* jpegSegments(jpeg: Uint8Array): Generator<JpegSegment> {
  if (jpeg[0] !== 0xff || jpeg[1] !== START_OF_IMAGE) return;
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff;) {
    const marker = jpeg[at + 1] ?? 0;
    yield { marker, offset: at + 4 };
    if (marker === START_OF_SCAN) return;
    at += 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
  }
}

/** Bits of a sample as the frame header says: 8 or 12. Null where there is none. */
export function jpegPrecision(jpeg: Uint8Array): number | null {
  for (const { marker, offset } of jpegSegments(jpeg)) {
    if (marker >= 0xc0 && marker <= 0xc3) return jpeg[offset] ?? null;
  }
  return null;
}
