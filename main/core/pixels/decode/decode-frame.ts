import { inflateRawSync } from 'node:zlib';
import { findTransferSyntax, RLE_LOSSLESS, toReadableSyntax } from '../../dicom/transfer-syntax.ts';
import { ok } from '../../shared/result.ts';
import { sharesChroma, type ImageDescription } from '../image-description.ts';
import { decodeCodestream } from './decode-codestream.ts';
import type { CodecName, NativeCodecs } from './native-codecs.ts';
import { refusal, type DecodeResult } from './native-frame.ts';
import { decodeRunLength } from './run-length.ts';

const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';
const ENCAPSULATED_UNCOMPRESSED = '1.2.840.10008.1.2.1.98';

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

/**
 * Brings a frame to samples in memory, whatever its transfer syntax. Never throws on bad input.
 *
 * @param frame as `dicom/read-frame.ts` gives it: native samples are little endian already
 */
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
      return ok({ bytes: samples.value, layout });
    }
    case DEFLATED_FRAME:
      return inflateFrame(frame, image);
    case ENCAPSULATED_UNCOMPRESSED:
      return nativeFrame(frame, image);
    default:
      break;
  }
  const syntax = toReadableSyntax(transferSyntaxUid);
  if (!syntax.isEncapsulated && syntax.carriesPixels) return nativeFrame(frame, image);
  const name = findTransferSyntax(transferSyntaxUid)?.name ?? 'this compression';
  return refusal(`Bucky has no decoder for ${name}.`);
}

/** Deflated Image Frame Compression (PS3.5 section A.4.13). */
function inflateFrame(frame: Uint8Array, image: ImageDescription): DecodeResult {
  const maxOutputLength = nativeFrameBytes(image) + 2;
  try {
    return nativeFrame(inflateRawSync(frame, { maxOutputLength }), image);
  } catch {
    return refusal('Its deflated data is damaged or gives more pixels than its header asks for.');
  }
}

function nativeFrame(bytes: Uint8Array, image: ImageDescription): DecodeResult {
  if (bytes.length < nativeFrameBytes(image)) return refusal('Its image data stops early.');
  // Some devices declare shared colour samples and write them for every pixel.
  const isWhole = bytes.length >= nativeFrameBytes(withoutSubsampling(image));
  return ok({ bytes, layout: isWhole ? withoutSubsampling(image) : image });
}

function withoutSubsampling(image: ImageDescription): ImageDescription {
  if (!sharesChroma(image)) return image;
  return { ...image, photometricInterpretation: image.photometricInterpretation.replace('_422', '') };
}

/** Size of an uncompressed frame, in bytes. */
export function nativeFrameBytes(image: ImageDescription): number {
  const { rows, columns, bitsAllocated, samplesPerPixel } = image;
  return Math.ceil((rows * columns * (sharesChroma(image) ? 2 : samplesPerPixel) * bitsAllocated) / 8);
}
