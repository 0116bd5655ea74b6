import { inflateRawSync } from 'node:zlib';
import { findTransferSyntax, RLE_LOSSLESS, toReadableSyntax } from '../../dicom/transfer-syntax.ts';
import { ok } from '../../shared/result.ts';
import type { ImageDescription } from '../image-description.ts';
import { decodeCodestream } from './decode-codestream.ts';
import type { CodecName, NativeCodecs } from './native-codecs.ts';
import { refusal, type DecodeResult } from './native-frame.ts';
import { decodeRunLength } from './run-length.ts';

const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';
const ENCAPSULATED_UNCOMPRESSED = '1.2.840.10008.1.2.1.98';
/** GE's private "Implicit VR Big Endian DLX": little endian header, big endian pixel data. */
const GE_PRIVATE_IMPLICIT = '1.2.840.113619.5.2';

/** Hierarchical and arithmetic processes (.52, .54, .56, .58 to .66) have no decoder; nor has video. */
const codecOf: ReadonlyMap<string, CodecName> = new Map([
  ...codecs('decodeJpeg', ['50', '51', '53', '55', '57', '70']),
  ...codecs('decodeJpegLs', ['80', '81']),
  ...codecs('decodeJpeg2000', ['90', '91']),
  ...codecs('decodeJpegXl', ['110', '111', '112']),
  ...codecs('decodeHtJpeg2000', ['201', '202', '203']),
]);

function codecs(codec: CodecName, endings: readonly string[]): readonly (readonly [string, CodecName])[] {
  return endings.map((ending) => [`1.2.840.10008.1.2.4.${ending}`, codec] as const);
}

/** Brings a stored frame to samples in memory, whatever its transfer syntax. Never throws on bad input. */
export async function decodeFrame(
  frame: Uint8Array,
  transferSyntaxUid: string,
  image: ImageDescription,
  nativeCodecs: NativeCodecs,
): Promise<DecodeResult> {
  const codec = codecOf.get(transferSyntaxUid);
  if (codec) return decodeCodestream(frame, codec, image, nativeCodecs);
  switch (transferSyntaxUid) {
    case RLE_LOSSLESS: {
      const samples = decodeRunLength(frame, image);
      if (!samples.ok) return refusal(samples.error);
      const layout = { ...withoutSubsampling(image), planarConfiguration: 1 } as const;
      return ok({ bytes: samples.value, isBigEndian: false, layout });
    }
    case DEFLATED_FRAME:
      return inflateFrame(frame, image);
    case ENCAPSULATED_UNCOMPRESSED:
    case GE_PRIVATE_IMPLICIT:
      return nativeFrame(frame, image, transferSyntaxUid === GE_PRIVATE_IMPLICIT);
    default:
      break;
  }
  const syntax = toReadableSyntax(transferSyntaxUid);
  if (!syntax.isEncapsulated && syntax.carriesPixels) return nativeFrame(frame, image, syntax.isBigEndian);
  const name = findTransferSyntax(transferSyntaxUid)?.name ?? 'this compression';
  return refusal(`Bucky has no decoder for ${name}.`);
}

/** Deflated Image Frame Compression (PS3.5 section A.4.13). */
function inflateFrame(frame: Uint8Array, image: ImageDescription): DecodeResult {
  const maxOutputLength = nativeFrameBytes(image) + 2;
  try {
    return nativeFrame(inflateRawSync(frame, { maxOutputLength }), image, false);
  } catch {
    return refusal('Its deflated data is damaged or gives more pixels than its header asks for.');
  }
}

function nativeFrame(bytes: Uint8Array, image: ImageDescription, isBigEndian: boolean): DecodeResult {
  if (bytes.length < nativeFrameBytes(image)) return refusal('Its image data stops early.');
  // Some devices declare shared colour samples and write them for every pixel.
  const isWhole = bytes.length >= nativeFrameBytes(withoutSubsampling(image));
  return ok({ bytes, isBigEndian, layout: isWhole ? withoutSubsampling(image) : image });
}

function withoutSubsampling(image: ImageDescription): ImageDescription {
  if (image.photometricInterpretation !== 'YBR_FULL_422') return image;
  return { ...image, photometricInterpretation: 'YBR_FULL' };
}

/** Size of an uncompressed frame, in bytes. YBR_FULL_422 shares each pair of colour samples between two pixels. */
export function nativeFrameBytes(image: ImageDescription): number {
  const { rows, columns, bitsAllocated, photometricInterpretation, samplesPerPixel } = image;
  const isHalved = photometricInterpretation === 'YBR_FULL_422' && samplesPerPixel === 3;
  return Math.ceil((rows * columns * (isHalved ? 2 : samplesPerPixel) * bitsAllocated) / 8);
}
