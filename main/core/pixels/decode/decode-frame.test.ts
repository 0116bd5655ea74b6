import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { anImage } from '../../../../test/support/an-image.ts';
import { encodeFrame, type EncoderName } from '../../../../test/support/encode-frame.ts';
import type { ImageDescription } from '../image-description.ts';
import { decodeFrame, nativeFrameBytes } from './decode-frame.ts';
import { NativeCodecs } from './native-codecs.ts';

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const syntaxOf = (ending: string) => `1.2.840.10008.1.2.4.${ending}`;

const SIZE = { rows: 48, columns: 64 };
/** A slope with a little texture, over the whole range of the samples. */
function aSlope(image: ImageDescription): Uint8Array {
  const count = image.rows * image.columns * image.samplesPerPixel;
  const range = 2 ** image.bitsStored;
  const values = Array.from(
    { length: count },
    (_, index) => Math.floor((index * range) / count + (index % 5)) % range,
  );
  return image.bitsAllocated === 8
    ? Uint8Array.from(values)
    : new Uint8Array(Uint16Array.from(values).buffer);
}
const GRAY_8 = anImage(SIZE);
const GRAY_12 = anImage({ ...SIZE, bitsAllocated: 16, bitsStored: 12 });
const GRAY_16_SIGNED = anImage({ ...SIZE, bitsAllocated: 16, pixelRepresentation: 1 });
const RGB = anImage({ ...SIZE, samplesPerPixel: 3, photometricInterpretation: 'RGB' });

async function decode(frame: Uint8Array, transferSyntaxUid: string, image: ImageDescription) {
  return decodeFrame(frame, transferSyntaxUid, image, new NativeCodecs());
}

describe('decodeFrame', () => {
  it.each<[string, EncoderName, string, ImageDescription]>([
    ['JPEG lossless', 'encodeJpeg', '70', GRAY_8],
    ['JPEG lossless', 'encodeJpeg', '57', GRAY_12],
    ['JPEG lossless', 'encodeJpeg', '70', GRAY_16_SIGNED],
    ['JPEG lossless', 'encodeJpeg', '70', RGB],
    ['JPEG-LS', 'encodeJpegLs', '80', GRAY_8],
    ['JPEG-LS', 'encodeJpegLs', '80', GRAY_12],
    ['JPEG-LS', 'encodeJpegLs', '81', GRAY_16_SIGNED],
    ['JPEG-LS', 'encodeJpegLs', '80', RGB],
    ['JPEG 2000', 'encodeJpeg2000', '90', GRAY_8],
    ['JPEG 2000', 'encodeJpeg2000', '91', GRAY_12],
    ['JPEG 2000', 'encodeJpeg2000', '90', GRAY_16_SIGNED],
    ['JPEG 2000', 'encodeJpeg2000', '90', RGB],
    ['HTJ2K', 'encodeHtJpeg2000', '201', GRAY_8],
    ['HTJ2K', 'encodeHtJpeg2000', '202', GRAY_12],
    ['HTJ2K', 'encodeHtJpeg2000', '203', GRAY_16_SIGNED],
    ['HTJ2K', 'encodeHtJpeg2000', '201', RGB],
    ['JPEG XL', 'encodeJpegXl', '110', GRAY_8],
    ['JPEG XL', 'encodeJpegXl', '112', GRAY_12],
    ['JPEG XL', 'encodeJpegXl', '110', RGB],
  ])('gives back what %s (%s, .%s) holds', async (_, encoder, ending, image) => {
    const samples = aSlope(image);
    const encoded = await encodeFrame(encoder, samples, image);
    const decoded = await decode(encoded, syntaxOf(ending), image);
    const { bitsAllocated, samplesPerPixel, pixelRepresentation, photometricInterpretation } = image;
    const layout = { bitsAllocated, samplesPerPixel, pixelRepresentation, photometricInterpretation };
    expect(decoded).toMatchObject({ ok: true, value: { layout } });
    expect(decoded.ok && Buffer.compare(decoded.value.bytes, samples)).toBe(0);
  });

  it('decodes lossy JPEG to within its loss', async () => {
    const samples = aSlope(GRAY_8);
    const encoded = await encodeFrame('encodeJpeg', samples, GRAY_8, { lossy: true });
    const decoded = await decode(encoded, syntaxOf('50'), GRAY_8);
    const bytes = decoded.ok ? decoded.value.bytes : new Uint8Array(samples.length);
    const differences = samples.map((sample, index) => Math.abs(sample - (bytes[index] ?? 0)));
    expect(differences.reduce((sum, value) => sum + value, 0) / samples.length).toBeLessThan(5);
  });

  it('counts the bits of colours by the header, whose streams may declare more', async () => {
    const image = anImage({ ...RGB, bitsAllocated: 16, bitsStored: 12, highBit: 11 });
    const encoded = await encodeFrame('encodeJpegLs', aSlope(image), image);
    expect(await decode(encoded, syntaxOf('80'), image)).toMatchObject({
      value: { layout: { bitsStored: 12 } },
    });
  });

  it('gives the three colours of lossy JPEG as its stream says, whatever the header says', async () => {
    const encoded = await encodeFrame('encodeJpeg', aSlope(RGB), RGB, { lossy: true });
    const decoded = await decode(encoded, syntaxOf('50'), RGB);
    expect(decoded).toMatchObject({ ok: true, value: { layout: { photometricInterpretation: 'YBR_FULL' } } });
  });

  it('inflates a deflated frame and bounds what comes out', async () => {
    const samples = aSlope(GRAY_8);
    const inflated = await decode(deflateRawSync(samples), '1.2.840.10008.1.2.8.1', GRAY_8);
    expect(inflated.ok && Buffer.compare(inflated.value.bytes, samples)).toBe(0);
    const bomb = deflateRawSync(Buffer.alloc(10_000_000));
    expect(await decode(bomb, '1.2.840.10008.1.2.8.1', GRAY_8)).toMatchObject({
      ok: false,
      error: { detail: 'Its deflated data is damaged or gives more pixels than its header asks for.' },
    });
  });

  it.each([
    '1.2.840.10008.1.2',
    '1.2.840.10008.1.2.1',
    '1.2.840.10008.1.2.1.98',
    '1.2.840.10008.1.2.1.99',
    '1.2.840.10008.1.2.2',
  ])('takes native samples of %s as they are', async (syntax) => {
    const bytes = aSlope(GRAY_8);
    expect(await decode(bytes, syntax, GRAY_8)).toEqual({ ok: true, value: { bytes, layout: GRAY_8 } });
  });

  it('takes YBR_FULL_422 that is not subsampled for YBR_FULL', async () => {
    const image = anImage({ rows: 1, samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL_422' });
    const layoutOf = async (bytes: number) => {
      const decoded = await decode(new Uint8Array(bytes), EXPLICIT_LITTLE, image);
      return decoded.ok && decoded.value.layout.photometricInterpretation;
    };
    expect(nativeFrameBytes(image)).toBe(4);
    expect(await layoutOf(4)).toBe('YBR_FULL_422');
    expect(await layoutOf(6)).toBe('YBR_FULL');
  });

  describe('refuses without asking a codec', () => {
    it.each([
      [
        'video',
        syntaxOf('102'),
        Buffer.alloc(100),
        'Bucky has no decoder for MPEG-4 AVC/H.264 High Profile / Level 4.1.',
      ],
      ['native samples that stop early', EXPLICIT_LITTLE, Buffer.alloc(10), 'Its image data stops early.'],
      ['text for JPEG', syntaxOf('50'), Buffer.from('no image at all'), 'Its JPEG header is damaged.'],
      ['zeros for JPEG 2000', syntaxOf('90'), Buffer.alloc(100), 'Its JPEG 2000 header is damaged.'],
      [
        'half a JPEG-LS marker',
        syntaxOf('80'),
        Buffer.of(0xff, 0xd8, 0xff),
        'Its JPEG-LS header is damaged.',
      ],
    ])('%s', async (_, syntax, frame, detail) => {
      expect(await decode(frame, syntax, GRAY_8)).toEqual({
        ok: false,
        error: { detail, isCodecSuspect: false },
      });
    });

    it.each<[string, EncoderName, string]>([
      ['JPEG', 'encodeJpeg', '70'],
      ['JPEG-LS', 'encodeJpegLs', '80'],
      ['JPEG 2000', 'encodeJpeg2000', '90'],
      ['HTJ2K', 'encodeHtJpeg2000', '201'],
    ])(
      '%s data that stops early, is of another size or has more colours',
      async (family, encoder, ending) => {
        const encoded = await encodeFrame(encoder, aSlope(GRAY_8), GRAY_8);
        const detailOf = async (frame: Uint8Array, image: ImageDescription) => {
          const decoded = await decode(frame, syntaxOf(ending), image);
          return decoded.ok ? null : decoded.error;
        };
        expect(await detailOf(encoded.subarray(0, encoded.length - 40), GRAY_8)).toEqual({
          detail: `Its ${family} data stops early.`,
          isCodecSuspect: false,
        });
        expect(await detailOf(encoded, { ...GRAY_8, rows: 500 })).toEqual({
          detail: `Its ${family} data is 64 x 48, its header says 64 x 500.`,
          isCodecSuspect: false,
        });
        expect(await detailOf(encoded, RGB)).toEqual({
          detail: `Its ${family} data has 1 components, its header says 3.`,
          isCodecSuspect: false,
        });
      },
    );
  });

  it('suspects the codec after it failed in the middle of a stream', async () => {
    const encoded = await encodeFrame('encodeJpegXl', aSlope(GRAY_8), GRAY_8);
    expect(await decode(encoded.subarray(0, encoded.length >> 1), syntaxOf('110'), GRAY_8)).toEqual({
      ok: false,
      error: { detail: 'Its JPEG XL data is damaged.', isCodecSuspect: true },
    });
  });
});
