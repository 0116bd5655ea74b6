import type { CodestreamHeader } from './codestream.ts';

const MARKER = { soc: 0xff4f, siz: 0xff51, cod: 0xff52, sot: 0xff90 };
const JP2_CODESTREAM_BOX = 0x6a703263; // jp2c
const JP2_SIGNATURE_BOX = 0x6a502020; // "jP  "

/**
 * Reads the main header of a JPEG 2000 or HTJ2K codestream (ISO 15444-1 Annex A), also inside a JP2 file, which some
 * devices store although PS3.5 section A.4.4 forbids it.
 *
 * @returns null when it is none, or has components of different sizes
 */
export function readJpeg2000Header(frame: Uint8Array): CodestreamHeader | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const start = findCodestream(view);
  if (start === null || start + 44 > frame.length) return null;
  if (view.getUint16(start) !== MARKER.soc || view.getUint16(start + 2) !== MARKER.siz) return null;
  const siz = start + 4;
  const componentCount = view.getUint16(siz + 36);
  if (siz + 38 + 3 * componentCount > frame.length || componentCount === 0) return null;
  const components = Array.from({ length: componentCount }, (_, index) => siz + 38 + 3 * index);
  if (components.some((at) => view.getUint8(at + 1) !== 1 || view.getUint8(at + 2) !== 1)) return null;
  const main = readMainHeader(view, siz);
  if (!main) return null;
  return {
    columns: view.getUint32(siz + 4) - view.getUint32(siz + 12),
    rows: view.getUint32(siz + 8) - view.getUint32(siz + 16),
    componentCount,
    precision: Math.max(...components.map((at) => (view.getUint8(at) & 0x7f) + 1)),
    color: main.hasComponentTransform ? 'rgb' : 'unsaid',
    isPlanar: false,
    headerBytes: main.endsAt,
  };
}

function findCodestream(view: DataView): number | null {
  if (view.byteLength < 12) return null;
  if (view.getUint32(4) !== JP2_SIGNATURE_BOX) return 0;
  let position = 0;
  while (position + 8 <= view.byteLength) {
    if (view.getUint32(position + 4) === JP2_CODESTREAM_BOX) return position + 8;
    const boxBytes = view.getUint32(position);
    if (boxBytes < 8) return null;
    position += boxBytes;
  }
  return null;
}

/** Walks the marker segments up to the first tile-part. */
function readMainHeader(
  view: DataView,
  siz: number,
): { readonly hasComponentTransform: boolean; readonly endsAt: number } | null {
  let hasComponentTransform = false;
  let position = siz - 2;
  while (position + 4 <= view.byteLength) {
    const marker = view.getUint16(position);
    if (marker === MARKER.sot) return { hasComponentTransform, endsAt: position };
    const end = position + 2 + view.getUint16(position + 2);
    if (marker < 0xff00 || end > view.byteLength) return null;
    if (marker === MARKER.cod && position + 9 <= view.byteLength) {
      hasComponentTransform = view.getUint8(position + 8) === 1;
    }
    position = end;
  }
  return null;
}

/**
 * Whether every tile-part ends where the data goes on or before (ISO 15444-1 section A.4.2): a decoder fills what is
 * missing from the middle of a stream with gray.
 */
export function hasWholeTileParts(frame: Uint8Array, header: CodestreamHeader): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  let position = header.headerBytes;
  while (position + 10 <= frame.length && view.getUint16(position) === MARKER.sot) {
    const tilePartBytes = view.getUint32(position + 6);
    // 0: up to the end marker. Less than its own header is nonsense, which the decoder refuses.
    if (tilePartBytes < 14) return true;
    position += tilePartBytes;
    if (position + 2 > frame.length) return false;
  }
  return true;
}
