import { TILE, TILE_PIXELS, type ImageViews } from './image-views.ts';
import { log10 } from './logarithm.ts';
import { percentileOfSorted, selectRank } from './order-statistics.ts';

const INNER = TILE - 2;
/** Under this the tile is constant: nothing was measured there. */
const LIVE_SIGMA = 1e-5;
/** Pixels with the strongest gradients are edges, not noise. */
const KEPT_SHARE = 0.8;

/** `noiseLog` to `impulseFraction`. */
export function measureNoise(views: ImageViews, contrast: number): readonly number[] {
  const { tileCount, tileMeans } = views;
  const sigmas = tileSigmas(views);
  const live = Array.from(sigmas.keys()).filter((tile) => (sigmas[tile] ?? 0) > LIVE_SIGMA);
  const ordered = Float64Array.from(live.length > 0 ? live.map((tile) => sigmas[tile] ?? 0) : [0]).sort();
  const median = percentileOfSorted(ordered, 0.5);
  const sorted = (by: Float64Array) => live.toSorted((a, b) => (by[a] ?? 0) - (by[b] ?? 0));
  const byMean = sorted(tileMeans);
  const half = Math.floor(byMean.length / 2);
  const meanSigma = (tiles: readonly number[]) =>
    tiles.reduce((sum, tile) => sum + (sigmas[tile] ?? 0), 0) / tiles.length;
  const calm = live.length > 0 ? sorted(sigmas).slice(0, Math.max(Math.floor(live.length / 2), 1)) : [0];
  return [
    log10(median),
    log10(median / contrast),
    log10(percentileOfSorted(ordered, 0.1)),
    log10(percentileOfSorted(ordered, 0.9)),
    log10(half > 0 ? meanSigma(byMean.slice(0, half)) : median),
    log10(byMean.length > 0 ? meanSigma(byMean.slice(half)) : median),
    ...residualCorrelations(views, calm),
    1 - live.length / tileCount,
    impulseFraction(views, 4 * median + 1e-4),
  ];
}

/**
 * Standard deviation of the noise in each tile after Immerkaer (1996): mean |x * M| sqrt(pi / 2) / 6 with
 * M = [1 -2 1; -2 4 -2; 1 -2 1], without the 20 % of pixels that have the strongest gradient.
 */
export function tileSigmas({ tiles, tileCount }: ImageViews): Float64Array {
  const sigmas = new Float64Array(tileCount);
  const strengths = new Float64Array(INNER * INNER);
  const responses = new Float64Array(INNER * INNER);
  const scratch = new Float64Array(INNER * INNER);
  const rank = Math.trunc(KEPT_SHARE * strengths.length);
  for (let tile = 0; tile < tileCount; tile += 1) {
    const at = (index: number) => tiles[tile * TILE_PIXELS + index] ?? 0;
    for (let row = 0; row < INNER; row += 1) {
      for (let column = 0; column < INNER; column += 1) {
        const up = row * TILE + column;
        const middle = up + TILE;
        const down = middle + TILE;
        const left = at(middle);
        const right = at(middle + 2);
        const above = at(up + 1);
        const below = at(down + 1);
        const gx = right - left;
        const gy = below - above;
        const index = row * INNER + column;
        strengths[index] = gx * gx + gy * gy;
        responses[index] = Math.abs(
          at(up) +
            at(up + 2) +
            at(down) +
            at(down + 2) -
            2 * (above + below + left + right) +
            4 * at(middle + 1),
        );
      }
    }
    scratch.set(strengths);
    const limit = selectRank(scratch, rank);
    let sum = 0;
    let kept = 0;
    for (let index = 0; index < strengths.length; index += 1) {
      if ((strengths[index] ?? 0) > limit) continue;
      sum += responses[index] ?? 0;
      kept += 1;
    }
    sigmas[tile] = ((sum / Math.max(kept, 1)) * Math.sqrt(Math.PI / 2)) / 6;
  }
  return sigmas;
}

/** Each pixel minus the mean of its four neighbours, 62 x 62, into `residual`. */
function residualOf(tiles: Float64Array, tile: number, residual: Float64Array): void {
  for (let row = 0; row < INNER; row += 1) {
    for (let column = 0; column < INNER; column += 1) {
      const middle = tile * TILE_PIXELS + (row + 1) * TILE + column + 1;
      const neighbours =
        (tiles[middle - TILE] ?? 0) +
        (tiles[middle + TILE] ?? 0) +
        (tiles[middle - 1] ?? 0) +
        (tiles[middle + 1] ?? 0);
      residual[row * INNER + column] = (tiles[middle] ?? 0) - 0.25 * neighbours;
    }
  }
}

/**
 * Correlation of the residuals two columns, two rows and one diagonal apart, over the calmest tiles: white noise has none, noise
 * that was smoothed or made by a reconstruction has.
 */
function residualCorrelations({ tiles }: ImageViews, calm: readonly number[]): readonly number[] {
  const lags = [
    [0, 2],
    [2, 0],
    [1, 1],
  ] as const;
  const residual = new Float64Array(INNER * INNER);
  const sums = lags.map(() => ({ product: 0, first: 0, second: 0 }));
  for (const tile of calm) {
    residualOf(tiles, tile, residual);
    lags.forEach(([down, across], lag) => {
      const sum = sums[lag];
      if (sum === undefined) return;
      for (let row = 0; row + down < INNER; row += 1) {
        for (let column = 0; column + across < INNER; column += 1) {
          const a = residual[row * INNER + column] ?? 0;
          const b = residual[(row + down) * INNER + column + across] ?? 0;
          sum.product += a * b;
          sum.first += a * a;
          sum.second += b * b;
        }
      }
    });
  }
  return sums.map(({ product, first, second }) => product / (Math.sqrt(first * second) + 1e-12));
}

/** Share of pixels whose residual exceeds `limit`. */
function impulseFraction({ tiles, tileCount }: ImageViews, limit: number): number {
  const residual = new Float64Array(INNER * INNER);
  let count = 0;
  for (let tile = 0; tile < tileCount; tile += 1) {
    residualOf(tiles, tile, residual);
    for (const value of residual) if (Math.abs(value) > limit) count += 1;
  }
  return count / (tileCount * INNER * INNER);
}
