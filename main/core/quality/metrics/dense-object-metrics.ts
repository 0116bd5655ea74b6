import { SMALL, type ImageViews } from './image-views.ts';
import { log10 } from './logarithm.ts';
import { percentileOfSorted } from './order-statistics.ts';
import { boxMean, type Plane } from './plane.ts';

const RAYS = 96;
const RAY_POINTS = 40;
/** Pixels of the small view between the centre of the dense pixels and the first point of a ray. */
const RAY_START = 6;

interface DensePixels {
  readonly count: number;
  readonly pixels: number;
  /** Mean gradient on the rim. */
  readonly rimGradient: number;
  /** Their centre, in pixels of the small view. */
  readonly centreRow: number;
  readonly centreColumn: number;
}

/**
 * `denseFraction` to `radialAnisotropy`: metal, by what is as bright as the brightest, how sharply it is bounded, and streaks
 * that run out from it.
 */
export function measureDenseObjects({ coarse, small }: ImageViews, contrast: number): readonly number[] {
  const { limit, top, p95 } = denseLimit(coarse, small);
  const dense = findDense(coarse, limit);
  const edge = dense.rimGradient / contrast;
  const step = (top - p95) / contrast;
  if (dense.count === 0) return [0, edge, step, 0, 0, 0, 0];
  const { spread, streak } = measureRays(small, dense);
  return [
    log10(dense.count / dense.pixels),
    edge,
    step,
    spread > 1e-9 ? streak / (spread + 1e-9) : 0,
    log10(Math.sqrt(streak) / contrast),
    shadowBeside(small, limit) / contrast,
    radialAnisotropy(small, dense),
  ];
}

/** Level from which a pixel counts as dense: half way from the 95th percentile to the brightest, at least half of the brightest. */
export function denseLimit(coarse: Plane, small: Plane) {
  const p95 = percentileOfSorted(small.values.slice().sort(), 0.95);
  const top = coarse.values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { limit: Math.max(p95 + 0.5 * (top - p95), 0.5 * top), top, p95 };
}

/** In the coarse view without a twentieth of it on each side. */
function findDense({ rows, columns, values }: Plane, limit: number): DensePixels {
  const marginRows = Math.floor(rows / 20);
  const marginColumns = Math.floor(columns / 20);
  const [top, bottom] = [marginRows, rows - marginRows];
  const [left, right] = [marginColumns, columns - marginColumns];
  let [count, rowSum, columnSum, rim, gradients] = [0, 0, 0, 0, 0];
  for (let row = top; row < bottom; row += 1) {
    const isInnerRow = row > top && row + 1 < bottom;
    for (let column = left; column < right; column += 1) {
      const index = row * columns + column;
      if ((values[index] ?? 0) < limit) continue;
      count += 1;
      rowSum += row - top;
      columnSum += column - left;
      const isInner = isInnerRow && column > left && column + 1 < right;
      if (!isInner || leastNeighbour(values, index, columns) >= limit) continue;
      gradients += gradientAt(values, index, columns);
      rim += 1;
    }
  }
  return {
    count,
    pixels: (bottom - top) * (right - left),
    rimGradient: rim > 0 ? gradients / rim : 0,
    centreRow: ((rowSum / count + marginRows) * SMALL) / rows,
    centreColumn: ((columnSum / count + marginColumns) * SMALL) / columns,
  };
}

function leastNeighbour(values: Float64Array, index: number, columns: number): number {
  return Math.min(
    values[index - columns] ?? 0,
    values[index + columns] ?? 0,
    values[index - 1] ?? 0,
    values[index + 1] ?? 0,
  );
}

function gradientAt(values: Float64Array, index: number, columns: number): number {
  const gx = ((values[index + 1] ?? 0) - (values[index - 1] ?? 0)) / 2;
  const gy = ((values[index + columns] ?? 0) - (values[index - columns] ?? 0)) / 2;
  return Math.sqrt(gx * gx + gy * gy);
}

/** Detail on 96 rays from the dense pixels: mean square of all points, and of the means of the rays. */
function measureRays(small: Plane, { centreRow, centreColumn }: DensePixels) {
  const broad = boxMean(small, 3).values;
  let [squares, points, raySquares] = [0, 0, 0];
  for (let ray = 0; ray < RAYS; ray += 1) {
    const angle = ray * ((2 * Math.PI) / RAYS);
    let [sum, count] = [0, 0];
    for (let point = 0; point < RAY_POINTS; point += 1) {
      const radius = RAY_START + point;
      const row = Math.floor(centreRow + Math.sin(angle) * radius + 0.5 + 1e-9);
      const column = Math.floor(centreColumn + Math.cos(angle) * radius + 0.5 + 1e-9);
      if (row < 0 || row >= SMALL || column < 0 || column >= SMALL) continue;
      const index = row * SMALL + column;
      const detail = (small.values[index] ?? 0) - (broad[index] ?? 0);
      sum += detail;
      squares += detail * detail;
      count += 1;
    }
    points += count;
    raySquares += (sum / Math.max(count, 1)) ** 2;
  }
  return { spread: squares / Math.max(points, 1), streak: raySquares / RAYS };
}

/** How much darker than its surroundings the small view is within 6 pixels of dense ones. */
function shadowBeside(small: Plane, limit: number): number {
  const dense = small.values.map((value) => (value >= limit ? 1 : 0));
  const near = boxMean({ ...small, values: dense }, 6).values;
  const broad = boxMean(small, 6).values;
  let [shadow, count] = [0, 0];
  for (let index = 0; index < dense.length; index += 1) {
    if ((near[index] ?? 0) <= 0) continue;
    count += 1;
    if (dense[index] === 0) shadow += Math.max((broad[index] ?? 0) - (small.values[index] ?? 0), 0);
  }
  return shadow / Math.max(count, 1);
}

/** log10 of the gradients across the rays from the dense pixels over those along them: streaks are edges across. */
function radialAnisotropy({ values }: Plane, { centreRow, centreColumn }: DensePixels): number {
  let [along, across] = [0, 0];
  for (let row = 1; row < SMALL - 1; row += 1) {
    for (let column = 1; column < SMALL - 1; column += 1) {
      const index = row * SMALL + column;
      const sy = (values[index + SMALL] ?? 0) - (values[index - SMALL] ?? 0);
      const sx = (values[index + 1] ?? 0) - (values[index - 1] ?? 0);
      const ry = row - centreRow;
      const rx = column - centreColumn;
      const norm = ry * ry + rx * rx + 1;
      along += (sy * ry + sx * rx) ** 2 / norm;
      across += (sy * rx - sx * ry) ** 2 / norm;
    }
  }
  return Math.log10((across + 1e-9) / (along + 1e-9));
}
