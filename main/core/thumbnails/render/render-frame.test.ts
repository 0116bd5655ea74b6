import { describe, expect, it } from 'vitest';
import { anImage } from '../../../../test/support/an-image.ts';
import type { ImageDescription } from '../../pixels/image-description.ts';
import { renderFrame } from './render-frame.ts';

function render(bytes: Uint8Array, changes: Partial<ImageDescription>, maxSidePx = 128) {
  const image = anImage(changes);
  const picture = renderFrame({ bytes, layout: image }, image, maxSidePx);
  return picture.ok ? [...picture.value.data] : picture.error;
}
const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
/** Shows stored values 0 to 255 as they are. */
const AS_IS = { windowCenter: 127.5, windowWidth: 255, voiLutFunction: 'LINEAR_EXACT' } as const;

describe('renderFrame in gray', () => {
  it.each([
    ['MONOCHROME2', [0, 50, 100, 255]],
    ['MONOCHROME1', [255, 205, 155, 0]],
  ])('shows %s', (photometricInterpretation, expected) => {
    expect(render(Uint8Array.of(0, 50, 100, 255), { ...AS_IS, photometricInterpretation })).toEqual(expected);
  });

  it('applies slope and intercept before the window', () => {
    const changes = { ...AS_IS, bitsAllocated: 16, rescaleSlope: 2, rescaleIntercept: -1000 };
    expect(render(words(500, 510, 550, 600), changes)).toEqual([0, 20, 100, 200]);
  });

  it('extends the sign of 12 bits in 16 and ignores what lies above them', () => {
    const changes = {
      ...AS_IS,
      bitsAllocated: 16,
      bitsStored: 12,
      pixelRepresentation: 1,
      rescaleIntercept: 100,
    } as const;
    expect(render(words(0x0fff, 0xf000, 0x7064, 0x0f9c), changes)).toEqual([99, 100, 200, 0]);
  });

  it('shifts down samples whose High Bit is the top one', () => {
    const changes = { ...AS_IS, bitsAllocated: 16, bitsStored: 12, highBit: 15 };
    expect(render(words(0x0000, 0x0640, 0x0c80, 0x0ff0), changes)).toEqual([0, 100, 200, 255]);
  });

  it('keeps padding black and out of the percentiles, also where it is written without its sign', () => {
    const bytes = words(-2000 & 0xffff, 10, 20, 30);
    const changes = { bitsAllocated: 16, pixelRepresentation: 1, pixelPaddingValue: 63_536 } as const;
    expect(render(bytes, changes)).toEqual([0, 0, 128, 255]);
    expect(render(bytes, { ...changes, photometricInterpretation: 'MONOCHROME1' })).toEqual([0, 255, 128, 0]);
  });

  it('takes a range of padding values', () => {
    const changes = { pixelPaddingValue: 250, pixelPaddingRangeLimit: 255 };
    expect(render(Uint8Array.of(252, 10, 20, 30), changes)).toEqual([0, 0, 128, 255]);
  });

  it('reads samples of 32 bits', () => {
    const bytes = new Uint8Array(Uint32Array.of(0, 50, 100, 200).buffer);
    expect(render(bytes, { ...AS_IS, bitsAllocated: 32 })).toEqual([0, 50, 100, 200]);
  });

  it('reads samples that lie at an odd address', () => {
    const bytes = new Uint8Array([99, ...words(0, 50, 100, 200)]).subarray(1);
    expect(render(bytes, { ...AS_IS, bitsAllocated: 16 })).toEqual([0, 50, 100, 200]);
  });

  it('shows a mask in black and white, however little of it is set', () => {
    const changes = { bitsAllocated: 1, rows: 1, columns: 10 };
    expect(render(Uint8Array.of(0b00000100, 0b00000010), changes)).toEqual([
      0, 0, 255, 0, 0, 0, 0, 0, 0, 255,
    ]);
  });

  it.each([
    ['float', 32, new Uint8Array(Float32Array.of(0, 0.25, 0.5, 1).buffer)],
    ['double', 64, new Uint8Array(Float64Array.of(0, 0.25, 0.5, 1).buffer)],
  ])('shows %s samples over their range', (_, bitsAllocated, bytes) => {
    expect(render(bytes, { bitsAllocated, sampleKind: 'float' })).toEqual([0, 64, 128, 255]);
  });

  it('shows NaN and infinity as no image', () => {
    const bytes = new Uint8Array(Float32Array.of(NaN, Infinity, 1, 2).buffer);
    expect(render(bytes, { bitsAllocated: 32, sampleKind: 'float' })).toEqual([0, 0, 0, 255]);
  });

  it('shows one value everywhere as black', () => {
    expect(render(Uint8Array.of(7, 7, 7, 7), {})).toEqual([0, 0, 0, 0]);
  });
});

describe('renderFrame in colour', () => {
  const color = { rows: 1, columns: 2, samplesPerPixel: 3 };
  it.each([
    ['RGB by pixel', [1, 2, 3, 4, 5, 6], { photometricInterpretation: 'RGB' }, [1, 2, 3, 4, 5, 6]],
    [
      'RGB by plane',
      [1, 4, 2, 5, 3, 6],
      { photometricInterpretation: 'RGB', planarConfiguration: 1 },
      [1, 2, 3, 4, 5, 6],
    ],
    [
      'YBR_FULL',
      [76, 85, 255, 150, 44, 21],
      { photometricInterpretation: 'YBR_FULL' },
      [254, 0, 0, 0, 255, 1],
    ],
    [
      'YBR_FULL_422',
      [10, 20, 128, 128],
      { photometricInterpretation: 'YBR_FULL_422' },
      [10, 10, 10, 20, 20, 20],
    ],
  ] as const)('shows %s', (_, bytes, changes, expected) => {
    expect(render(Uint8Array.from(bytes), { ...color, ...changes })).toEqual(expected);
  });

  it('brings 16 bits a channel to 8', () => {
    const changes = { ...color, columns: 1, bitsAllocated: 16, photometricInterpretation: 'RGB' };
    expect(render(words(0, 0x8000, 0xffff), changes)).toEqual([0, 128, 255]);
  });

  it('looks up a palette, with its ends for values outside', () => {
    const table = Uint8Array.of(10, 20, 30);
    const palette = { firstMapped: 5, red: table, green: table, blue: Uint8Array.of(0, 0, 99) };
    const changes = { photometricInterpretation: 'PALETTE COLOR', palette };
    expect(render(Uint8Array.of(0, 5, 6, 200), changes)).toEqual([
      10, 10, 0, 10, 10, 0, 20, 20, 0, 30, 30, 99,
    ]);
  });

  it.each([
    [
      'a palette that is missing',
      { photometricInterpretation: 'PALETTE COLOR' },
      'Its palette of colours is missing.',
    ],
    ['CMYK', { photometricInterpretation: 'CMYK' }, 'Bucky cannot show CMYK with 1 samples a pixel.'],
    [
      'RGB of one sample',
      { photometricInterpretation: 'RGB' },
      'Bucky cannot show RGB with 1 samples a pixel.',
    ],
    ['64 bits allocated', { bitsAllocated: 64 }, 'Bucky cannot read samples of 64 bits.'],
  ])('refuses %s', (_, changes, error) => {
    expect(render(Uint8Array.of(0, 0, 0, 0, 0, 0), changes)).toBe(error);
  });
});

describe('renderFrame in size', () => {
  const sizeOf = (changes: Partial<ImageDescription>, maxSidePx: number) => {
    const image = anImage(changes);
    const bytes = new Uint8Array(image.rows * image.columns);
    const picture = renderFrame({ bytes, layout: image }, image, maxSidePx);
    return picture.ok && [picture.value.width, picture.value.height];
  };

  it.each([
    ['wide', { rows: 100, columns: 400 }, [128, 32]],
    ['high', { rows: 400, columns: 100 }, [32, 128]],
    ['smaller than asked for', { rows: 20, columns: 30 }, [30, 20]],
    ['of one line', { rows: 1, columns: 1000 }, [128, 1]],
    ['with pixels twice as high as wide', { rows: 200, columns: 200, pixelHeightToWidth: 2 }, [64, 128]],
    ['with pixels twice as wide as high', { rows: 64, columns: 64, pixelHeightToWidth: 0.5 }, [64, 32]],
  ])('keeps the shape of an image %s', (_, changes, expected) => {
    expect(sizeOf(changes, 128)).toEqual(expected);
  });

  it('averages what falls into one pixel', () => {
    const bytes = Uint8Array.of(0, 100, 200, 220, 100, 100, 0, 0);
    expect(render(bytes, { ...AS_IS, rows: 2, columns: 4 }, 2)).toEqual([75, 105]);
  });
});
