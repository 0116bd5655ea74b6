import { toEdges, type PictureSize } from './picture-size.ts';
import type { SampleArray } from '../../pixels/values/sample-array.ts';

/** What each sample stands for: a table by sample, or a function where there are too many to tabulate. NaN is no image. */
export type SampleMap = Float32Array | ((sample: number) => number);

/**
 * Mean of the values under each pixel of the picture, NaN left out.
 *
 * @param maxRowsPerPixel rows beyond this under one pixel of the picture are skipped evenly, where an estimate will do
 * @returns NaN where there was nothing else
 */
export function shrinkGray(
  samples: SampleArray,
  valueOf: SampleMap,
  from: PictureSize,
  to: PictureSize,
  maxRowsPerPixel = Infinity,
): Float32Array {
  const sums = new Float64Array(to.width * to.height);
  const counts = new Uint32Array(sums.length);
  const columnEdges = toEdges(from.width, to.width);
  const rowEdges = toEdges(from.height, to.height);
  const rowStep = Math.max(1, Math.floor(from.height / to.height / maxRowsPerPixel));
  for (let binRow = 0; binRow < to.height; binRow++) {
    const end = rowEdges[binRow + 1] ?? 0;
    for (let row = rowEdges[binRow] ?? 0; row < end; row += rowStep) {
      const rowSamples = samples.subarray(row * from.width, (row + 1) * from.width);
      const bins = { sums, counts, start: binRow * to.width };
      if (typeof valueOf === 'function') addComputed(rowSamples, valueOf, columnEdges, bins);
      else addTabulated(rowSamples, valueOf, columnEdges, bins);
    }
  }
  return Float32Array.from(sums, (sum, bin) => sum / (counts[bin] ?? 0));
}

interface Bins {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
  readonly start: number;
}

/** The hot loop: one look-up a pixel, one addition to memory a bin. */
function addTabulated(
  rowSamples: SampleArray,
  table: Float32Array,
  edges: Uint32Array,
  { sums, counts, start }: Bins,
): void {
  for (let bin = 0; bin + 1 < edges.length; bin++) {
    const end = edges[bin + 1] ?? 0;
    let sum = 0;
    let count = 0;
    for (let column = edges[bin] ?? 0; column < end; column++) {
      const value = table[rowSamples[column] ?? 0] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    sums[start + bin] = (sums[start + bin] ?? 0) + sum;
    counts[start + bin] = (counts[start + bin] ?? 0) + count;
  }
}

function addComputed(
  rowSamples: SampleArray,
  valueOf: (sample: number) => number,
  edges: Uint32Array,
  { sums, counts, start }: Bins,
): void {
  for (let bin = 0; bin + 1 < edges.length; bin++) {
    const end = edges[bin + 1] ?? 0;
    for (let column = edges[bin] ?? 0; column < end; column++) {
      const value = valueOf(rowSamples[column] ?? 0);
      if (Number.isNaN(value)) continue;
      sums[start + bin] = (sums[start + bin] ?? 0) + value;
      counts[start + bin] = (counts[start + bin] ?? 0) + 1;
    }
  }
}
