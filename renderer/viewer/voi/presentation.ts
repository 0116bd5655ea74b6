import type { LookupTable, ModalityTransform, VoiFunction, VoiWindow } from '../metadata/grayscale.ts';
import { tableEntry, voiTableOutput, windowOutput } from './window-output.ts';

/** How values become brightness: a window, or the VOI LUT that the image brings along. */
export type Voi =
  ({ readonly kind: 'window' } & VoiWindow) | { readonly kind: 'table'; readonly table: LookupTable };

export function applyModality(stored: number, transform: ModalityTransform): number {
  return transform.kind === 'linear'
    ? stored * transform.slope + transform.intercept
    : tableEntry(stored, transform.table);
}

/** Brightness 0 to 255 of a stored value. */
export function brightness(
  stored: number,
  transform: ModalityTransform,
  voi: Voi,
  isInverse: boolean,
): number {
  const value = applyModality(stored, transform);
  const output = voi.kind === 'window' ? windowOutput(value, voi) : voiTableOutput(value, voi.table);
  const level = Math.round(output * 255);
  return isInverse ? 255 - level : level;
}

/** A window that covers the same values as a table: where dragging starts when the image brought a VOI LUT. */
export function windowOf(voi: Voi): VoiWindow {
  if (voi.kind === 'window') return voi;
  const { firstValue, entries } = voi.table;
  return {
    center: firstValue + entries.length / 2,
    width: Math.max(1, entries.length),
    voiFunction: 'LINEAR',
  };
}

/** Smallest width that the function allows (PS3.3 C.11.2.1.2). */
export function smallestWidth(voiFunction: VoiFunction): number {
  return voiFunction === 'LINEAR' ? 1 : 0.001;
}
