import { err, ok, type Result } from '../../shared/result.ts';
import type { ImageDescription } from '../image-description.ts';

const HEADER_BYTES = 64;
const MAX_SEGMENTS = 15;

/**
 * Decodes an RLE Lossless frame: one segment for each byte of each sample, the most significant byte first.
 *
 * @returns little endian samples, planar
 * @see DICOM PS3.5 Annex G
 */
export function decodeRunLength(frame: Uint8Array, image: ImageDescription): Result<Uint8Array, string> {
  const { rows, columns, samplesPerPixel, bitsAllocated } = image;
  const pixelCount = rows * columns;
  const bytesPerSample = Math.ceil(bitsAllocated / 8);
  const segmentBytes = bitsAllocated === 1 ? Math.ceil(pixelCount / 8) : pixelCount;
  const segmentCount = bytesPerSample * samplesPerPixel;
  if (frame.length < HEADER_BYTES) return err('Its RLE data stops before the pixels.');
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) !== segmentCount || segmentCount > MAX_SEGMENTS) {
    return err('Its RLE data has another number of segments than its header asks for.');
  }
  const samples = new Uint8Array(segmentBytes * segmentCount);
  for (let segment = 0; segment < segmentCount; segment++) {
    const start = header.getUint32(4 * (segment + 1), true);
    const end = segment + 1 < segmentCount ? header.getUint32(4 * (segment + 2), true) : frame.length;
    if (start < HEADER_BYTES || end < start || end > frame.length) {
      return err('Its RLE data says that a segment lies outside of it.');
    }
    const sample = Math.floor(segment / bytesPerSample);
    const byteInSample = bytesPerSample - 1 - (segment % bytesPerSample);
    const target = {
      offset: sample * segmentBytes * bytesPerSample + byteInSample,
      stride: bytesPerSample,
      count: segmentBytes,
    };
    if (!expandSegment(frame.subarray(start, end), samples, target)) {
      return err('Its RLE data stops early.');
    }
  }
  return ok(samples);
}

interface SegmentTarget {
  readonly offset: number;
  readonly stride: number;
  readonly count: number;
}

/** PackBits (PS3.5 section G.3.2). What a segment holds beyond its target is padding. */
function expandSegment(segment: Uint8Array, samples: Uint8Array, target: SegmentTarget): boolean {
  const { offset, stride, count } = target;
  let written = 0;
  let position = 0;
  while (written < count && position < segment.length) {
    const control = segment[position++] ?? 0;
    if (control < 128) {
      const literalCount = Math.min(control + 1, count - written);
      if (position + literalCount > segment.length) return false;
      for (let index = 0; index < literalCount; index++) {
        samples[offset + written++ * stride] = segment[position + index] ?? 0;
      }
      position += control + 1;
    } else if (control > 128) {
      if (position >= segment.length) return false;
      const value = segment[position++] ?? 0;
      const end = Math.min(written + 257 - control, count);
      while (written < end) samples[offset + written++ * stride] = value;
    }
  }
  return written === count;
}
