import type { CodestreamColor, CodestreamHeader } from './codestream.ts';

const MARKER = {
  soi: 0xd8,
  sos: 0xda,
  app0: 0xe0,
  app14: 0xee,
  sofJpegLs: 0xf7,
  dht: 0xc4,
  jpg: 0xc8,
  dac: 0xcc,
  sofLossless: 0xc3,
};

/**
 * Reads the header of a JPEG (ISO 10918-1 Annex B) or JPEG-LS (ISO 14495-1 Annex C) stream up to its first scan.
 *
 * @returns null when it is no such stream, or ends before its first scan
 */
export function readJpegHeader(frame: Uint8Array): CodestreamHeader | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length < 4 || view.getUint16(0) !== 0xff00 + MARKER.soi) return null;
  const found: Findings = {
    size: null,
    componentIds: [],
    hasSharedChroma: false,
    isLossless: false,
    hasJfif: false,
    adobeTransform: null,
  };
  let position = 2;
  while (position + 4 <= frame.length) {
    if (frame[position] !== 0xff) return null;
    const marker = frame[position + 1] ?? 0;
    if (marker === 0xff) {
      position++; // fill byte
      continue;
    }
    const end = position + 2 + view.getUint16(position + 2);
    if (end > frame.length) return null;
    const segment = frame.subarray(position + 4, end);
    if (marker === MARKER.sos) return toHeader(found, segment, end);
    note(found, marker, segment);
    position = end;
  }
  return null;
}

interface Findings {
  size: { precision: number; rows: number; columns: number; isJpegLs: boolean } | null;
  componentIds: number[];
  hasSharedChroma: boolean;
  isLossless: boolean;
  hasJfif: boolean;
  adobeTransform: number | null;
}

function note(found: Findings, marker: number, segment: Uint8Array): void {
  const text = Buffer.from(segment.buffer, segment.byteOffset, Math.min(segment.length, 5)).toString(
    'latin1',
  );
  if (isStartOfFrame(marker) && segment.length >= 6) {
    const [precision = 0, rowsHigh = 0, rowsLow = 0, columnsHigh = 0, columnsLow = 0, count = 0] = segment;
    found.size = {
      precision,
      rows: rowsHigh * 256 + rowsLow,
      columns: columnsHigh * 256 + columnsLow,
      isJpegLs: marker === MARKER.sofJpegLs,
    };
    found.isLossless = marker === MARKER.sofLossless;
    found.componentIds = Array.from({ length: count }, (_, index) => segment[6 + 3 * index] ?? 0);
    const samplings = found.componentIds.map((_, index) => segment[7 + 3 * index]);
    found.hasSharedChroma = new Set(samplings).size > 1;
  } else if (marker === MARKER.app0 && text.startsWith('JFIF')) {
    found.hasJfif = true;
  } else if (marker === MARKER.app14 && text === 'Adobe') {
    found.adobeTransform = segment[11] ?? null;
  }
}

function isStartOfFrame(marker: number): boolean {
  if (marker === MARKER.sofJpegLs) return true;
  const isOther = marker === MARKER.dht || marker === MARKER.jpg || marker === MARKER.dac;
  return marker >= 0xc0 && marker <= 0xcf && !isOther;
}

function toHeader(found: Findings, scan: Uint8Array, headerBytes: number): CodestreamHeader | null {
  if (!found.size) return null;
  const { isJpegLs, ...size } = found.size;
  const scanComponents = scan[0] ?? 0;
  const interleaveMode = scan[2 + 2 * scanComponents];
  const componentCount = found.componentIds.length;
  return {
    ...size,
    componentCount,
    color: isJpegLs ? 'unsaid' : jpegColor(found),
    isPlanar: isJpegLs && componentCount > 1 && interleaveMode === 0,
    headerBytes,
  };
}

/**
 * An Adobe segment says it; components named R, G and B say it; only chroma is ever subsampled; and JFIF knows YCbCr
 * only, but lossless encoders write its segment before RGB too.
 */
function jpegColor(found: Findings): CodestreamColor {
  const { componentIds, adobeTransform } = found;
  if (componentIds.length !== 3) return 'unsaid';
  if (adobeTransform !== null) return adobeTransform === 0 ? 'rgb' : 'ybr';
  if (String.fromCharCode(...componentIds) === 'RGB') return 'rgb';
  if (found.hasSharedChroma) return 'ybr';
  return found.hasJfif && !found.isLossless ? 'ybr' : 'unsaid';
}
