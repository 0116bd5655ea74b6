import { frequencyAt, inverseOfPower } from './fourier.ts';
import { SMALL, TILE, TILE_PIXELS, type ImageViews } from './image-views.ts';
import { TILE_RADII } from './spectrum-metrics.ts';

const SECTORS = 8;
/** Sector of half a turn that each place of a tile's spectrum lies in; sectors 0 and 4 are centred on the axes. */
const TILE_SECTORS = Int32Array.from({ length: TILE_PIXELS }, (_, index) => {
  const angle = Math.atan2(frequencyAt(index >> 6, TILE), frequencyAt(index & 63, TILE));
  const turned = ((angle / Math.PI) * SECTORS + 0.5 + 1e-9) % SECTORS;
  return Math.floor(turned < 0 ? turned + SECTORS : turned) % SECTORS;
});
/** Ring of the spectrum that each place lies in, for the cepstrum. */
const TILE_RINGS = Int32Array.from(TILE_RADII, (radius) => Math.min(Math.trunc(radius * TILE), 45));
/** Distance of each place of the cepstrum from its centre, in pixels. */
const TILE_LAGS = Float64Array.from({ length: TILE_PIXELS }, (_, index) => {
  const down = Math.min(index >> 6, TILE - (index >> 6));
  const across = Math.min(index & 63, TILE - (index & 63));
  return Math.sqrt(down * down + across * across);
});

/** Sums of gx gx, gy gy and gx gy. */
export interface StructureTensor {
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** `gradientAnisotropy` to `coarseAnisotropy`. */
export function measureDirection(views: ImageViews, power: Float64Array): readonly number[] {
  const tensor = tileTensor(views);
  const low = ringAnisotropy(power, 0.04, 0.12);
  const mid = ringAnisotropy(power, 0.12, 0.25);
  const high = ringAnisotropy(power, 0.25, 0.5);
  return [
    anisotropyOf(tensor),
    Math.log10((tensor.xx + 1e-9) / (tensor.yy + 1e-9)),
    low.anisotropy,
    mid.anisotropy,
    high.anisotropy,
    mid.axis,
    ...cepstrumExtremes(power),
    anisotropyOf(smallTensor(views)),
  ];
}

/** (l1 - l2) / (l1 + l2) of the tensor's eigenvalues: 0 no direction, 1 one direction only. */
function anisotropyOf({ xx, yy, xy }: StructureTensor): number {
  return Math.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1e-12);
}

/** Of all gradients in the active tiles. */
export function tileTensor({ tiles, activeTiles }: ImageViews): StructureTensor {
  let [xx, yy, xy] = [0, 0, 0];
  for (const tile of activeTiles) {
    for (let row = 1; row < TILE - 1; row += 1) {
      for (let column = 1; column < TILE - 1; column += 1) {
        const index = tile * TILE_PIXELS + row * TILE + column;
        const gx = ((tiles[index + 1] ?? 0) - (tiles[index - 1] ?? 0)) / 2;
        const gy = ((tiles[index + TILE] ?? 0) - (tiles[index - TILE] ?? 0)) / 2;
        xx += gx * gx;
        yy += gy * gy;
        xy += gx * gy;
      }
    }
  }
  return { xx, yy, xy };
}

function smallTensor({ small }: ImageViews): StructureTensor {
  let [xx, yy, xy] = [0, 0, 0];
  for (let row = 1; row < SMALL - 1; row += 1) {
    for (let column = 1; column < SMALL - 1; column += 1) {
      const index = row * SMALL + column;
      const gx = (small.values[index + 1] ?? 0) - (small.values[index - 1] ?? 0);
      const gy = (small.values[index + SMALL] ?? 0) - (small.values[index - SMALL] ?? 0);
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
    }
  }
  return { xx, yy, xy };
}

/** Mean power in 8 sectors of half a turn, between two frequencies. */
function sectorMeans(power: Float64Array, low: number, high: number): Float64Array {
  const sums = new Float64Array(SECTORS);
  const counts = new Float64Array(SECTORS);
  for (let index = 0; index < power.length; index += 1) {
    const radius = TILE_RADII[index] ?? 0;
    if (radius < low || radius >= high) continue;
    const sector = TILE_SECTORS[index] ?? 0;
    sums[sector] = (sums[sector] ?? 0) + (power[index] ?? 0);
    counts[sector] = (counts[sector] ?? 0) + 1;
  }
  return sums.map((sum, sector) => sum / Math.max(counts[sector] ?? 0, 1) + 1e-10);
}

/** log10 of the strongest over the weakest sector, and of the sector along columns over that along rows. */
function ringAnisotropy(power: Float64Array, low: number, high: number) {
  const means = sectorMeans(power, low, high);
  return {
    anisotropy: Math.log10(Math.max(...means) / Math.min(...means)),
    axis: Math.log10((means[4] ?? 1) / (means[0] ?? 1)),
  };
}

/**
 * Inverse transform of the log power, flattened by its mean in each ring: a straight smear of n pixels leaves a dip n pixels
 * from the centre, a doubled image a peak. Looked at from 2.5 to 24 pixels.
 *
 * @returns the lowest value, its distance in pixels, the highest value
 */
function cepstrumExtremes(power: Float64Array): readonly number[] {
  const logs = power.map((value) => Math.log(value + 1e-9));
  const sums = new Float64Array(46);
  const counts = new Float64Array(46);
  for (let index = 0; index < logs.length; index += 1) {
    const ring = TILE_RINGS[index] ?? 0;
    sums[ring] = (sums[ring] ?? 0) + (logs[index] ?? 0);
    counts[ring] = (counts[ring] ?? 0) + 1;
  }
  const flat = logs.map((value, index) => {
    const ring = TILE_RINGS[index] ?? 0;
    return value - (sums[ring] ?? 0) / Math.max(counts[ring] ?? 0, 1);
  });
  const cepstrum = inverseOfPower(flat, TILE);
  let [minimum, distance, maximum] = [Infinity, 0, -Infinity];
  for (let index = 0; index < cepstrum.length; index += 1) {
    const lag = TILE_LAGS[index] ?? 0;
    if (lag < 2.5 || lag > 24) continue;
    const value = cepstrum[index] ?? 0;
    if (value < minimum) {
      minimum = value;
      distance = lag;
    }
    maximum = Math.max(maximum, value);
  }
  return [minimum, distance, maximum];
}
