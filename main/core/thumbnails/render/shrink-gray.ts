import { toBins, type PictureSize } from './picture-size.ts';
import type { SampleArray } from './sample-array.ts';

/**
 * Mean of the stored values under each pixel of the picture, padding and NaN left out.
 *
 * @param valueOf stored values by sample, or how to make one where there are too many to tabulate
 * @returns NaN where there was padding only
 */
export function shrinkGray(
  samples: SampleArray,
  valueOf: Float32Array | ((sample: number) => number),
  from: PictureSize,
  to: PictureSize,
): Float32Array {
  const sums = new Float64Array(to.width * to.height);
  const counts = new Uint32Array(sums.length);
  const columnBins = toBins(from.width, to.width);
  const rowBins = toBins(from.height, to.height);
  for (let row = 0; row < from.height; row++) {
    const binStart = (rowBins[row] ?? 0) * to.width;
    const rowSamples = samples.subarray(row * from.width, (row + 1) * from.width);
    if (typeof valueOf === 'function') addComputed(rowSamples, valueOf, columnBins, binStart, sums, counts);
    else addTabulated(rowSamples, valueOf, columnBins, binStart, sums, counts);
  }
  return Float32Array.from(sums, (sum, bin) => sum / (counts[bin] ?? 0));
}

/** The hot loop: one look-up a pixel. */
function addTabulated(
  rowSamples: SampleArray,
  table: Float32Array,
  columnBins: Uint32Array,
  binStart: number,
  sums: Float64Array,
  counts: Uint32Array,
): void {
  for (let column = 0; column < rowSamples.length; column++) {
    const value = table[rowSamples[column] ?? 0] ?? NaN;
    if (Number.isNaN(value)) continue;
    const bin = binStart + (columnBins[column] ?? 0);
    sums[bin] = (sums[bin] ?? 0) + value;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

function addComputed(
  rowSamples: SampleArray,
  valueOf: (sample: number) => number,
  columnBins: Uint32Array,
  binStart: number,
  sums: Float64Array,
  counts: Uint32Array,
): void {
  for (let column = 0; column < rowSamples.length; column++) {
    const value = valueOf(rowSamples[column] ?? 0);
    if (!Number.isFinite(value)) continue;
    const bin = binStart + (columnBins[column] ?? 0);
    sums[bin] = (sums[bin] ?? 0) + value;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}
