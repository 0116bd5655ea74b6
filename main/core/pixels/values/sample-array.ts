import type { NativeFrame } from '../decode/native-frame.ts';

/** Samples as they are allocated: nothing masked, no sign yet. */
export type SampleArray = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/**
 * Looks at the bytes of a frame as samples. Frames and machines that Bucky runs on are little endian.
 *
 * @param sampleCount how many samples the frame holds
 * @returns null for a number of bits that no sample of an image has (PS3.5 section 8.1.1)
 */
export function toSampleArray({ bytes, layout }: NativeFrame, sampleCount: number): SampleArray | null {
  const isFloat = layout.sampleKind === 'float';
  switch (layout.bitsAllocated) {
    case 8:
      return bytes.subarray(0, sampleCount);
    case 16:
      return view(Uint16Array, bytes, sampleCount);
    case 32:
      return isFloat ? view(Float32Array, bytes, sampleCount) : view(Uint32Array, bytes, sampleCount);
    case 64:
      return isFloat ? view(Float64Array, bytes, sampleCount) : null;
    default:
      return unpackBits(bytes, layout.bitsAllocated, sampleCount);
  }
}

interface WordArray<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
}

/** Copies only what does not begin at a multiple of its word. */
function view<T>(Words: WordArray<T>, bytes: Uint8Array, sampleCount: number): T {
  const isAligned = bytes.byteOffset % Words.BYTES_PER_ELEMENT === 0;
  const aligned = isAligned ? bytes : Uint8Array.from(bytes);
  return new Words(aligned.buffer, aligned.byteOffset, sampleCount);
}

/**
 * Samples that fill no whole words: one bit, or the 12 and 24 bits of old devices. The first one begins at the least
 * significant bit, the next one above it (PS3.5 section 8.1.1 and Annex D).
 */
function unpackBits(bytes: Uint8Array, bits: number, sampleCount: number): SampleArray | null {
  if (bits < 1 || bits > 32 || !Number.isInteger(bits)) return null;
  const samples = bits <= 8 ? new Uint8Array(sampleCount) : new Uint32Array(sampleCount);
  for (let index = 0; index < sampleCount; index++) {
    let value = 0;
    let firstBit = index * bits;
    for (let done = 0; done < bits;) {
      const count = Math.min(8 - (firstBit % 8), bits - done);
      const part = ((bytes[Math.floor(firstBit / 8)] ?? 0) >> (firstBit % 8)) & ((1 << count) - 1);
      value += part * 2 ** done;
      done += count;
      firstBit += count;
    }
    samples[index] = value;
  }
  return samples;
}
