import { failed, loaded, type FrameResult } from '../frames/frame-failure.ts';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import type { Samples } from './decoded-frame.ts';

/** Bytes that a frame needs without compression. 4:2:2 sends two samples a pixel instead of three (PS3.5 section 8.2). */
export function nativeByteLength(format: PixelFormat): number {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation } = format;
  const samples = photometricInterpretation === 'YBR_FULL_422' ? 2 : samplesPerPixel;
  return Math.ceil((rows * columns * samples * bitsAllocated) / 8);
}

/** Views uncompressed little-endian bytes as samples; no copy where the offset allows it. */
export function nativeSamples(bytes: Uint8Array<ArrayBuffer>, format: PixelFormat): FrameResult<Samples> {
  const neededBytes = nativeByteLength(format);
  if (bytes.length < neededBytes) {
    return failed({ kind: 'cut-short', encoding: 'pixel', byteLength: bytes.length, neededBytes });
  }
  const size = format.bitsAllocated / 8;
  const aligned = bytes.byteOffset % Math.max(1, size) === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  const count = Math.floor(neededBytes / Math.max(1, size));
  const { isSigned, kind } = format;
  if (kind === 'float') return loaded(new Float32Array(buffer, byteOffset, count));
  if (kind === 'double') return loaded(new Float64Array(buffer, byteOffset, count));
  switch (format.bitsAllocated) {
    case 1:
      return loaded(unpackBits(bytes, format.rows * format.columns));
    case 8:
      return loaded(
        isSigned ? new Int8Array(buffer, byteOffset, count) : new Uint8Array(buffer, byteOffset, count),
      );
    case 16:
      return loaded(
        isSigned ? new Int16Array(buffer, byteOffset, count) : new Uint16Array(buffer, byteOffset, count),
      );
    case 32:
      return loaded(
        isSigned ? new Int32Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count),
      );
    default:
      return failed({ kind: 'unsupported', what: `an image of ${format.bitsAllocated} bits a sample` });
  }
}

/** The first pixel is the lowest bit (PS3.5 section 8.1.1). */
function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1);
}
