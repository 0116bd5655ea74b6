import path from 'node:path';
import { NativeCodecs } from '../../../main/core/pixels/decode/native-codecs.ts';
import type { DecodedFrame } from '../../../main/core/pixels/decoded-frame.ts';
import { StoredImage } from '../../../main/core/pixels/stored-image.ts';
import { aDecodedFrame } from '../../support/a-decoded-frame.ts';
import type { NamedFrame } from './python-reference.ts';

/** One in so many numbers of an image is in the fixtures; a prime, so that they lie in every row and column. */
export const FIXTURE_STEP = 13;

const CT_HEAD = path.resolve(import.meta.dirname, '../../fixtures/ct-head');

/** First frame of a stored file, or null when it holds none that can be decoded. */
export async function readRealFrame(file: string, name: string): Promise<NamedFrame | null> {
  const opened = await StoredImage.open(file);
  if (!opened.ok) return null;
  await using image = opened.value;
  const decoded = await image.decode(0, new NativeCodecs());
  const modality = image.facts.metadata['00080060']?.Value?.[0];
  if (!decoded.ok || typeof modality !== 'string') return null;
  return { name, modality, frame: decoded.value };
}

/** Two real CT slices of the fixtures, and frames that are drawn to reach what they do not: every branch of scale and size. */
export async function fixtureFrames(): Promise<readonly NamedFrame[]> {
  const real = await Promise.all(
    ['08.dcm', '16.dcm'].map((file) => readRealFrame(path.join(CT_HEAD, file), file)),
  );
  return [
    ...real.filter((frame) => frame !== null),
    { name: 'radiograph, MONOCHROME1', modality: 'DX', frame: aFrame(300, 420, { isMonochrome1: true }) },
    {
      name: 'MR without fixed scale',
      modality: 'MR',
      frame: aFrame(128, 96, { bitsStored: 16, highest: 65535 }),
    },
    { name: 'smaller than a tile', modality: 'CR', frame: aFrame(40, 50, { bitsStored: 8, highest: 255 }) },
    { name: 'padded', modality: 'CR', frame: withPadding(aFrame(90, 200, {})) },
    {
      name: 'of one gray',
      modality: 'CR',
      frame: { ...aFrame(100, 100, {}), values: new Float32Array(10_000).fill(7) },
    },
  ];
}

/** Waves, an edge, a bright disc and a ripple that is noise to the eye; 12 bits unless told. */
function aFrame(rows: number, columns: number, changed: Partial<DecodedFrame>): DecodedFrame {
  const highest = changed.highest ?? 4095;
  const draw = (row: number, column: number) => {
    const ripple = ((row * 7919 + column * 104_729 + row * column * 31) % 97) / 97 - 0.5;
    const wave = 0.25 + 0.12 * Math.sin(row / 9) + 0.1 * Math.cos(column / 13);
    const edge = row + column > rows ? 0.2 : 0;
    const disc = Math.hypot(row - rows * 0.6, column - columns * 0.45) < rows * 0.08 ? 0.4 : 0;
    return Math.round((wave + edge + disc + ripple * 0.04) * highest);
  };
  return aDecodedFrame(rows, columns, draw, { ...changed, highest });
}

function withPadding(frame: DecodedFrame): DecodedFrame {
  const paddingMask = new Uint8Array(frame.values.length);
  for (let index = 0; index < paddingMask.length; index += 1) {
    if (index % frame.columns < 20) paddingMask[index] = 1;
  }
  return { ...frame, paddingMask };
}
