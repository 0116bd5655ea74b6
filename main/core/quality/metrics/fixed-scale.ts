import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { percentileInPlace } from './order-statistics.ts';

export type ModalityGroup = 'XR' | 'CT' | 'MR' | 'other';

const RADIOGRAPHS = new Set(['XR', 'CR', 'DX', 'DR', 'XA', 'RF', 'MG', 'RG', 'PX', 'IO', 'OT', 'SC']);
/** Hounsfield units that become 0 and 1. */
const CT_SCALE = [-1024, 2047] as const;
/** CT that reaches below this is in Hounsfield units. */
const HOUNSFIELD_BELOW = -200;
const SUBSAMPLE = 65_536;

/** From Modality (0008,0060). OT and SC mostly hold digitised radiographs. */
export function modalityGroup(modality: string): ModalityGroup {
  if (RADIOGRAPHS.has(modality)) return 'XR';
  return modality === 'CT' || modality === 'MR' ? modality : 'other';
}

/** CT whose values are Hounsfield units, as far as its range tells. */
export function isHounsfield(frame: DecodedFrame, modality: string): boolean {
  return modality === 'CT' && frame.lowest < HOUNSFIELD_BELOW;
}

/**
 * Gray levels 0 to 1 as exposure is judged on, row by row: MONOCHROME1 is turned over, padding becomes 0. A window would erase
 * the evidence of over- and under-exposure, so the scale is fixed, see {@link fixedScale}.
 */
export function toFixedScale(frame: DecodedFrame, modality: string): Float32Array {
  const [low, high] = fixedScale(frame, modality);
  const { values, isMonochrome1, paddingMask } = frame;
  const scale = 1 / Math.max(high - low, 1e-9);
  const x = new Float32Array(values.length);
  const pixels = x.length;
  for (let index = 0; index < pixels; index += 1) {
    let level = ((values[index] ?? 0) - low) * scale;
    if (level < 0) level = 0;
    else if (level > 1) level = 1;
    x[index] = isMonochrome1 ? 1 - level : level;
  }
  if (paddingMask !== null) {
    for (let index = 0; index < x.length; index += 1) if (paddingMask[index] !== 0) x[index] = 0;
  }
  return x;
}

/**
 * What becomes 0 and 1. Radiographs and everything of 8 bits or less: the ends of what the stored bits can hold. CT in
 * Hounsfield units: -1024 to 2047. MR, PET and CT without intercept have no fixed scale: 0, or the lowest value when
 * negative, to 1.2 times the 99.9th percentile.
 */
function fixedScale(frame: DecodedFrame, modality: string): readonly [number, number] {
  const { bitsStored, lowest, highest, values } = frame;
  if (bitsStored <= 8 || modalityGroup(modality) === 'XR') return [lowest, highest];
  if (isHounsfield(frame, modality)) return CT_SCALE;
  const sample = subsample(values);
  const p999 = percentileInPlace(sample, 0.999);
  const low = Math.min(
    0,
    sample.reduce((a, b) => Math.min(a, b)),
  );
  return [low, low + 1.2 * Math.max(p999 - low, 1e-3)];
}

/** Every n-th pixel in row order, so that 65,536 to 131,071 remain. */
function subsample(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / SUBSAMPLE));
  const sample = new Float32Array(Math.ceil(values.length / step));
  for (let index = 0; index < sample.length; index += 1) sample[index] = values[index * step] ?? 0;
  return sample;
}
