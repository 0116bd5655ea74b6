import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { measureBlocks } from './block-metrics.ts';
import { measureBorders } from './border-metrics.ts';
import { measureDenseObjects } from './dense-object-metrics.ts';
import { measureDirection } from './direction-metrics.ts';
import { measureExposure } from './exposure-metrics.ts';
import { modalityGroup } from './fixed-scale.ts';
import { measureGhosts } from './ghost-metrics.ts';
import { TILE, viewsOf } from './image-views.ts';
import { findLinePeak } from './line-peak.ts';
import { measureNoise } from './noise-metrics.ts';
import { measureSharpness } from './sharpness-metrics.ts';
import { findPlanePeak, meanTileSpectrum, measureSpectrum, TILE_RADII } from './spectrum-metrics.ts';

/** What else decides how an image is measured. */
export interface MeasureContext {
  /** Modality (0008,0060). */
  readonly modality: string;
}

/**
 * Every classic metric of one frame, in the order of `METRIC_NAMES`; equal to `measure` in native-models/training/metrics.py to
 * 1e-4.
 */
export function measureImage(frame: DecodedFrame, { modality }: MeasureContext): Float32Array {
  const views = viewsOf(frame, modality);
  const exposure = measureExposure(views);
  const { contrast } = exposure;
  const power = meanTileSpectrum(views);
  const rowPeak = findLinePeak(views, true);
  const columnPeak = findLinePeak(views, false);
  const plane = findPlanePeak(power, TILE_RADII, TILE, 0.1);
  const group = modalityGroup(modality);
  return Float32Array.from([
    ...exposure.metrics,
    ...measureNoise(views, contrast),
    ...measureSharpness(views, contrast),
    ...measureSpectrum(power),
    ...measureDirection(views, power),
    ...measureBlocks(views, contrast),
    rowPeak.peak,
    columnPeak.peak,
    (rowPeak.peak >= columnPeak.peak ? rowPeak : columnPeak).frequency,
    plane.peak,
    plane.frequency,
    ...measureGhosts(views),
    ...measureDenseObjects(views, contrast),
    ...measureBorders(views),
    Math.log2(frame.rows * frame.columns),
    Math.log2(frame.columns / frame.rows),
    Math.min(frame.bitsStored, 16),
    Number(group === 'XR'),
    Number(group === 'CT'),
    Number(group === 'MR'),
  ]);
}
