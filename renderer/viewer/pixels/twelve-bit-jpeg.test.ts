import { describe, expect, it } from 'vitest';
import { jpegPrecision } from './jpeg-header.ts';
import { withoutLevelShiftError } from './twelve-bit-jpeg.ts';

describe('jpegPrecision', () => {
  it.each([8, 12])('finds %i bits in the frame header', (bits) => {
    const jpeg = [0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xc1, 0, 11, bits, 0, 1, 0, 1, 1, 0, 0x11, 0];
    expect(jpegPrecision(Uint8Array.from(jpeg))).toBe(bits);
  });

  it('says nothing about what is no JPEG, or cut off', () => {
    expect(jpegPrecision(Uint8Array.of(1, 2, 3, 4, 5, 6))).toBeNull();
    expect(jpegPrecision(Uint8Array.of(0xff, 0xd8, 0xff, 0xdb, 0, 200))).toBeNull();
  });
});

describe('withoutLevelShiftError', () => {
  it('takes the error away and stays at zero', () => {
    expect(withoutLevelShiftError(Uint16Array.of(0, 10, 15, 16, 1038))).toEqual(
      Uint16Array.of(0, 0, 0, 1, 1023),
    );
  });
});
