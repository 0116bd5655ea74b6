import type { ImageDescription } from '../image-description.ts';
import { lookUp } from './lookup.ts';

/** From stored value to what the device measured: its table, else slope and intercept, else the value itself (PS3.3 section C.11.1). */
export function toModalityValue(
  image: Pick<ImageDescription, 'modalityLut' | 'rescaleSlope' | 'rescaleIntercept'>,
): (stored: number) => number {
  const { modalityLut, rescaleSlope: slope = 1, rescaleIntercept: intercept = 0 } = image;
  if (modalityLut) return (stored) => (Number.isNaN(stored) ? NaN : lookUp(modalityLut, stored));
  return (stored) => stored * slope + intercept;
}
