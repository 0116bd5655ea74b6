import { hannWindow, transform } from './fourier.ts';
import type { ImageViews } from './image-views.ts';
import { percentileInPlace } from './order-statistics.ts';

const SEGMENT = 256;
const HALF = SEGMENT / 2;
const MAX_LINES = 64;
const MAX_PARTS = 4;
const HANN = hannWindow(SEGMENT);
/** Lowest place of the spectrum that is looked at: 8 / 256 cycles per pixel. */
const FIRST = 8;

/**
 * A pattern that repeats along rows (or columns), as an anti-scatter grid or interference leaves it: the largest log10 ratio of
 * a place in the mean spectrum of 256-pixel segments to the median of its 12 neighbours (3 to 8 away), and its frequency in
 * cycles per pixel. Segments: up to 64 lines evenly spread, up to 4 in each.
 */
export function findLinePeak(
  { levels, rows, columns }: ImageViews,
  isAlongRows: boolean,
): { readonly peak: number; readonly frequency: number } {
  const [lines, length, lineStep, step] = isAlongRows
    ? [rows, columns, columns, 1]
    : [columns, rows, 1, columns];
  const lineCount = Math.min(lines, MAX_LINES);
  const parts = Math.min(Math.floor(Math.max(length, SEGMENT) / SEGMENT), MAX_PARTS);
  const room = Math.max(length, SEGMENT) - SEGMENT;
  const mean = new Float64Array(HALF + 1);
  const real = new Float64Array(SEGMENT);
  const imaginary = new Float64Array(SEGMENT);
  for (let part = 0; part < parts; part += 1) {
    const start = Math.floor((room * part) / Math.max(parts - 1, 1));
    for (let line = 0; line < lineCount; line += 1) {
      const first = Math.floor((lines * line) / lineCount) * lineStep;
      const at = (place: number) => levels[first + Math.min(place, length - 1) * step] ?? 0;
      for (let place = 0; place < SEGMENT - 1; place += 1) {
        real[place] = (at(start + place + 1) - at(start + place)) * (HANN[place] ?? 0);
      }
      real[SEGMENT - 1] = 0;
      imaginary.fill(0);
      transform(real, imaginary);
      addRelativePower(mean, real, imaginary);
    }
  }
  return highestOf(mean.map((power) => power / (parts * lineCount) + 1e-9));
}

function addRelativePower(mean: Float64Array, real: Float64Array, imaginary: Float64Array): void {
  let sum = 0;
  for (let place = 0; place <= HALF; place += 1) {
    const power = (real[place] ?? 0) ** 2 + (imaginary[place] ?? 0) ** 2;
    real[place] = power;
    sum += power;
  }
  for (let place = 0; place <= HALF; place += 1) {
    mean[place] = (mean[place] ?? 0) + (real[place] ?? 0) / (sum + 1e-9);
  }
}

function highestOf(mean: Float64Array) {
  let [peak, frequency] = [0, 0];
  for (let place = FIRST; place <= HALF; place += 1) {
    const near: number[] = [];
    for (let away = 3; away <= 8; away += 1) {
      for (const neighbour of [place - away, place + away]) {
        if (neighbour >= 1 && neighbour <= HALF) near.push(mean[neighbour] ?? 0);
      }
    }
    const ratio = Math.log10((mean[place] ?? 0) / percentileInPlace(Float64Array.from(near), 0.5));
    if (ratio > peak) {
      peak = ratio;
      frequency = place / SEGMENT;
    }
  }
  return { peak, frequency };
}
