import { err, ok } from '../../shared/result.ts';
import type { ImageDescription, SampleLayout } from '../image-description.ts';
import { hasEndMarker, type CodestreamHeader } from './codestream.ts';
import { hasWholeTileParts, readJpeg2000Header } from './jpeg2000-header.ts';
import { readJpegHeader } from './jpeg-header.ts';
import type { CodecName, NativeCodecs } from './native-codecs.ts';
import { refusal, type DecodeResult } from './native-frame.ts';

const FAMILY: Readonly<Record<CodecName, string>> = {
  decodeJpeg: 'JPEG',
  decodeJpegLs: 'JPEG-LS',
  decodeJpeg2000: 'JPEG 2000',
  decodeHtJpeg2000: 'HTJ2K',
  decodeJpegXl: 'JPEG XL',
};

/**
 * Decodes one compressed frame. The codecs may return garbage of the right length for a damaged stream, so what the
 * stream says of itself is compared with the header before, and the length of the result after.
 */
export async function decodeCodestream(
  frame: Uint8Array,
  codec: CodecName,
  image: ImageDescription,
  nativeCodecs: NativeCodecs,
): Promise<DecodeResult> {
  const header = codec === 'decodeJpegXl' ? unreadHeader(image) : readHeader(frame, codec);
  if (!header) return refusal(`Its ${FAMILY[codec]} header is damaged.`);
  const objection = findObjection(frame, codec, header, image);
  if (objection !== null) return refusal(objection);
  const bitsAllocated = header.precision > 8 ? 16 : 8;
  const expectedBytes = (header.rows * header.columns * header.componentCount * bitsAllocated) / 8;
  try {
    const bytes = await nativeCodecs.decode(codec, frame, {
      columns: header.columns,
      rows: header.rows,
      samplesPerPixel: header.componentCount,
      bitsAllocated,
      bitsStored: header.precision,
      pixelRepresentation: image.pixelRepresentation,
    });
    if (bytes.length === expectedBytes) {
      return ok({ bytes, layout: toLayout(header, image) });
    }
  } catch {
    // What the codec says is for its makers; what follows is the same whatever it was.
  }
  return err({ detail: `Its ${FAMILY[codec]} data is damaged.`, isCodecSuspect: true });
}

function readHeader(frame: Uint8Array, codec: CodecName): CodestreamHeader | null {
  return codec === 'decodeJpeg' || codec === 'decodeJpegLs'
    ? readJpegHeader(frame)
    : readJpeg2000Header(frame);
}

/** The header of JPEG XL is packed in bits and has no fixed places: the DICOM header has to do. */
function unreadHeader(image: ImageDescription): CodestreamHeader {
  return {
    columns: image.columns,
    rows: image.rows,
    componentCount: image.samplesPerPixel,
    precision: image.bitsAllocated > 8 ? Math.max(image.bitsStored, 9) : image.bitsStored,
    color: image.photometricInterpretation === 'YBR_FULL' ? 'ybr' : 'rgb',
    isPlanar: false,
    headerBytes: 0,
  };
}

function findObjection(
  frame: Uint8Array,
  codec: CodecName,
  header: CodestreamHeader,
  image: ImageDescription,
): string | null {
  const family = FAMILY[codec];
  if (header.rows !== image.rows || header.columns !== image.columns) {
    return `Its ${family} data is ${header.columns} x ${header.rows}, its header says ${image.columns} x ${image.rows}.`;
  }
  if (header.componentCount !== image.samplesPerPixel || ![1, 3].includes(header.componentCount)) {
    return `Its ${family} data has ${header.componentCount} components, its header says ${image.samplesPerPixel}.`;
  }
  if (header.precision > 16) return `Bucky has no decoder for ${family} with ${header.precision} bits.`;
  const isTiled = codec === 'decodeJpeg2000' || codec === 'decodeHtJpeg2000';
  const isWhole = codec === 'decodeJpegXl' || hasEndMarker(frame, header);
  return isWhole && (!isTiled || hasWholeTileParts(frame, header)) ? null : `Its ${family} data stops early.`;
}

/**
 * Encoders may declare more bits than they use. Where it matters, for the sign and for what is full colour, the header
 * says how many count; else the stream does, because some headers say too few.
 */
function toLayout(header: CodestreamHeader, image: ImageDescription): SampleLayout {
  const isHeaderDecisive = image.pixelRepresentation === 1 || header.componentCount > 1;
  const bitsStored = isHeaderDecisive ? Math.min(header.precision, image.bitsStored) : header.precision;
  return {
    samplesPerPixel: header.componentCount,
    bitsAllocated: header.precision > 8 ? 16 : 8,
    bitsStored,
    highBit: bitsStored - 1,
    pixelRepresentation: image.pixelRepresentation,
    planarConfiguration: header.isPlanar ? 1 : 0,
    photometricInterpretation: photometricOf(header, image.photometricInterpretation),
    sampleKind: 'integer',
  };
}

/** Decoded colour is never subsampled; what the stream says of its colours wins over the header. */
function photometricOf(header: CodestreamHeader, declared: string): string {
  if (header.componentCount === 1) return declared;
  if (header.color !== 'unsaid') return header.color === 'rgb' ? 'RGB' : 'YBR_FULL';
  return declared.startsWith('YBR_FULL') || declared.startsWith('YBR_PARTIAL') ? 'YBR_FULL' : 'RGB';
}
