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

function findRange(samples: Samples): { readonly min: number; readonly max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of samples) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}
