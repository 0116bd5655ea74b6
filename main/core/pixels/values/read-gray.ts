import type { DecodedFrame } from '../decoded-frame.ts';
import type { ImageDescription, SampleLayout } from '../image-description.ts';
import { toModalityValue } from './modality-value.ts';
import type { SampleArray } from './sample-array.ts';
import { toStoredValue } from './stored-values.ts';

type GrayValues = Pick<DecodedFrame, 'values' | 'paddingMask' | 'lowest' | 'highest'>;

/** With samples of up to this many bits every possible value is worked out once, and each pixel is one look-up. */
const MAX_TABLE_BITS = 16;

/** Stored values through the Modality LUT, and which of them are padding or no numbers. */
export function readGray(samples: SampleArray, layout: SampleLayout, image: ImageDescription): GrayValues {
  const toModality = toModalityValue(image);
  const toStored = toStoredValue(layout, {});
  const isPadding = paddingOf(layout, image);
  const convert = (sample: number): number => {
    const value = Math.fround(toModality(toStored(sample)));
    return Number.isFinite(value) ? value : NaN;
  };
  const { values, paddingMask } =
    layout.bitsAllocated <= MAX_TABLE_BITS
      ? lookUpAll(samples, layout.bitsAllocated, convert, isPadding)
      : computeAll(samples, convert, isPadding);
  const isBounded = layout.bitsStored <= MAX_TABLE_BITS && layout.sampleKind === 'integer';
  return {
    values,
    paddingMask,
    ...(isBounded ? boundsOfBits(layout, image, toModality) : boundsOfValues(values, paddingMask)),
  };
}

function paddingOf(layout: SampleLayout, image: ImageDescription): (sample: number) => boolean {
  const toStored = toStoredValue(layout, image);
  return (sample) => Number.isNaN(toStored(sample));
}

interface MaskedValues {
  readonly values: Float32Array;
  readonly paddingMask: Uint8Array | null;
}

function lookUpAll(
  samples: SampleArray,
  bitsAllocated: number,
  convert: (sample: number) => number,
  isPadding: (sample: number) => boolean,
): MaskedValues {
  const valueTable = new Float32Array(2 ** bitsAllocated);
  const paddingTable = new Uint8Array(valueTable.length);
  let hasPaddingValue = false;
  for (let sample = 0; sample < valueTable.length; sample++) {
    const value = convert(sample);
    const isNumber = !Number.isNaN(value);
    valueTable[sample] = isNumber ? value : 0;
    if (isNumber && !isPadding(sample)) continue;
    paddingTable[sample] = 1;
    hasPaddingValue = true;
  }
  const values = new Float32Array(samples.length);
  for (let pixel = 0; pixel < values.length; pixel++) values[pixel] = valueTable[samples[pixel] ?? 0] ?? 0;
  if (!hasPaddingValue) return { values, paddingMask: null };
  const mask = new Uint8Array(samples.length);
  let paddingCount = 0;
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const flag = paddingTable[samples[pixel] ?? 0] ?? 0;
    mask[pixel] = flag;
    paddingCount += flag;
  }
  return { values, paddingMask: paddingCount > 0 ? mask : null };
}

function computeAll(
  samples: SampleArray,
  convert: (sample: number) => number,
  isPadding: (sample: number) => boolean,
): MaskedValues {
  const values = new Float32Array(samples.length);
  const mask = new Uint8Array(samples.length);
  let paddingCount = 0;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const sample = samples[pixel] ?? 0;
    const value = convert(sample);
    const isOutside = Number.isNaN(value) || isPadding(sample);
    values[pixel] = Number.isNaN(value) ? 0 : value;
    mask[pixel] = isOutside ? 1 : 0;
    if (isOutside) paddingCount++;
  }
  return { values, paddingMask: paddingCount > 0 ? mask : null };
}

type Bounds = Pick<DecodedFrame, 'lowest' | 'highest'>;

/** The range of a table is that of its entries, which need not rise. */
function boundsOfBits(
  { bitsStored, pixelRepresentation }: SampleLayout,
  { modalityLut }: ImageDescription,
  toModality: (stored: number) => number,
): Bounds {
  if (modalityLut) {
    return boundsOfValues(Float32Array.from(modalityLut.entries), null);
  }
  const isSigned = pixelRepresentation === 1;
  const first = toModality(isSigned ? -(2 ** (bitsStored - 1)) : 0);
  const last = toModality(2 ** (isSigned ? bitsStored - 1 : bitsStored) - 1);
  return { lowest: Math.min(first, last), highest: Math.max(first, last) };
}

function boundsOfValues(values: Float32Array, mask: Uint8Array | null): Bounds {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let pixel = 0; pixel < values.length; pixel++) {
    if (mask?.[pixel] === 1) continue;
    const value = values[pixel] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return lowest <= highest ? { lowest, highest } : { lowest: 0, highest: 0 };
}
