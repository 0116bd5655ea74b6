import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { findField, type FieldBox } from './field-box.ts';

export interface DeadLines {
  /** Row indexes from 0. */
  readonly rows: readonly number[];
  /** Column indexes from 0. */
  readonly columns: readonly number[];
}

/** Pixels that are looked at along each line. */
const SAMPLES_PER_LINE = 128;
/** A line is dead when it differs from its neighbours by more than so many robust standard deviations of all lines. */
const DEVIATIONS = 12;
/** And by more than this share of the range of values in the field: less cannot be seen. */
const RANGE_SHARE = 0.02;
/** From a median absolute deviation to a standard deviation, for normally distributed values. */
const MAD_TO_SIGMA = 1.4826;

/**
 * Rows and columns of a detector that give no or a wrong signal. For each line inside the field, the residual is the median
 * over the line of `value - (value of the line before + value of the line after) / 2`; an image changes on both sides of a
 * line, a dead line stands alone. Lines at the very edge of the field have no two neighbours and are not judged.
 */
export function findDeadLines(frame: DecodedFrame, box: FieldBox = findField(frame)): DeadLines {
  const { values, columns } = frame;
  const range = rangeIn(frame, box);
  const findAlong = (
    from: number,
    end: number,
    lineStep: number,
    start: number,
    length: number,
    step: number,
  ) => {
    const residuals = new Float64Array(Math.max(0, end - from - 2));
    for (let line = from + 1; line + 1 < end; line += 1) {
      residuals[line - from - 1] = medianResidual(values, line * lineStep + start, length, step, lineStep);
    }
    const sigma = MAD_TO_SIGMA * median(residuals.map((residual) => Math.abs(residual)));
    const limit = Math.max(DEVIATIONS * sigma, RANGE_SHARE * range);
    return standingAlone(residuals, limit).map((index) => index + from + 1);
  };
  if (range === 0) return { rows: [], columns: [] };
  return {
    rows: findAlong(box.top, box.bottom, columns, box.left, box.right - box.left, 1),
    columns: findAlong(box.left, box.right, 1, box.top * columns, box.bottom - box.top, columns),
  };
}

/**
 * Beside a dead line its neighbours have half its residual; beside an edge that runs along the line both have the same. So
 * only a line that surpasses both neighbours by half counts. Two dead lines side by side are not found this way.
 */
function standingAlone(residuals: Float64Array, limit: number): number[] {
  const at = (index: number) => Math.abs(residuals[index] ?? 0);
  const found: number[] = [];
  for (let index = 0; index < residuals.length; index += 1) {
    if (at(index) > Math.max(limit, 1.5 * at(index - 1), 1.5 * at(index + 1))) found.push(index);
  }
  return found;
}

function medianResidual(
  values: Float32Array,
  first: number,
  length: number,
  step: number,
  lineStep: number,
): number {
  const stride = Math.max(1, Math.floor(length / SAMPLES_PER_LINE));
  const residuals = new Float64Array(Math.ceil(length / stride));
  for (let sample = 0; sample < residuals.length; sample += 1) {
    const index = first + sample * stride * step;
    const around = ((values[index - lineStep] ?? 0) + (values[index + lineStep] ?? 0)) / 2;
    residuals[sample] = (values[index] ?? 0) - around;
  }
  return median(residuals);
}

function rangeIn({ values, columns }: DecodedFrame, { top, left, bottom, right }: FieldBox): number {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const value = values[row * columns + column] ?? 0;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  }
  return highest > lowest ? highest - lowest : 0;
}

function median(values: Float64Array): number {
  return Float64Array.from(values).sort()[Math.floor(values.length / 2)] ?? 0;
}
