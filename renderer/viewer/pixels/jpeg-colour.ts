import { jpegSegments } from './jpeg-header.ts';

const START_OF_SCAN = 0xda;
const APP0_JFIF = 0xe0;
const APP14_ADOBE = 0xee;

/** Adobe APP14 segment that says: the three components are red, green, blue, not luminance and chrominance. */
const ADOBE_RGB = Uint8Array.of(
  0xff,
  APP14_ADOBE,
  0,
  14,
  0x41,
  0x64,
  0x6f,
  0x62,
  0x65,
  0,
  100,
  0,
  0,
  0,
  0,
  0,
);

/**
 * A JPEG of three components without a marker counts as luminance and chrominance for every decoder, whatever the DICOM
 * header says. Where that says RGB, the missing marker is put in, so that colours are not turned twice.
 */
export function withColourMarker(
  jpeg: Uint8Array<ArrayBuffer>,
  photometricInterpretation: string,
): Uint8Array<ArrayBuffer> {
  if (photometricInterpretation !== 'RGB') return jpeg;
  const markers = [...jpegSegments(jpeg)].map((segment) => segment.marker);
  const isWhole = markers.at(-1) === START_OF_SCAN; // what is no JPEG is for the decoder to say
  if (!isWhole || markers.includes(APP0_JFIF) || markers.includes(APP14_ADOBE)) return jpeg;
  const marked = new Uint8Array(jpeg.length + ADOBE_RGB.length);
  marked.set(jpeg.subarray(0, 2));
  marked.set(ADOBE_RGB, 2);
  marked.set(jpeg.subarray(2), 2 + ADOBE_RGB.length);
  return marked;
}
