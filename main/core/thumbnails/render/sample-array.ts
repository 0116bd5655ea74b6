import type { NativeFrame } from '../decode/native-frame.ts';

/** Samples as they are allocated: nothing masked, no sign yet. */
export type SampleArray = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/**
 * Looks at the bytes of a frame as samples; copies only where the machine could not read them in place.
 *
 * @param sampleCount how many samples the frame holds
 * @returns null for a number of bits that no sample of an image has (PS3.5 section 8.1.1)
 */
export function toSampleArray(frame: NativeFrame, sampleCount: number): SampleArray | null {
  const { bitsAllocated, sampleKind } = frame.layout;
  switch (bitsAllocated) {
    case 1:
      return unpackBits(inByteOrder(frame, needsPairSwap(frame) ? 2 : 1), sampleCount);
    case 8:
      return inByteOrder(frame, needsPairSwap(frame) ? 2 : 1).subarray(0, sampleCount);
    case 16: {
      const bytes = inByteOrder(frame, 2);
      return new Uint16Array(bytes.buffer, bytes.byteOffset, sampleCount);
    }
    case 32: {
      const bytes = inByteOrder(frame, 4);
      return sampleKind === 'float'
        ? new Float32Array(bytes.buffer, bytes.byteOffset, sampleCount)
        : new Uint32Array(bytes.buffer, bytes.byteOffset, sampleCount);
    }
    case 64: {
      if (sampleKind !== 'float') return null;
      const bytes = inByteOrder(frame, 8);
      return new Float64Array(bytes.buffer, bytes.byteOffset, sampleCount);
    }
    default:
      return null;
  }
}

/** Samples of a byte or a bit in an OW element are swapped with their neighbours when big endian (PS3.5 section 7.3). */
function needsPairSwap({ isBigEndian, layout }: NativeFrame): boolean {
  return isBigEndian && layout.pixelDataVr === 'OW';
}

/** Bytes in the order of this machine (little endian on all that Bucky runs on), aligned for words of this size. */
function inByteOrder({ bytes, isBigEndian }: NativeFrame, wordBytes: 1 | 2 | 4 | 8): Uint8Array {
  const needsSwap = isBigEndian && wordBytes > 1;
  if (!needsSwap && bytes.byteOffset % wordBytes === 0) return bytes;
  const copy = Buffer.from(new Uint8Array(Math.ceil(bytes.length / wordBytes) * wordBytes).buffer);
  copy.set(bytes);
  if (!needsSwap) return copy;
  if (wordBytes === 2) return copy.swap16();
  return wordBytes === 4 ? copy.swap32() : copy.swap64();
}

/** The first pixel is the least significant bit (PS3.5 section 8.1.1). */
function unpackBits(bytes: Uint8Array, sampleCount: number): Uint8Array {
  const samples = new Uint8Array(sampleCount);
  for (let index = 0; index < sampleCount; index++) {
    samples[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  }
  return samples;
}
