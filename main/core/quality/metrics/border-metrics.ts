import { SMALL, type ImageViews } from './image-views.ts';
import { percentileOfSorted } from './order-statistics.ts';

/** Cells of the small view that a strip along a side is wide. */
const STRIP = 4;
/** Columns (or rows) of differences on each side that tell whether the body goes on. */
const ACROSS = 6;

/** A side of the image, in the order in which they are measured. */
export const SIDES = ['top', 'bottom', 'left', 'right'] as const;
export type Side = (typeof SIDES)[number];

/** `borderBodyLargest` to `bodyFraction`: how much body lies in a strip along each side, and how it differs from the middle. */
export function measureBorders({ small }: ImageViews): readonly number[] {
  const { values } = small;
  const threshold = bodyThreshold(values);
  const shares = SIDES.map((side) => meanOver(side, (index) => ((values[index] ?? 0) > threshold ? 1 : 0)));
  const middle = meanOfMiddle(values);
  const levels = SIDES.map((side) => meanOver(side, (index) => values[index] ?? 0) / Math.max(middle, 1e-3));
  const [smallest = 0, third = 0, second = 0, largest = 0] = shares.toSorted((a, b) => a - b);
  let body = 0;
  for (const value of values) body += value > threshold ? 1 : 0;
  const changes = measureChanges(values);
  return [
    largest,
    second,
    third,
    smallest,
    changes.across,
    Math.min(Math.max(...levels), 10),
    Math.min(...levels, 10),
    changes.along,
    body / values.length,
  ];
}

/** Share of the strip along each side that is body, in the order of `SIDES`. */
export function bodyAtSides({ small }: ImageViews): readonly number[] {
  const threshold = bodyThreshold(small.values);
  return SIDES.map((side) => meanOver(side, (index) => ((small.values[index] ?? 0) > threshold ? 1 : 0)));
}

/** Brighter than the 5th percentile plus a quarter of the range from there to the 95th. */
function bodyThreshold(values: Float64Array): number {
  const sorted = values.slice().sort();
  const low = percentileOfSorted(sorted, 0.05);
  return low + 0.25 * Math.max(percentileOfSorted(sorted, 0.95) - low, 1e-4);
}

function meanOver(side: Side, valueAt: (index: number) => number): number {
  const isLine = side === 'top' || side === 'bottom';
  const first = side === 'top' || side === 'left' ? 0 : SMALL - STRIP;
  let sum = 0;
  for (let deep = first; deep < first + STRIP; deep += 1) {
    for (let along = 0; along < SMALL; along += 1) {
      sum += valueAt(isLine ? deep * SMALL + along : along * SMALL + deep);
    }
  }
  return sum / (STRIP * SMALL);
}

function meanOfMiddle(values: Float64Array): number {
  const [first, end] = [SMALL / 4, (SMALL * 3) / 4];
  let sum = 0;
  for (let row = first; row < end; row += 1) {
    for (let column = first; column < end; column += 1) sum += values[row * SMALL + column] ?? 0;
  }
  return sum / (end - first) ** 2;
}

/** Change across and along the strips relative to the whole; a body that ends before the border leaves them flat. */
function measureChanges(values: Float64Array): { readonly across: number; readonly along: number } {
  const last = SMALL - 1;
  // Mean absolute difference to the right (or downwards) between two columns and two rows.
  const meanChange = (
    step: 1 | typeof SMALL,
    rows: readonly [number, number],
    columns: readonly [number, number],
  ) => {
    let sum = 0;
    for (let row = rows[0]; row < rows[1]; row += 1) {
      for (let column = columns[0]; column < columns[1]; column += 1) {
        const index = row * SMALL + column;
        sum += Math.abs((values[index + step] ?? 0) - (values[index] ?? 0));
      }
    }
    return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
  };
  const all = [0, SMALL] as const;
  const inner = [0, last] as const;
  const whole = 0.5 * (meanChange(1, all, inner) + meanChange(SMALL, inner, all)) + 1e-6;
  const across =
    (meanChange(1, all, [0, ACROSS]) +
      meanChange(1, all, [last - ACROSS, last]) +
      meanChange(SMALL, [0, ACROSS], all) +
      meanChange(SMALL, [last - ACROSS, last], all)) /
    4;
  const along =
    (meanChange(SMALL, inner, [0, STRIP]) +
      meanChange(SMALL, inner, [SMALL - STRIP, SMALL]) +
      meanChange(1, [0, STRIP], inner) +
      meanChange(1, [SMALL - STRIP, SMALL], inner)) /
    4;
  return { across: across / whole, along: along / whole };
}
