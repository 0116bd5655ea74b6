import type { ImageDescription } from '../../pixels/image-description.ts';
import type { VoiLutFunction } from '../../pixels/voi-transform.ts';

/** Which modality values the display range stretches over. */
export interface DisplayWindow {
  readonly center: number;
  readonly width: number;
  readonly voiLutFunction: VoiLutFunction;
}

const LOW_PERCENTILE = 0.01;
const HIGH_PERCENTILE = 0.99;

/** @returns null when the header has none */
export function headerWindow(image: ImageDescription): DisplayWindow | null {
  const { windowCenter, windowWidth, voiLutFunction = 'LINEAR' } = image;
  if (windowCenter === undefined || windowWidth === undefined || windowWidth <= 0) return null;
  return { center: windowCenter, width: windowWidth, voiLutFunction };
}

/**
 * A window from the values themselves.
 *
 * @param modalityValues of the shrunken image; NaN where there is none
 * @param isMask two values only, 0 and 1, which percentiles would flatten where one of them is rare
 */
export function chooseWindow(modalityValues: Float32Array, isMask: boolean): DisplayWindow {
  if (isMask) return windowOver(0, 1);
  const sorted = modalityValues.filter((value) => !Number.isNaN(value)).sort();
  const at = (fraction: number) => sorted[Math.round(fraction * (sorted.length - 1))] ?? 0;
  const low = at(LOW_PERCENTILE);
  const high = at(HIGH_PERCENTILE);
  return high > low ? windowOver(low, high) : windowOver(at(0), at(1));
}

function windowOver(low: number, high: number): DisplayWindow {
  return { center: (low + high) / 2, width: high - low, voiLutFunction: 'LINEAR_EXACT' };
}

/**
 * Maps a modality value to [0, 255].
 *
 * @see DICOM PS3.3 section C.11.2.1.2.1 (LINEAR), C.11.2.1.3.1 (SIGMOID), C.11.2.1.3.2 (LINEAR_EXACT)
 */
export function toDisplayValue(value: number, { center, width, voiLutFunction }: DisplayWindow): number {
  if (voiLutFunction === 'SIGMOID') return 255 / (1 + Math.exp((-4 * (value - center)) / width));
  // LINEAR is defined from a width of 1; narrower windows, which floating point data has, can only be meant exactly.
  const isLinear = voiLutFunction === 'LINEAR' && width >= 1;
  const middle = isLinear ? center - 0.5 : center;
  const span = isLinear ? width - 1 : width;
  if (value <= middle - span / 2) return 0;
  if (value > middle + span / 2) return 255;
  return ((value - middle) / span + 0.5) * 255;
}
