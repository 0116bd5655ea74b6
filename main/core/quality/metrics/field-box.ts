import type { DecodedFrame } from '../../pixels/decoded-frame.ts';

/** Rows and columns of the exposed field; `bottom` and `right` are the first ones beyond it. */
export interface FieldBox {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A line with less than this share of the median change is taken for border. */
const QUIET_SHARE = 0.1;
/** Neighbours that are compared on each line: enough for a steady mean, however large the image. */
const SAMPLES_PER_LINE = 256;

/**
 * The part of the image inside the collimator's blades or the scanner's border: what lies outside hardly changes from pixel
 * to pixel. A line's change is its mean absolute difference between neighbouring pixels; lines are cut off from each side
 * while their change is under a tenth of the median of all lines.
 */
export function findField({ values, rows, columns }: DecodedFrame): FieldBox {
  const rowChanges = measureLines(rows, columns, (row, column) => row * columns + column, values, 1);
  const columnChanges = measureLines(columns, rows, (column, row) => row * columns + column, values, columns);
  const [top, bottom] = cutQuietEnds(rowChanges);
  const [left, right] = cutQuietEnds(columnChanges);
  return { top, left, bottom, right };
}

/** Share of the image that the field covers, 0 to 1. */
export function fieldFraction(box: FieldBox, { rows, columns }: DecodedFrame): number {
  return ((box.bottom - box.top) * (box.right - box.left)) / (rows * columns);
}

function measureLines(
  lineCount: number,
  lineLength: number,
  indexOf: (line: number, place: number) => number,
  values: Float32Array,
  nextOffset: number,
): Float64Array {
  const step = Math.max(1, Math.floor((lineLength - 1) / SAMPLES_PER_LINE));
  const changes = new Float64Array(lineCount);
  for (let line = 0; line < lineCount; line += 1) {
    let sum = 0;
    let count = 0;
    for (let place = 0; place + 1 < lineLength; place += step) {
      const index = indexOf(line, place);
      sum += Math.abs((values[index + nextOffset] ?? 0) - (values[index] ?? 0));
      count += 1;
    }
    changes[line] = count === 0 ? 0 : sum / count;
  }
  return changes;
}

/** @returns first line that is not quiet, and the one after the last; all of them when every line is quiet */
function cutQuietEnds(changes: Float64Array): readonly [number, number] {
  const median = Float64Array.from(changes).sort()[Math.floor(changes.length / 2)] ?? 0;
  const isQuiet = (line: number) => (changes[line] ?? 0) < median * QUIET_SHARE;
  let first = 0;
  let end = changes.length;
  while (first < end && isQuiet(first)) first += 1;
  while (end > first && isQuiet(end - 1)) end -= 1;
  return first === end ? [0, changes.length] : [first, end];
}
