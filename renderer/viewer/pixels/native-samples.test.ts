import { describe, expect, it } from 'vitest';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import { nativeByteLength, nativeSamples } from './native-samples.ts';
import { toGrayPixels } from './stored-bits.ts';

const gray8: PixelFormat = {
  rows: 1,
  columns: 4,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  kind: 'integer',
  palette: null,
  padding: null,
};
const gray16: PixelFormat = { ...gray8, bitsAllocated: 16, bitsStored: 16, highBit: 15 };

function read(bytes: readonly number[], format: PixelFormat): number[] | string {
  const samples = nativeSamples(Uint8Array.from(bytes), format);
  return samples.ok ? [...toGrayPixels(samples.value, format).values] : samples.failure.kind;
}

describe('nativeSamples', () => {
  it.each([
    { name: '8 bit', bytes: [0, 1, 254, 255], format: gray8, values: [0, 1, 254, 255] },
    {
      name: '8 bit signed',
      bytes: [0, 1, 254, 255],
      format: { ...gray8, isSigned: true },
      values: [0, 1, -2, -1],
    },
    { name: '16 bit', bytes: [1, 0, 0, 1, 255, 255, 0, 0], format: gray16, values: [1, 256, 65_535, 0] },
    {
      name: '16 bit signed',
      bytes: [1, 0, 0, 1, 255, 255, 0, 128],
      format: { ...gray16, isSigned: true },
      values: [1, 256, -1, -32_768],
    },
    {
      name: '32 bit',
      bytes: [1, 0, 0, 0, 0, 0, 1, 0, 255, 255, 255, 255, 0, 0, 0, 0],
      format: { ...gray16, bitsAllocated: 32, bitsStored: 32, highBit: 31 },
      values: [1, 65_536, 4_294_967_295, 0],
    },
    {
      name: '1 bit, the first pixel in the lowest bit',
      bytes: [0b0000_0101],
      format: { ...gray8, bitsAllocated: 1, bitsStored: 1, highBit: 0 },
      values: [1, 0, 1, 0],
    },
  ])('reads $name', ({ bytes, format, values }) => {
    expect(read(bytes, format)).toEqual(values);
  });

  it('reads floating point values', () => {
    const bytes = [...new Uint8Array(Float32Array.of(0.5, -1, 2, 3).buffer)];
    expect(read(bytes, { ...gray8, bitsAllocated: 32, bitsStored: 32, kind: 'float' })).toEqual([
      0.5, -1, 2, 3,
    ]);
  });

  it('reads bytes that start at an odd place of a larger answer', () => {
    const answer = Uint8Array.of(9, 1, 0, 2, 0, 3, 0, 4, 0);
    const samples = nativeSamples(answer.subarray(1), gray16);
    expect(samples.ok && [...samples.value]).toEqual([1, 2, 3, 4]);
  });

  it('does not draw a frame that stops early', () => {
    expect(nativeSamples(Uint8Array.of(1, 2, 3), gray8)).toEqual({
      ok: false,
      failure: { kind: 'cut-short', encoding: 'pixel', byteLength: 3, neededBytes: 4 },
    });
  });

  it('says so when samples have a size that nobody uses', () => {
    expect(read([1, 2, 3, 4, 5, 6], { ...gray8, bitsAllocated: 12 })).toBe('unsupported');
  });

  it('needs two samples a pixel for 4:2:2', () => {
    const format = { ...gray8, samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL_422' };
    expect(nativeByteLength(format)).toBe(8);
  });
});

describe('toGrayPixels', () => {
  it('leaves out an overlay in the unused high bits', () => {
    const format = { ...gray16, bitsStored: 12, highBit: 11 };
    expect(read([0xff, 0x0f, 0xff, 0xff, 0x01, 0xf0, 0, 0], format)).toEqual([4095, 4095, 1, 0]);
  });

  it('takes the sign from the highest stored bit', () => {
    const format = { ...gray16, bitsStored: 12, highBit: 11, isSigned: true };
    expect(read([0xff, 0x0f, 0x00, 0x08, 0xff, 0x07, 0, 0], format)).toEqual([-1, -2048, 2047, 0]);
  });

  it('finds pixels that are stored in the high bits', () => {
    const format = { ...gray16, bitsStored: 12, highBit: 15 };
    expect(read([0xf0, 0xff, 0x10, 0x00, 0, 0, 0, 0], format)).toEqual([4095, 1, 0, 0]);
  });

  it('knows the smallest and the largest number among floating point values', () => {
    const float = { ...gray16, kind: 'float' } as const;
    expect(toGrayPixels(Float32Array.of(Number.NaN, 2, -1), float)).toMatchObject({ min: -1, max: 2 });
    expect(toGrayPixels(Float32Array.of(Number.NaN), float)).toMatchObject({ min: 0, max: 0 });
  });

  it('knows the smallest and the largest value', () => {
    const samples = Int16Array.of(5, -7, 3, 0);
    expect(toGrayPixels(samples, { ...gray16, isSigned: true })).toMatchObject({ min: -7, max: 5 });
  });
});
