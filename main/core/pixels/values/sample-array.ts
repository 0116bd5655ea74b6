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
    case 1:
      return unpackBits(bytes, sampleCount);
    case 8:
      return bytes.subarray(0, sampleCount);
    case 16:
      return view(Uint16Array, bytes, sampleCount);
    case 32:
      return isFloat ? view(Float32Array, bytes, sampleCount) : view(Uint32Array, bytes, sampleCount);
    case 64:
      return isFloat ? view(Float64Array, bytes, sampleCount) : null;
    default:
      return null;
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

/** The first pixel is the least significant bit (PS3.5 section 8.1.1). */
function unpackBits(bytes: Uint8Array, sampleCount: number): Uint8Array {
  const samples = new Uint8Array(sampleCount);
  for (let index = 0; index < sampleCount; index++) {
    samples[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  }
  return samples;
}
