import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { isHounsfield } from '../metrics/fixed-scale.ts';
import { percentileOfSorted } from '../metrics/order-statistics.ts';
import { areaAverage } from './area-average.ts';

/** Rows and columns of the body region model's input. */
export const BODY_REGION_SIZE = 64;
/** Hounsfield units that CT is clamped to: the images that the model learned from exist in soft tissue windows only. */
const SOFT_TISSUE = { low: -200, high: 300 } as const;

/**
 * What the body region model sees: 64 x 64 numbers from 0 to 1. The whole frame is averaged to 64 x 64; the 1st percentile of
 * that becomes 0 and the 99th 1, so that exposure does not matter; MONOCHROME1 is turned over. Padding takes the value that is
 * shown darkest. Equals `body_region_input` in native-models/training/anatomy_data.py to 1e-4.
 */
export function toBodyRegionInput(frame: DecodedFrame, modality: string): Float32Array {
  const { rows, columns, isMonochrome1 } = frame;
  const values = clampToSoftTissue(fillPadding(frame), isHounsfield(frame, modality));
  const small = areaAverage(values, rows, columns, BODY_REGION_SIZE);
  const sorted = small.slice().sort();
  const low = percentileOfSorted(sorted, 0.01);
  const high = percentileOfSorted(sorted, 0.99);
  const input = new Float32Array(small.length);
  if (high - low >= 1e-6 * Math.max(1, Math.abs(low), Math.abs(high))) {
    for (let index = 0; index < input.length; index += 1) {
      input[index] = Math.min(Math.max(((small[index] ?? 0) - low) / (high - low), 0), 1);
    }
  }
  return isMonochrome1 ? input.map((level) => 1 - level) : input;
}

function fillPadding({ values, paddingMask, isMonochrome1 }: DecodedFrame): Float32Array {
  if (paddingMask === null) return values;
  let darkest = isMonochrome1 ? -Infinity : Infinity;
  for (let index = 0; index < values.length; index += 1) {
    if (paddingMask[index] !== 0) continue;
    const value = values[index] ?? 0;
    darkest = isMonochrome1 ? Math.max(darkest, value) : Math.min(darkest, value);
  }
  if (!Number.isFinite(darkest)) darkest = 0;
  return values.map((value, index) => (paddingMask[index] === 0 ? value : darkest));
}

function clampToSoftTissue(values: Float32Array, isClamped: boolean): Float32Array {
  if (!isClamped) return values;
  return values.map((value) => Math.min(Math.max(value, SOFT_TISSUE.low), SOFT_TISSUE.high));
}
