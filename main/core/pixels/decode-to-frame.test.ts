import { describe, expect, it } from 'vitest';
import { anImage } from '../../../test/support/an-image.ts';
import { toDecodedFrame } from './decode-to-frame.ts';
import type { ImageDescription } from './image-description.ts';
import { toDisplay } from './to-display.ts';

function decode(bytes: Uint8Array, changes: Partial<ImageDescription>) {
  const image = anImage(changes);
  const frame = toDecodedFrame({ bytes, layout: image }, image);
  if (!frame.ok) throw new Error(frame.error.detail);
  return frame.value;
}
const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const LUT = { firstMapped: 10, bits: 12, entries: Uint16Array.of(100, 300, 4000) };

describe('a decoded gray frame', () => {
  it('holds Hounsfield units of a CT, and the range that its bits can hold', () => {
    const frame = decode(words(0, 1024, 1064, 4095), {
      bitsAllocated: 16,
      bitsStored: 12,
      rescaleSlope: 1,
      rescaleIntercept: -1024,
      windowCenter: 40,
      windowWidth: 400,
    });
    expect(frame).toEqual({
      rows: 2,
      columns: 2,
      samplesPerPixel: 1,
      values: Float32Array.of(-1024, 0, 40, 3071),
      bitsStored: 12,
      isSigned: false,
      isMonochrome1: false,
      paddingMask: null,
      windowCenter: 40,
      windowWidth: 400,
      voi: { kind: 'window', center: 40, width: 400, voiLutFunction: 'LINEAR' },
      lowest: -1024,
      highest: 3071,
    });
  });

  it('goes through a Modality LUT Sequence, and its range is that of the entries', () => {
    const frame = decode(words(0, 10, 11, 500), { bitsAllocated: 16, modalityLut: LUT, rescaleSlope: 7 });
    expect([...frame.values]).toEqual([100, 100, 300, 4000]);
    expect(frame).toMatchObject({ lowest: 100, highest: 4000 });
  });

  it('turns its range round with a negative slope', () => {
    expect(decode(Uint8Array.of(0, 1, 2, 255), { rescaleSlope: -2 })).toMatchObject({
      lowest: -510,
      highest: 0,
    });
  });

  it('marks padding, and says null where none occurs', () => {
    const padded = { bitsAllocated: 16, pixelRepresentation: 1, pixelPaddingValue: -2000 } as const;
    expect(decode(words(63_536, 1, 2, 3), padded).paddingMask).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(decode(words(4, 1, 2, 3), padded).paddingMask).toBeNull();
  });

  it('keeps MONOCHROME1 as it is stored and says so', () => {
    const frame = decode(Uint8Array.of(0, 1, 2, 255), { photometricInterpretation: 'MONOCHROME1' });
    expect([...frame.values]).toEqual([0, 1, 2, 255]);
    expect(frame.isMonochrome1).toBe(true);
  });

  it('masks what is no number in floating point pixels', () => {
    const bytes = new Uint8Array(Float32Array.of(NaN, -3, Infinity, 8).buffer);
    const frame = decode(bytes, { bitsAllocated: 32, sampleKind: 'float' });
    expect([...frame.values]).toEqual([0, -3, 0, 8]);
    expect(frame).toMatchObject({ paddingMask: Uint8Array.of(1, 0, 1, 0), lowest: -3, highest: 8 });
  });

  it.each([
    [1, Uint8Array.of(0b0110), [0, 1, 1, 0]],
    [12, Uint8Array.of(0x23, 0x61, 0x45, 0x89, 0xf7, 0xff), [0x123, 0x456, 0x789, 0xfff]],
    [24, Uint8Array.from({ length: 12 }, (_, at) => (at === 5 ? 0xff : 0)), [0, 0xff0000, 0, 0]],
    [32, new Uint8Array(Int32Array.of(1, -1, 0, 70_000).buffer), [1, -1, 0, 70_000]],
  ])('reads samples of %d bits', (bitsAllocated, bytes, values) => {
    const pixelRepresentation = bitsAllocated === 32 ? 1 : 0;
    expect([...decode(bytes, { bitsAllocated, pixelRepresentation }).values]).toEqual(values);
  });
});

describe('a decoded colour frame', () => {
  const oneColor = (color: readonly number[], changes: Partial<ImageDescription>) =>
    decode(
      Uint8Array.from({ length: 12 }, (_, at) => color[at % 3] ?? 0),
      { samplesPerPixel: 3, ...changes },
    );

  it.each([
    ['RGB', [255, 0, 0], 76.245],
    ['RGB', [255, 255, 255], 255],
    ['YBR_FULL', [76, 85, 255], 76],
    ['YBR_PARTIAL', [16, 128, 128], 0],
    ['YBR_PARTIAL', [235, 128, 128], 255],
  ])('is luminance: %s %j is %d', (photometricInterpretation, color, luminance) => {
    const frame = oneColor(color, { photometricInterpretation });
    expect(frame.values[3]).toBeCloseTo(luminance, 3);
    expect(frame).toMatchObject({ samplesPerPixel: 3, lowest: 0, highest: 255, windowCenter: null });
  });

  it('reads pairs of pixels that share their chroma', () => {
    const bytes = Uint8Array.of(10, 20, 1, 2, 30, 40, 3, 4);
    const frame = decode(bytes, { samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL_422' });
    expect([...frame.values]).toEqual([10, 20, 30, 40]);
  });

  it('looks colours of a palette up', () => {
    const channel = Uint8Array.of(0, 100);
    const palette = { firstMapped: 5, red: channel, green: channel, blue: channel };
    const frame = decode(Uint8Array.of(4, 5, 6, 200), {
      photometricInterpretation: 'PALETTE COLOR',
      palette,
    });
    expect([...frame.values].map(Math.round)).toEqual([0, 0, 100, 100]);
  });

  it.each([
    ['PALETTE COLOR', 1, 'Its palette of colours is missing.'],
    ['CMYK', 4, 'Bucky cannot show CMYK with 4 samples a pixel.'],
  ])(
    'is refused in plain words: %s with %d samples',
    (photometricInterpretation, samplesPerPixel, detail) => {
      const image = anImage({ photometricInterpretation, samplesPerPixel });
      expect(toDecodedFrame({ bytes: new Uint8Array(16), layout: image }, image)).toEqual({
        ok: false,
        error: { detail, isCodecSuspect: false },
      });
    },
  );
});

describe('toDisplay', () => {
  const bytes = Uint8Array.of(0, 10, 20, 255);
  it('applies the window of the header', () => {
    expect([...toDisplay(decode(bytes, { windowCenter: 10.5, windowWidth: 21 }))]).toEqual([
      0, 128, 255, 255,
    ]);
  });

  it('goes through the VOI LUT Sequence instead of the window', () => {
    const voiLut = {
      firstMapped: 0,
      bits: 8,
      entries: Uint8Array.from({ length: 256 }, (_, at) => 255 - at),
    };
    const table = { ...voiLut, entries: Uint16Array.from(voiLut.entries) };
    expect([...toDisplay(decode(bytes, { windowCenter: 1, windowWidth: 1, voiLut: table }))]).toEqual([
      255, 245, 235, 0,
    ]);
  });

  it('shows the whole range without a window, inverts MONOCHROME1 and keeps padding black', () => {
    const shown = toDisplay(
      decode(bytes, { photometricInterpretation: 'MONOCHROME1', pixelPaddingValue: 255 }),
    );
    expect([...shown]).toEqual([255, 128, 0, 0]);
  });

  it('takes another window', () => {
    const voi = { kind: 'window', center: 15, width: 10, voiLutFunction: 'LINEAR_EXACT' } as const;
    expect([...toDisplay(decode(bytes, {}), voi)]).toEqual([0, 0, 255, 255]);
  });
});
