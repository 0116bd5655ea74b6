import type { ImageDescription } from '../../main/core/pixels/image-description.ts';
import { anImage } from '../support/an-image.ts';
import { encodeFrame, type EncoderName } from '../support/encode-frame.ts';
import { Random } from './random.ts';

/** A small image as one of the codecs stores it. */
export interface Codestream {
  readonly name: string;
  readonly transferSyntaxUid: string;
  readonly image: ImageDescription;
  readonly frame: Buffer;
  /** What the picture of it must hold; null where the compression loses something. */
  readonly gray: Uint8Array | null;
  /** Whether a stream that was cut off has to be refused: every family says where it ends, but for JPEG XL's early part. */
  readonly knowsItsEnd: boolean;
}

const COLUMNS = 48;
const ROWS = 40;

interface Kind {
  readonly encoder: EncoderName;
  readonly uid: string;
  readonly lossy: boolean;
  readonly bits: 8 | 12;
}

const KINDS: readonly Kind[] = [
  { encoder: 'encodeRle', uid: '1.2.840.10008.1.2.5', lossy: false, bits: 8 },
  { encoder: 'encodeRle', uid: '1.2.840.10008.1.2.5', lossy: false, bits: 12 },
  { encoder: 'encodeJpeg', uid: '1.2.840.10008.1.2.4.50', lossy: true, bits: 8 },
  { encoder: 'encodeJpeg', uid: '1.2.840.10008.1.2.4.70', lossy: false, bits: 8 },
  { encoder: 'encodeJpeg', uid: '1.2.840.10008.1.2.4.70', lossy: false, bits: 12 },
  { encoder: 'encodeJpegLs', uid: '1.2.840.10008.1.2.4.80', lossy: false, bits: 8 },
  { encoder: 'encodeJpegLs', uid: '1.2.840.10008.1.2.4.80', lossy: false, bits: 12 },
  { encoder: 'encodeJpeg2000', uid: '1.2.840.10008.1.2.4.90', lossy: false, bits: 8 },
  { encoder: 'encodeJpeg2000', uid: '1.2.840.10008.1.2.4.90', lossy: false, bits: 12 },
  { encoder: 'encodeHtJpeg2000', uid: '1.2.840.10008.1.2.4.201', lossy: false, bits: 8 },
  { encoder: 'encodeHtJpeg2000', uid: '1.2.840.10008.1.2.4.201', lossy: false, bits: 12 },
  { encoder: 'encodeJpegXl', uid: '1.2.840.10008.1.2.4.110', lossy: false, bits: 8 },
];

/** One stream of each codec and depth. */
export async function makeCodestreams(): Promise<readonly Codestream[]> {
  return Promise.all(KINDS.map(makeCodestream));
}

async function makeCodestream({ encoder, uid, lossy, bits }: Kind): Promise<Codestream> {
  const gray = paint();
  const image = anImage({
    rows: ROWS,
    columns: COLUMNS,
    bitsAllocated: bits === 8 ? 8 : 16,
    bitsStored: bits,
    windowCenter: 127.5,
    windowWidth: 255,
    voiLutFunction: 'LINEAR_EXACT',
  });
  const samples = bits === 8 ? gray : new Uint8Array(Uint16Array.from(gray).buffer);
  const frame = await encodeFrame(encoder, samples, image, { lossy });
  const name = `${encoder.replace('encode', '')} of ${bits} bits`;
  return {
    name: lossy ? `lossy ${name}` : name,
    transferSyntaxUid: uid,
    image,
    frame,
    gray: lossy ? null : gray,
    knowsItsEnd: encoder !== 'encodeJpegXl',
  };
}

/** A ramp with noise: enough to fill the tables of every coder. */
function paint(): Uint8Array {
  const random = new Random(7);
  return Uint8Array.from({ length: ROWS * COLUMNS }, (_, at) => {
    const ramp = (at % COLUMNS) * 3 + Math.floor(at / COLUMNS);
    return Math.min(255, ramp + random.below(40));
  });
}
