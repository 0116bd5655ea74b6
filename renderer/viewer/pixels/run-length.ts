import { failed, loaded, type FrameResult } from '../frames/frame-failure.ts';
import type { PixelFormat } from '../metadata/pixel-format.ts';

const HEADER_BYTES = 64;

/**
 * RLE Lossless (PS3.5 Annex G) to uncompressed little-endian bytes, one colour plane after the other. Segments hold one
 * byte of all samples each, the most significant first. Works for every number of bits, unlike the loader's decoder.
 */
export function decodeRunLength(
  encoded: Uint8Array,
  format: PixelFormat,
): FrameResult<Uint8Array<ArrayBuffer>> {
  const { rows, columns, samplesPerPixel, bitsAllocated } = format;
  const bytesPerSample = Math.ceil(bitsAllocated / 8);
  // Pixels of one bit are packed eight to a byte before they are encoded.
  const unitCount = bitsAllocated === 1 ? Math.ceil((rows * columns) / 8) : rows * columns;
  const segmentCount = samplesPerPixel * bytesPerSample;
  const header = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (encoded.length < HEADER_BYTES || header.getUint32(0, true) !== segmentCount) {
    return failed({ kind: 'damaged', encoding: 'RLE', detail: 'segment count does not fit the header' });
  }
  const decoded = new Uint8Array(unitCount * segmentCount);
  for (let segment = 0; segment < segmentCount; segment++) {
    const start = header.getUint32(4 + segment * 4, true);
    const next = segment + 1 < segmentCount ? header.getUint32(8 + segment * 4, true) : encoded.length;
    const plane = Math.floor(segment / bytesPerSample);
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    const written = unpackSegment(encoded.subarray(start, Math.min(next, encoded.length)), decoded, {
      from: plane * unitCount * bytesPerSample + significance,
      step: bytesPerSample,
      count: unitCount,
    });
    if (written < unitCount) {
      const neededBytes = unitCount * segmentCount;
      return failed({
        kind: 'cut-short',
        encoding: 'RLE',
        byteLength: segment * unitCount + written,
        neededBytes,
      });
    }
  }
  return loaded(decoded);
}

/** PackBits. @returns how many bytes were written */
function unpackSegment(
  segment: Uint8Array,
  target: Uint8Array,
  place: { readonly from: number; readonly step: number; readonly count: number },
): number {
  let written = 0;
  let at = 0;
  while (at < segment.length && written < place.count) {
    const control = segment[at++] ?? 0;
    if (control === 128) continue;
    const isLiteral = control < 128;
    const length = isLiteral ? control + 1 : 257 - control;
    if (at >= segment.length) break;
    for (let index = 0; index < length && written < place.count; index++) {
      if (isLiteral && at + index >= segment.length) return written;
      target[place.from + written * place.step] = segment[isLiteral ? at + index : at] ?? 0;
      written++;
    }
    at += isLiteral ? length : 1;
  }
  return written;
}
