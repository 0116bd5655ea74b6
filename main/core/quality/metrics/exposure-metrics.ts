import type { ImageViews } from './image-views.ts';

const BINS = 4096;
const PERCENTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/** Taken for black and for white on the scale 0 to 1, rounded as the levels themselves are. */
const BLACK = Math.fround(0.004);
const WHITE = Math.fround(0.996);
/** A contrast range is at least this, so that ratios to it stay finite. */
const LEAST_CONTRAST = 0.02;

export interface Exposure {
  /** `grayMean` to `histogramGapFraction`. */
  readonly metrics: readonly number[];
  /** 99th minus 1st percentile, at least 0.02: what contrasts, noise and edges are measured against. */
  readonly contrast: number;
}

/** Shares of all pixels, and percentiles from a histogram of 4096 bins (linear inside a bin). */
export function measureExposure({ levels }: ImageViews): Exposure {
  const pixels = levels.length;
  const { counts, sum, squares, black, white, atLowest, atHighest } = countLevels(levels);
  const percentiles = PERCENTILES.map((fraction) => histogramPercentile(counts, fraction * pixels));
  const [p01 = 0, p05 = 0] = percentiles;
  const [p95 = 0, p99 = 0] = percentiles.slice(5);
  const mean = sum / pixels;
  let used = 0;
  for (const count of counts) used += count > 0 ? 1 : 0;
  return {
    metrics: [
      mean,
      Math.sqrt(Math.max(squares / pixels - mean * mean, 0)),
      ...percentiles,
      p99 - p01,
      entropyBits(counts, pixels),
      black / pixels,
      white / pixels,
      atLowest / pixels,
      atHighest / pixels,
      Math.log2(used),
      foregroundMean(counts, p05 + 0.25 * (p99 - p05)),
      gapFraction(counts, p05, p95),
    ],
    contrast: Math.max(p99 - p01, LEAST_CONTRAST),
  };
}

function countLevels(levels: Float32Array) {
  const counts = new Uint32Array(BINS);
  let sum = 0;
  let squares = 0;
  let black = 0;
  let white = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  let atLowest = 0;
  let atHighest = 0;
  const pixels = levels.length;
  for (let index = 0; index < pixels; index += 1) {
    const level = levels[index] ?? 0;
    const bin = level < 1 ? (level * BINS) | 0 : BINS - 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
    sum += level;
    squares += level * level;
    if (level <= BLACK) black += 1;
    else if (level >= WHITE) white += 1;
    if (level <= lowest) {
      atLowest = level === lowest ? atLowest + 1 : 1;
      lowest = level;
    }
    if (level >= highest) {
      atHighest = level === highest ? atHighest + 1 : 1;
      highest = level;
    }
  }
  return { counts, sum, squares, black, white, atLowest, atHighest };
}

/** Level below which `target` pixels lie. */
function histogramPercentile(counts: Uint32Array, target: number): number {
  let below = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const count = counts[bin] ?? 0;
    if (below + count >= target || bin === BINS - 1) {
      const inside = (target - below) / Math.max(count, 1);
      return (bin + Math.min(Math.max(inside, 0), 1)) / BINS;
    }
    below += count;
  }
  return 1;
}

/** Of 64 equal bins, in bits; 6 is the most. */
function entropyBits(counts: Uint32Array, pixels: number): number {
  let entropy = 0;
  for (let bin = 0; bin < BINS; bin += 64) {
    const share = sumOf(counts, bin, bin + 64) / pixels;
    if (share > 0) entropy -= share * Math.log2(share);
  }
  return entropy;
}

/** Mean level of what is brighter than `threshold`. */
function foregroundMean(counts: Uint32Array, threshold: number): number {
  let sum = 0;
  let weight = 0;
  for (let bin = Math.min(Math.trunc(threshold * BINS), BINS - 1); bin < BINS; bin += 1) {
    const count = counts[bin] ?? 0;
    sum += count * (bin + 0.5);
    weight += count;
  }
  return sum / BINS / Math.max(weight, 1);
}

/** Empty ones among 256 bins between the 5th and 95th percentile: stretched or coarsely quantised gray levels. */
function gapFraction(counts: Uint32Array, p05: number, p95: number): number {
  const first = Math.trunc(p05 * 256);
  const last = Math.min(Math.trunc(p95 * 256), 255);
  let empty = 0;
  for (let bin = first; bin <= last; bin += 1) {
    if (sumOf(counts, bin * 16, bin * 16 + 16) === 0) empty += 1;
  }
  return empty / (last - first + 1);
}

function sumOf(counts: Uint32Array, from: number, end: number): number {
  let sum = 0;
  for (let bin = from; bin < end; bin += 1) sum += counts[bin] ?? 0;
  return sum;
}
