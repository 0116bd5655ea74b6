import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { findField, type FieldBox } from './field-box.ts';

/** Blocks along each side of the field. */
const BLOCKS = 3;
/** Pixels looked at along each side of a block. */
const SAMPLES_PER_SIDE = 48;

/**
 * Integral uniformity after NEMA NU 1, on the medians of 3 x 3 blocks of the field: 1 - (highest - lowest) / (highest + lowest),
 * counted from the lowest value that the stored bits can hold. 1 when all blocks have one gray. In an image of a patient it
 * says little by itself; over a device's flat-field images, or its images of one view, it shows a detector that drifts.
 *
 * @returns 0 to 1
 */
export function measureUniformity(frame: DecodedFrame, box: FieldBox = findField(frame)): number {
  const { top, left, bottom, right } = box;
  const height = (bottom - top) / BLOCKS;
  const width = (right - left) / BLOCKS;
  let highest = -Infinity;
  let lowest = Infinity;
  for (let block = 0; block < BLOCKS * BLOCKS; block += 1) {
    const blockTop = top + Math.floor(block / BLOCKS) * height;
    const blockLeft = left + (block % BLOCKS) * width;
    const level = medianIn(frame, blockTop, blockLeft, height, width) - frame.lowest;
    highest = Math.max(highest, level);
    lowest = Math.min(lowest, level);
  }
  return highest + lowest > 0 ? 1 - (highest - lowest) / (highest + lowest) : 1;
}

function medianIn(frame: DecodedFrame, top: number, left: number, height: number, width: number): number {
  const samples = new Float64Array(SAMPLES_PER_SIDE * SAMPLES_PER_SIDE);
  for (let index = 0; index < samples.length; index += 1) {
    const row = Math.floor(top + (Math.floor(index / SAMPLES_PER_SIDE) / SAMPLES_PER_SIDE) * height);
    const column = Math.floor(left + ((index % SAMPLES_PER_SIDE) / SAMPLES_PER_SIDE) * width);
    samples[index] = frame.values[row * frame.columns + column] ?? 0;
  }
  return samples.sort()[Math.floor(samples.length / 2)] ?? 0;
}
