import { frequencyAt, hannWindow, transformSquare } from './fourier.ts';
import { TILE, TILE_PIXELS, type ImageViews } from './image-views.ts';

/** Rings of the spectrum, in cycles per pixel. */
const BAND_EDGES = [0.03, 0.06, 0.1, 0.16, 0.24, 0.33, 0.42, 0.5];
const HANN = hannWindow(TILE);

/** Distance from the origin of each place of a spectrum, in cycles per pixel. */
export function radiiOf(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => {
    const down = frequencyAt(Math.floor(index / size), size);
    const across = frequencyAt(index % size, size);
    return Math.sqrt(down * down + across * across);
  });
}

export const TILE_RADII = radiiOf(TILE);

/** Mean over the active tiles of the power of each minus its mean, under a Hann window, divided by its sum. 64 x 64. */
export function meanTileSpectrum({ tiles, tileMeans, activeTiles }: ImageViews): Float64Array {
  const mean = new Float64Array(TILE_PIXELS);
  const real = new Float64Array(TILE_PIXELS);
  const imaginary = new Float64Array(TILE_PIXELS);
  for (const tile of activeTiles) {
    const level = tileMeans[tile] ?? 0;
    for (let index = 0; index < TILE_PIXELS; index += 1) {
      const window = (HANN[index >> 6] ?? 0) * (HANN[index & 63] ?? 0);
      real[index] = ((tiles[tile * TILE_PIXELS + index] ?? 0) - level) * window;
    }
    imaginary.fill(0);
    transformSquare(real, imaginary, TILE);
    let sum = 0;
    for (let index = 0; index < TILE_PIXELS; index += 1) {
      const power = (real[index] ?? 0) ** 2 + (imaginary[index] ?? 0) ** 2;
      real[index] = power;
      sum += power;
    }
    for (let index = 0; index < TILE_PIXELS; index += 1) {
      mean[index] = (mean[index] ?? 0) + (real[index] ?? 0) / (sum + 1e-9);
    }
  }
  return mean.map((power) => power / activeTiles.length);
}

/** `spectrumBand1` to `spectrumSlope`: mean relative power in seven rings as log10, and its slope over log10 frequency. */
export function measureSpectrum(power: Float64Array): readonly number[] {
  const rings = BAND_EDGES.slice(0, -1).map((low, index) => [low, BAND_EDGES[index + 1] ?? 0.5] as const);
  const bands = rings.map(([low, high]) => {
    let sum = 0;
    let count = 0;
    for (let index = 0; index < power.length; index += 1) {
      const radius = TILE_RADII[index] ?? 0;
      if (radius < low || radius >= high) continue;
      sum += power[index] ?? 0;
      count += 1;
    }
    return Math.log10(sum / count + 1e-10);
  });
  const centres = rings.map(([low, high]) => Math.log10((low + high) / 2));
  const meanOf = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const [meanX, meanY] = [meanOf(centres), meanOf(bands)];
  let rise = 0;
  let run = 0;
  centres.forEach((centre, index) => {
    rise += (centre - meanX) * ((bands[index] ?? 0) - meanY);
    run += (centre - meanX) ** 2;
  });
  return [...bands, rise / run];
}

/**
 * Largest log10 ratio of a place in a spectrum to the mean of the 8 places three away, and its frequency: a pattern that
 * repeats.
 *
 * @param lowest frequency that is looked at, in cycles per pixel
 */
export function findPlanePeak(
  power: Float64Array,
  radii: Float64Array,
  size: number,
  lowest: number,
): { readonly peak: number; readonly frequency: number } {
  let peak = -Infinity;
  let frequency = 0;
  const wrap = size - 1;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const index = row * size + column;
      const radius = radii[index] ?? 0;
      if (radius < lowest || radius > 0.5) continue;
      let base = 0;
      for (const down of [3, 0, -3]) {
        for (const across of [3, 0, -3]) {
          if (down !== 0 || across !== 0) {
            base += power[((row + down) & wrap) * size + ((column + across) & wrap)] ?? 0;
          }
        }
      }
      const ratio = Math.log10(((power[index] ?? 0) + 1e-9) / (base / 8 + 1e-9));
      if (ratio > peak) {
        peak = ratio;
        frequency = radius;
      }
    }
  }
  return { peak, frequency };
}
