import type { EncodedFrame } from '../frames/fetch-frame.ts';
import { failed, loaded, type FrameResult } from '../frames/frame-failure.ts';
import { isColour, type PixelFormat } from '../metadata/pixel-format.ts';
import { transferSyntax } from '../metadata/transfer-syntax.ts';
import { decodeInWorker, type CodecOutput } from './codec-workers.ts';
import type { DecodedFrame, Samples } from './decoded-frame.ts';
import { withColourMarker } from './jpeg-colour.ts';
import { jpegPrecision } from './jpeg-header.ts';
import { inflate } from './inflate.ts';
import { nativeSamples } from './native-samples.ts';
import { decodeRunLength } from './run-length.ts';
import { toGrayPixels } from './stored-bits.ts';
import { toRgb } from './to-rgb.ts';
import { withoutLevelShiftError } from './twelve-bit-jpeg.ts';

/** Turns an encoded frame into pixels that can be drawn. Never rejects; says so rather than draw wrong pixels. */
export async function decodeFrame(
  frame: EncodedFrame,
  format: PixelFormat,
  signal?: AbortSignal,
): Promise<FrameResult<DecodedFrame>> {
  const missing = missingFromHeader(format);
  if (missing !== '') return failed({ kind: 'incomplete-header', missing });
  const syntax = transferSyntax(frame.transferSyntaxUid);
  switch (syntax.codec) {
    case 'native':
      return withSamples(nativeSamples(frame.bytes, format), format);
    case 'deflate':
      return await decodeDeflated(frame.bytes, format);
    case 'rle':
      return decodeRle(frame.bytes, format);
    case 'video':
      return failed({ kind: 'unsupported', what: 'a video' });
    case 'unknown':
      return failed({
        kind: 'unsupported',
        what: `in ${syntax.name} (${frame.transferSyntaxUid || 'not named'})`,
      });
    case 'jpeg':
    case 'jpeg-lossless':
    case 'jpeg-ls':
    case 'jpeg-2000':
    case 'htj2k':
    case 'jpeg-xl':
      return await decodeCompressed(frame, format, signal);
  }
}

async function decodeCompressed(
  { bytes, transferSyntaxUid }: EncodedFrame,
  format: PixelFormat,
  signal: AbortSignal | undefined,
): Promise<FrameResult<DecodedFrame>> {
  const isJpeg = transferSyntax(transferSyntaxUid).codec === 'jpeg';
  const isColourJpeg = isJpeg && format.samplesPerPixel === 3;
  const marked = isColourJpeg ? withColourMarker(bytes, format.photometricInterpretation) : bytes;
  const output = await decodeInWorker({ bytes: marked, format, transferSyntaxUid }, signal);
  if (!output.ok) return output;
  const { samples } = output.value;
  const isTwelveBit = isJpeg && jpegPrecision(bytes) === 12;
  const corrected = isTwelveBit ? withoutLevelShiftError(samples) : samples;
  return fromCodec({ ...output.value, samples: corrected }, format, transferSyntaxUid);
}

function missingFromHeader(format: PixelFormat): string {
  if (format.rows < 1 || format.columns < 1) return 'the size of the image';
  if (format.bitsAllocated < 1) return 'the bits of a pixel (Bits Allocated)';
  return format.photometricInterpretation === '' ? 'the kind of its pixels (Photometric Interpretation)' : '';
}

async function decodeDeflated(
  bytes: Uint8Array<ArrayBuffer>,
  format: PixelFormat,
): Promise<FrameResult<DecodedFrame>> {
  const inflated = await inflate(bytes);
  return inflated.ok ? withSamples(nativeSamples(inflated.value, format), format) : inflated;
}

function decodeRle(bytes: Uint8Array<ArrayBuffer>, format: PixelFormat): FrameResult<DecodedFrame> {
  const decoded = decodeRunLength(bytes, format);
  if (!decoded.ok) return decoded;
  const planes = {
    ...format,
    planarConfiguration: 1 as const,
    photometricInterpretation: withoutSubsampling(format),
  };
  return withSamples(nativeSamples(decoded.value, planes), planes);
}

/** Planes of equal size: what the header calls 4:2:2 cannot be so here. */
function withoutSubsampling(format: PixelFormat): string {
  return format.photometricInterpretation === 'YBR_FULL_422' ? 'YBR_FULL' : format.photometricInterpretation;
}

function fromCodec(
  output: CodecOutput,
  format: PixelFormat,
  transferSyntaxUid: string,
): FrameResult<DecodedFrame> {
  const { name: encoding, codec } = transferSyntax(transferSyntaxUid);
  const { rows, columns, samplesPerPixel } = format;
  if (output.rows !== rows || output.columns !== columns || output.samplesPerPixel !== samplesPerPixel) {
    const detail = `${output.columns} x ${output.rows} x ${output.samplesPerPixel}, header says ${columns} x ${rows} x ${samplesPerPixel}`;
    return failed({ kind: 'damaged', encoding, detail });
  }
  const neededSamples = rows * columns * samplesPerPixel;
  if (output.samples.length < neededSamples) {
    const size = output.samples.BYTES_PER_ELEMENT;
    return failed({
      kind: 'cut-short',
      encoding,
      byteLength: output.samples.length * size,
      neededBytes: neededSamples * size,
    });
  }
  const isTurnedBack = codec === 'jpeg' && samplesPerPixel === 3; // libjpeg gives red, green, blue
  const photometricInterpretation = isTurnedBack ? 'RGB' : withoutSubsampling(format);
  return withSamples(loaded(output.samples), {
    ...format,
    planarConfiguration: 0,
    photometricInterpretation,
  });
}

function withSamples(samples: FrameResult<Samples>, format: PixelFormat): FrameResult<DecodedFrame> {
  if (!samples.ok) return samples;
  const { rows, columns } = format;
  if (!isColour(format))
    return loaded({ kind: 'gray', rows, columns, ...toGrayPixels(samples.value, format) });
  const rgb = toRgb(samples.value, format);
  return rgb.ok ? loaded({ kind: 'colour', rows, columns, rgb: rgb.value }) : rgb;
}
