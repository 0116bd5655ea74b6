import { err, ok, type Result } from '../../shared/result.ts';
import { decodeFrame } from '../../pixels/decode/decode-frame.ts';
import type { NativeCodecs } from '../../pixels/decode/native-codecs.ts';
import type { ImageDescription } from '../../pixels/image-description.ts';

type EncoderName = 'encodeRle' | 'encodeJpeg' | 'encodeJpegLs' | 'encodeJpeg2000' | 'encodeHtJpeg2000';

interface Encoder {
  readonly method: EncoderName;
  readonly isLossy: boolean;
  /** Most bits of a sample. */
  readonly maxBits: number;
}

/** Lossless ones first choice of the standard for each family; lossy ones are only made for those who wish for them. */
const ENCODERS: Readonly<Record<string, Encoder>> = {
  '1.2.840.10008.1.2.5': { method: 'encodeRle', isLossy: false, maxBits: 16 },
  '1.2.840.10008.1.2.4.70': { method: 'encodeJpeg', isLossy: false, maxBits: 16 },
  '1.2.840.10008.1.2.4.80': { method: 'encodeJpegLs', isLossy: false, maxBits: 16 },
  '1.2.840.10008.1.2.4.90': { method: 'encodeJpeg2000', isLossy: false, maxBits: 16 },
  '1.2.840.10008.1.2.4.201': { method: 'encodeHtJpeg2000', isLossy: false, maxBits: 16 },
  '1.2.840.10008.1.2.4.50': { method: 'encodeJpeg', isLossy: true, maxBits: 8 },
};

/** Whether pixels can be compressed into this transfer syntax. */
export function isEncodable(transferSyntaxUid: string): boolean {
  return Object.hasOwn(ENCODERS, transferSyntaxUid);
}

/**
 * Compresses one frame of samples as the header describes them. What claims to be lossless is decoded again and compared:
 * an encoder that changed a sample has failed.
 *
 * @param frame little endian, not planar
 */
export async function encodeFrame(
  frame: Uint8Array,
  transferSyntaxUid: string,
  image: ImageDescription,
  codecs: NativeCodecs,
): Promise<Result<Uint8Array, string>> {
  const encoder = ENCODERS[transferSyntaxUid];
  if (!encoder) throw new RangeError('there is no encoder for this transfer syntax');
  if (image.bitsAllocated > 16 || image.bitsStored > encoder.maxBits || image.bitsAllocated === 1) {
    return err('Its pixels have too many or too few bits for that compression.');
  }
  if (encoder.isLossy && image.samplesPerPixel > 1) return err('Colour is not compressed with loss here.');
  const encoded = await run(frame, encoder, image, codecs);
  if (encoded === null) return err('Its pixels could not be compressed.');
  if (encoder.isLossy) return ok(encoded);
  const again = await decodeFrame(encoded, transferSyntaxUid, image, codecs);
  const isSame =
    again.ok &&
    again.value.layout.bitsAllocated === image.bitsAllocated &&
    isEqual(toInterleaved(again.value.bytes, again.value.layout), frame);
  return isSame ? ok(encoded) : err('Its pixels could not be compressed without loss.');
}

/**
 * Photometric Interpretation of what an encoder made: those of JPEG 2000 may have turned the colours, and then the header
 * has to say so (PS3.5 section 8.2.4).
 */
export function encodedPhotometric(encoded: Uint8Array, transferSyntaxUid: string, declared: string): string {
  const { method } = ENCODERS[transferSyntaxUid] ?? {};
  if (method !== 'encodeJpeg2000' && method !== 'encodeHtJpeg2000') return declared;
  const cod = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length).indexOf(COD_MARKER);
  return cod >= 0 && encoded[cod + COLOR_TRANSFORM_AT] === 1 ? 'YBR_RCT' : declared;
}

/** Coding style default of a JPEG 2000 codestream, and in it the byte that says whether components are transformed. */
const COD_MARKER = Buffer.from([0xff, 0x52]);
const COLOR_TRANSFORM_AT = 8;

/** Colour by pixel, where it came colour by colour. */
export function toInterleaved(
  bytes: Uint8Array,
  layout: Pick<ImageDescription, 'planarConfiguration' | 'samplesPerPixel' | 'bitsAllocated'>,
): Uint8Array {
  const { samplesPerPixel } = layout;
  if (layout.planarConfiguration === 0 || samplesPerPixel === 1) return bytes;
  const sampleBytes = layout.bitsAllocated / 8;
  const pixels = Math.floor(bytes.length / (samplesPerPixel * sampleBytes));
  const made = new Uint8Array(pixels * samplesPerPixel * sampleBytes);
  let at = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let sample = 0; sample < samplesPerPixel; sample += 1) {
      const from = (sample * pixels + pixel) * sampleBytes;
      for (let byte = 0; byte < sampleBytes; byte += 1) made[at++] = bytes[from + byte] ?? 0;
    }
  }
  return made;
}

async function run(
  frame: Uint8Array,
  { method, isLossy }: Encoder,
  image: ImageDescription,
  codecs: NativeCodecs,
): Promise<Uint8Array | null> {
  const { Context, NativeCodecs: native } = await codecs.load();
  const context = new Context({
    width: image.columns,
    height: image.rows,
    samplesPerPixel: image.samplesPerPixel,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    pixelRepresentation: image.pixelRepresentation,
    planarConfiguration: 0,
    photometricInterpretation: image.photometricInterpretation,
    decodedBuffer: frame,
  });
  try {
    return native[method](context, { lossy: isLossy }).getEncodedBuffer() ?? null;
  } catch {
    return null;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  return (
    Math.abs(a.length - b.length) <= 1 && Buffer.compare(a.subarray(0, length), b.subarray(0, length)) === 0
  );
}
