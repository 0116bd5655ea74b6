import { TILE, TILE_PIXELS, type ImageViews } from './image-views.ts';
import { percentileOfSorted } from './order-statistics.ts';

const BLOCK = 8;
/** A difference between neighbours below this is none. */
const NO_DIFFERENCE = 1e-6;
/** Second differences below this share of R: the inside of the block is nearly a plane. */
const FLAT_SHARE = 0.002;

/**
 * `blockRatioX` to `blockFlatFraction`: JPEG's 8 x 8 blocks, by differences across block borders against those inside (Wang
 * 2002), for each phase.
 */
export function measureBlocks(views: ImageViews, contrast: number): readonly number[] {
  const across = phasesAlong(views, TILE, 1);
  const down = phasesAlong(views, 1, TILE);
  const both = across.phases.map((phase, index) => phase + (down.phases[index] ?? 0)).sort();
  return [
    across.phases[7] ?? 0,
    down.phases[7] ?? 0,
    (both[7] ?? 0) - percentileOfSorted(both, 0.5),
    (across.zeros + down.zeros) / (2 * views.activeTiles.length * TILE * (TILE - 1)),
    flatFraction(views, FLAT_SHARE * contrast),
  ];
}

/**
 * Mean of d(i) - (d(i - 1) + d(i + 1)) / 2 by i modulo 8, relative to the mean of d, where d(i) is the absolute difference of
 * the pixels i and i + 1 of a line.
 */
function phasesAlong({ tiles, activeTiles }: ImageViews, lineStep: number, step: number) {
  const lineCount = activeTiles.length * TILE;
  const bumps = new Float64Array(TILE - 1);
  const differences = new Float64Array(TILE - 1);
  let sum = 0;
  let zeros = 0;
  for (const tile of activeTiles) {
    for (let line = 0; line < TILE; line += 1) {
      const start = tile * TILE_PIXELS + line * lineStep;
      for (let place = 0; place < TILE - 1; place += 1) {
        const index = start + place * step;
        const difference = Math.abs((tiles[index + step] ?? 0) - (tiles[index] ?? 0));
        differences[place] = difference;
        sum += difference;
        if (difference < NO_DIFFERENCE) zeros += 1;
      }
      for (let place = 1; place < TILE - 2; place += 1) {
        const around = (differences[place - 1] ?? 0) + (differences[place + 1] ?? 0);
        bumps[place] = (bumps[place] ?? 0) + (differences[place] ?? 0) - 0.5 * around;
      }
    }
  }
  const mean = sum / (lineCount * (TILE - 1));
  const phases = new Float64Array(BLOCK).map((_, phase) => {
    let total = 0;
    let count = 0;
    for (let place = phase === 0 ? BLOCK : phase; place < TILE - 2; place += BLOCK) {
      total += (bumps[place] ?? 0) / lineCount;
      count += 1;
    }
    return total / count / (mean + 2e-4);
  });
  return { phases, zeros };
}

/** Share of the blocks on the grid whose mean absolute second differences, along rows plus along columns, are below `limit`. */
function flatFraction({ tiles, activeTiles }: ImageViews, limit: number): number {
  let flat = 0;
  const blocksPerTile = (TILE / BLOCK) ** 2;
  for (const tile of activeTiles) {
    for (let block = 0; block < blocksPerTile; block += 1) {
      const start = tile * TILE_PIXELS + (block >> 3) * BLOCK * TILE + (block & 7) * BLOCK;
      if (curvature(tiles, start, TILE, 1) + curvature(tiles, start, 1, TILE) < limit) flat += 1;
    }
  }
  return flat / (activeTiles.length * blocksPerTile);
}

function curvature(tiles: Float64Array, start: number, lineStep: number, step: number): number {
  let sum = 0;
  for (let line = 0; line < BLOCK; line += 1) {
    for (let place = 0; place < BLOCK - 2; place += 1) {
      const index = start + line * lineStep + place * step;
      sum += Math.abs((tiles[index + 2 * step] ?? 0) - 2 * (tiles[index + step] ?? 0) + (tiles[index] ?? 0));
    }
  }
  return sum / (BLOCK * (BLOCK - 2));
}
