import type { VoiTransform } from '../../pixels/voi-transform.ts';

type ChosenWindow = Extract<VoiTransform, { kind: 'window' }>;

const LOW_PERCENTILE = 0.01;
const HIGH_PERCENTILE = 0.99;

/**
 * A window from the values themselves.
 *
 * @param modalityValues of the shrunken image; NaN where there is none
 * @param isMask two values only, 0 and 1, which percentiles would flatten where one of them is rare
 */
export function chooseWindow(modalityValues: Float32Array, isMask: boolean): ChosenWindow {
  if (isMask) return windowOver(0, 1);
  const sorted = modalityValues.filter((value) => !Number.isNaN(value)).sort();
  const at = (fraction: number) => sorted[Math.round(fraction * (sorted.length - 1))] ?? 0;
  const low = at(LOW_PERCENTILE);
  const high = at(HIGH_PERCENTILE);
  return high > low ? windowOver(low, high) : windowOver(at(0), at(1));
}

function windowOver(low: number, high: number): ChosenWindow {
  return { kind: 'window', center: (low + high) / 2, width: high - low, voiLutFunction: 'LINEAR_EXACT' };
}
