import type { DecodedFrame } from '../../pixels/decoded-frame.ts';

const BINS = 64;
/** Of the small picture that the hash compares: each pixel with the one to its right. */
const HASH_ROWS = 8;
const HASH_COLUMNS = 9;

/** Share of the pixels in 64 equal bins from the lowest to the highest value; padding is left out. */
export function toHistogram({ values, paddingMask }: DecodedFrame): number[] {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let index = 0; index < values.length; index += 1) {
    if (paddingMask !== null && paddingMask[index] !== 0) continue;
    const value = values[index] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const counts = new Array<number>(BINS).fill(0);
  if (lowest > highest) return counts;
  const scale = highest > lowest ? BINS / (highest - lowest) : 0;
  let total = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (paddingMask !== null && paddingMask[index] !== 0) continue;
    const bin = Math.min(Math.floor(((values[index] ?? 0) - lowest) * scale), BINS - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += 1;
  }
  return counts.map((count) => Math.round((count / total) * 1e6) / 1e6);
}

/**
 * Difference hash: the image averaged to 8 x 9, one bit for each pixel that is brighter than its right neighbour. Exposure
 * and small shifts change few of its 64 bits.
 *
 * @returns 16 hex digits
 */
export function toPerceptualHash({ rows, columns, values }: DecodedFrame): string {
  const sums = new Float64Array(HASH_ROWS * HASH_COLUMNS);
  const counts = new Uint32Array(sums.length);
  for (let row = 0; row < rows; row += 1) {
    const cellRow = Math.floor((row * HASH_ROWS) / rows) * HASH_COLUMNS;
    for (let column = 0; column < columns; column += 1) {
      const cell = cellRow + Math.floor((column * HASH_COLUMNS) / columns);
      sums[cell] = (sums[cell] ?? 0) + (values[row * columns + column] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const meanOf = (cell: number) => (sums[cell] ?? 0) / Math.max(counts[cell] ?? 0, 1);
  let hash = '';
  for (let row = 0; row < HASH_ROWS; row += 1) {
    let bits = 0;
    for (let column = 0; column < HASH_COLUMNS - 1; column += 1) {
      const cell = row * HASH_COLUMNS + column;
      bits = bits * 2 + (meanOf(cell) > meanOf(cell + 1) ? 1 : 0);
    }
    hash += bits.toString(16).padStart(2, '0');
  }
  return hash;
}
