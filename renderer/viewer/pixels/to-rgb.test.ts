import { describe, expect, it } from 'vitest';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import { toRgb } from './to-rgb.ts';

const rgb: PixelFormat = {
  rows: 1,
  columns: 2,
  samplesPerPixel: 3,
  photometricInterpretation: 'RGB',
  planarConfiguration: 0,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  kind: 'integer',
  palette: null,
  padding: null,
};

function convert(samples: Uint8Array | Uint16Array, format: PixelFormat): number[] | string {
  const result = toRgb(samples, format);
  return result.ok ? [...result.value] : result.failure.kind;
}

describe('toRgb', () => {
  it('takes pixels as they are', () => {
    expect(convert(Uint8Array.of(1, 2, 3, 4, 5, 6), rgb)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('weaves planes together', () => {
    expect(convert(Uint8Array.of(1, 4, 2, 5, 3, 6), { ...rgb, planarConfiguration: 1 })).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('shows the upper eight bits of deeper colours', () => {
    const format = { ...rgb, columns: 1, bitsAllocated: 16, bitsStored: 16 };
    expect(convert(Uint16Array.of(0xff00, 0x80ff, 0x0100), format)).toEqual([255, 128, 1]);
  });

  it('turns luminance and chrominance into colours', () => {
    const format = { ...rgb, photometricInterpretation: 'YBR_FULL' };
    // Pure red by ITU-R BT.601, then mid gray.
    expect(convert(Uint8Array.of(76, 85, 255, 128, 128, 128), format)).toEqual([254, 0, 0, 128, 128, 128]);
  });

  it('lets two pixels share their colour in 4:2:2', () => {
    const format = { ...rgb, photometricInterpretation: 'YBR_FULL_422' };
    expect(convert(Uint8Array.of(10, 200, 128, 128), format)).toEqual([10, 10, 10, 200, 200, 200]);
  });

  it('looks palette colours up, the ends for values outside', () => {
    const palette = {
      firstValue: 10,
      red: Uint8Array.of(1, 2),
      green: Uint8Array.of(3, 4),
      blue: Uint8Array.of(5, 6),
    };
    const format = { ...rgb, samplesPerPixel: 1, photometricInterpretation: 'PALETTE COLOR', palette };
    expect(convert(Uint8Array.of(0, 200), format)).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it.each([
    { format: { ...rgb, samplesPerPixel: 4 }, kind: 'unsupported' },
    { format: { ...rgb, photometricInterpretation: 'CMYK' }, kind: 'unsupported' },
    { format: { ...rgb, photometricInterpretation: 'PALETTE COLOR' }, kind: 'incomplete-header' },
  ])('says $kind rather than show wrong colours', ({ format, kind }) => {
    expect(convert(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), format)).toBe(kind);
  });
});
