import type { PixelFormat } from '../metadata/pixel-format.ts';
import type { GrayPixels } from '../voi/display-table.ts';
import type { Samples } from './decoded-frame.ts';

/**
 * Leaves only Bits Stored below High Bit of each sample and takes the sign from there: old images keep overlays in the
 * unused bits (PS3.5 section 8.1.1), and some devices leave the sign bits empty. Most images need no change and no copy.
 */
export function toGrayPixels(samples: Samples, format: PixelFormat): GrayPixels {
  const range = findRange(samples);
  const { bitsStored, bitsAllocated, highBit, isSigned, kind } = format;
  const shift = highBit + 1 - bitsStored;
  if (kind !== 'integer' || bitsAllocated > 16 || bitsAllocated === 1) return { values: samples, ...range };
  const lowest = isSigned ? -(2 ** (bitsStored - 1)) : 0;
  const highest = isSigned ? 2 ** (bitsStored - 1) - 1 : 2 ** bitsStored - 1;
  if (shift <= 0 && range.min >= lowest && range.max <= highest) return { values: samples, ...range };
  const values = new (isSigned ? Int16Array : Uint16Array)(samples.length);
  const up = 32 - bitsStored;
  const down = Math.max(0, shift);
  for (let index = 0; index < values.length; index++) {
    const bits = ((samples[index] ?? 0) >> down) << up;
    values[index] = isSigned ? bits >> up : bits >>> up;
  }
  return { values, ...findRange(values) };
}

/** By hand: `for of` over a typed array takes fifty times as long, and numbers that start as infinities ten times. */
function findRange(samples: Samples): { readonly min: number; readonly max: number } {
  let min = samples[0] ?? 0;
  let max = min;
  let index = samples.length;
  while (index-- > 0) {
    const value = samples[index] ?? 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  // A floating point image may begin with what is no number.
  return Number.isNaN(min) ? findRange(samples.filter((value) => !Number.isNaN(value))) : { min, max };
}
