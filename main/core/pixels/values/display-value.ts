import type { ImageDescription } from '../image-description.ts';
import type { VoiTransform, VoiWindow } from '../voi-transform.ts';
import { lookUp } from './lookup.ts';

/** How the header wants the image shown: its table goes before its window. @returns null when it says nothing */
export function voiOf(
  image: Pick<ImageDescription, 'voiLut' | 'windowCenter' | 'windowWidth' | 'voiLutFunction'>,
): VoiTransform | null {
  const { voiLut, windowCenter, windowWidth, voiLutFunction = 'LINEAR' } = image;
  if (voiLut) return { kind: 'table', table: voiLut };
  if (windowCenter === undefined || windowWidth === undefined || windowWidth <= 0) return null;
  return { kind: 'window', center: windowCenter, width: windowWidth, voiLutFunction };
}

/** Maps a modality value to [0, 255], not yet inverted for MONOCHROME1. */
export function toDisplayValue(value: number, voi: VoiTransform): number {
  if (voi.kind === 'window') return toWindowedValue(value, voi);
  return Math.min(255, (lookUp(voi.table, value) * 255) / (2 ** voi.table.bits - 1));
}

/**
 * Maps a modality value to [0, 255].
 *
 * @see DICOM PS3.3 section C.11.2.1.2.1 (LINEAR), C.11.2.1.3.1 (SIGMOID), C.11.2.1.3.2 (LINEAR_EXACT)
 */
export function toWindowedValue(value: number, { center, width, voiLutFunction }: VoiWindow): number {
  if (voiLutFunction === 'SIGMOID') return 255 / (1 + Math.exp((-4 * (value - center)) / width));
  // LINEAR is defined from a width of 1; narrower windows, which floating point data has, can only be meant exactly.
  const isLinear = voiLutFunction === 'LINEAR' && width >= 1;
  const middle = isLinear ? center - 0.5 : center;
  const span = isLinear ? width - 1 : width;
  if (value <= middle - span / 2) return 0;
  if (value > middle + span / 2) return 255;
  return ((value - middle) / span + 0.5) * 255;
}
