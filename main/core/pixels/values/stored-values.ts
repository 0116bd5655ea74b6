import type { ImageDescription, SampleLayout } from '../image-description.ts';

/**
 * Turns an allocated sample into the stored value: the bits around it are masked off (old devices kept overlays there)
 * and the sign is extended (PS3.5 section 8.1.1). Padding becomes NaN.
 */
export function toStoredValue(
  layout: SampleLayout,
  image: Pick<ImageDescription, 'pixelPaddingValue' | 'pixelPaddingRangeLimit'>,
): (sample: number) => number {
  const isPadding = paddingTest(layout, image);
  if (layout.sampleKind === 'float') {
    return (sample) => (isPadding(sample) || !Number.isFinite(sample) ? NaN : sample);
  }
  const shift = 2 ** Math.max(0, layout.highBit + 1 - layout.bitsStored);
  const range = 2 ** layout.bitsStored;
  const isSigned = layout.pixelRepresentation === 1;
  return (sample) => {
    const bits = Math.floor(sample / shift) % range;
    const value = isSigned && bits >= range / 2 ? bits - range : bits;
    return isPadding(value) ? NaN : value;
  };
}

/** All stored values of samples of at most 16 bits, so that the loop over the pixels only looks them up. */
export function tabulateStoredValues(
  bitsAllocated: number,
  toValue: (sample: number) => number,
): Float32Array {
  const table = new Float32Array(2 ** bitsAllocated);
  for (let sample = 0; sample < table.length; sample++) table[sample] = toValue(sample);
  return table;
}

function paddingTest(
  layout: SampleLayout,
  image: Pick<ImageDescription, 'pixelPaddingValue' | 'pixelPaddingRangeLimit'>,
): (value: number) => boolean {
  if (image.pixelPaddingValue === undefined) return () => false;
  const first = withSign(image.pixelPaddingValue, layout);
  const second = withSign(image.pixelPaddingRangeLimit ?? image.pixelPaddingValue, layout);
  const low = Math.min(first, second);
  const high = Math.max(first, second);
  return (value) => value >= low && value <= high;
}

/** A padding value of signed pixels is often written as unsigned, 63,536 for -2,000. */
function withSign(value: number, { pixelRepresentation, bitsStored, bitsAllocated }: SampleLayout): number {
  const isTooLarge = pixelRepresentation === 1 && value >= 2 ** (bitsStored - 1);
  return isTooLarge ? value - 2 ** bitsAllocated : value;
}
