import type { Grayscale } from '../metadata/grayscale.ts';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import { applyModality, type Voi } from './presentation.ts';

/** The darkest and the brightest half per cent do not count: one hot pixel must not darken an image without a window. */
const IGNORED_SHARE = 0.005;
/** A large radiograph is judged by one pixel in so many. */
const MOST_SAMPLES = 100_000;

/** What the image asks for: its VOI LUT, else its first window, else what its values span. */
export function initialVoi(
  grayscale: Grayscale,
  format: Pick<PixelFormat, 'padding'>,
  storedValues: ArrayLike<number>,
): Voi {
  // A first window beside a VOI LUT is an alternative to it; the window is the one that a person can read (and DCMTK +Wi 1).
  const first = grayscale.windows[0];
  if (first) return { kind: 'window', ...first };
  if (grayscale.voiTable) return { kind: 'table', table: grayscale.voiTable };
  return { kind: 'window', ...autoWindow(grayscale, format, storedValues) };
}

/** Covers the values of the image but for a few outliers and the padding. */
export function autoWindow(
  grayscale: Pick<Grayscale, 'modality'>,
  { padding }: Pick<PixelFormat, 'padding'>,
  storedValues: ArrayLike<number>,
): { readonly center: number; readonly width: number; readonly voiFunction: 'LINEAR_EXACT' } {
  const step = Math.max(1, Math.ceil(storedValues.length / MOST_SAMPLES));
  const samples: number[] = [];
  for (let index = 0; index < storedValues.length; index += step) {
    const stored = storedValues[index] ?? 0;
    if (Number.isFinite(stored) && !(padding && stored >= padding.low && stored <= padding.high))
      samples.push(stored);
  }
  const sorted = Float64Array.from(samples).sort();
  if (sorted.length === 0) return { center: 0, width: 1, voiFunction: 'LINEAR_EXACT' };
  const cut = Math.floor(sorted.length * IGNORED_SHARE);
  let [low, high] = [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
  if (low === high) [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]; // nearly empty: the few other pixels are the picture
  const [a, b] = [applyModality(low, grayscale.modality), applyModality(high, grayscale.modality)];
  return { center: (a + b) / 2, width: Math.max(Math.abs(b - a), 0.001), voiFunction: 'LINEAR_EXACT' };
}
