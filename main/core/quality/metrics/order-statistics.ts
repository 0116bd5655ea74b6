/** Number types whose order statistics are wanted. */
export type Numbers = Float32Array | Float64Array;

/**
 * Value at `fraction` of the sorted numbers, linear between the two nearest ranks. Leaves `values` in another order.
 *
 * @param fraction 0 to 1
 */
export function percentileInPlace(values: Numbers, fraction: number): number {
  const position = fraction * (values.length - 1);
  const below = Math.floor(position);
  const lower = selectRank(values, below);
  if (below + 1 >= values.length) return lower;
  // Everything behind a selected rank is as large or larger.
  let upper = Infinity;
  for (let index = below + 1; index < values.length; index += 1) upper = Math.min(upper, values[index] ?? 0);
  return lower + (upper - lower) * (position - below);
}

/** The same for numbers that are sorted already. */
export function percentileOfSorted(sorted: Numbers, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const lower = sorted[below] ?? 0;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? 0;
  return lower + (upper - lower) * (position - below);
}

/** The number that would stand at `rank` (from 0) if all were sorted (Hoare's quickselect). Leaves them in another order. */
export function selectRank(values: Numbers, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const [leftEnd, rightStart] = partition(values, left, right);
    if (rank <= leftEnd) right = leftEnd;
    else if (rank >= rightStart) left = rightStart;
    else break;
  }
  return values[rank] ?? 0;
}

/** @returns last index of the part that is not above the pivot, and first index of the one that is not below it */
function partition(values: Numbers, left: number, right: number): readonly [number, number] {
  const pivot = middleOf(values[left] ?? 0, values[(left + right) >> 1] ?? 0, values[right] ?? 0);
  let low = left;
  let high = right;
  while (low <= high) {
    while ((values[low] ?? 0) < pivot) low += 1;
    while ((values[high] ?? 0) > pivot) high -= 1;
    if (low > high) break;
    const swapped = values[low] ?? 0;
    values[low] = values[high] ?? 0;
    values[high] = swapped;
    low += 1;
    high -= 1;
  }
  return [high, low];
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
