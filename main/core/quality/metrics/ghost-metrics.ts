import { inverseOfPower, transformSquare } from './fourier.ts';
import { SMALL, type ImageViews } from './image-views.ts';
import { log10 } from './logarithm.ts';
import { percentileOfSorted } from './order-statistics.ts';
import { boxMean } from './plane.ts';
import { findPlanePeak, radiiOf } from './spectrum-metrics.ts';

const RADII = radiiOf(SMALL);
/** Share of the small view that is taken for background. */
const DARK_SHARE = 0.2;

/**
 * `coarsePeak` to `backgroundBanding`: a second image beside the first shows in the autocorrelation of the small view minus its
 * 9 x 9 mean, and in what lies in the darkest fifth.
 */
export function measureGhosts({ small }: ImageViews): readonly number[] {
  const broad = boxMean(small, 4);
  const detail = small.values.map((value, index) => value - (broad.values[index] ?? 0));
  const power = powerOf(detail);
  const total = power.reduce((a, b) => a + b, 0);
  const coarse = findPlanePeak(
    power.map((value) => value / (total + 1e-9)),
    RADII,
    SMALL,
    0.05,
  );
  const auto = inverseOfPower(power, SMALL);
  const origin = (auto[0] ?? 0) + 1e-9;
  const rows = Float64Array.from({ length: SMALL }, (_, lag) => (auto[lag * SMALL] ?? 0) / origin);
  const columns = auto.slice(0, SMALL).map((value) => value / origin);
  return [
    coarse.peak,
    rows[SMALL / 2] ?? 0,
    columns[SMALL / 2] ?? 0,
    highestRise(rows),
    highestRise(columns),
    ...measureBackground(small.values, detail),
  ];
}

function powerOf(detail: Float64Array): Float64Array {
  const real = detail.slice();
  const imaginary = new Float64Array(real.length);
  transformSquare(real, imaginary, SMALL);
  return real.map((value, index) => value * value + (imaginary[index] ?? 0) ** 2);
}

/** Highest rise of the autocorrelation above the mean 3 lags to both sides, for lags 8 to 64. */
function highestRise(line: Float64Array): number {
  let highest = -Infinity;
  for (let lag = 8; lag <= SMALL / 2; lag += 1) {
    const around = (line[lag - 3] ?? 0) + (line[Math.min(lag + 3, SMALL - 1)] ?? 0);
    highest = Math.max(highest, (line[lag] ?? 0) - 0.5 * around);
  }
  return highest;
}

/** Mean and deviation of the darkest fifth relative to the bright end, and how much of its detail is bands along an axis. */
function measureBackground(small: Float64Array, detail: Float64Array): readonly number[] {
  const sorted = small.slice().sort();
  const limit = percentileOfSorted(sorted, DARK_SHARE);
  const top = Math.max(percentileOfSorted(sorted, 0.95), 0.02);
  const rowSums = new Float64Array(SMALL);
  const columnSums = new Float64Array(SMALL);
  const rowCounts = new Float64Array(SMALL);
  const columnCounts = new Float64Array(SMALL);
  let [count, sum, squares, detailSquares] = [0, 0, 0, 0];
  for (let index = 0; index < small.length; index += 1) {
    const level = small[index] ?? 0;
    if (level > limit) continue;
    const row = Math.floor(index / SMALL);
    const column = index % SMALL;
    const own = detail[index] ?? 0;
    count += 1;
    sum += level;
    squares += level * level;
    detailSquares += own * own;
    rowSums[row] = (rowSums[row] ?? 0) + own;
    columnSums[column] = (columnSums[column] ?? 0) + own;
    rowCounts[row] = (rowCounts[row] ?? 0) + 1;
    columnCounts[column] = (columnCounts[column] ?? 0) + 1;
  }
  const mean = sum / count;
  const variance = Math.max(squares / count - mean * mean, 0);
  const banding = Math.max(meanSquare(rowSums, rowCounts), meanSquare(columnSums, columnCounts));
  return [
    mean / top,
    log10(Math.sqrt(variance) / top),
    banding / (detailSquares / Math.max(count, 1) + 1e-9),
  ];
}

function meanSquare(sums: Float64Array, counts: Float64Array): number {
  let total = 0;
  sums.forEach((sum, index) => {
    total += (sum / Math.max(counts[index] ?? 0, 1)) ** 2;
  });
  return total / sums.length;
}
