import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { TILE_PIXELS, viewsOf } from '../metrics/image-views.ts';

/** Tiles that the quality model looks at. */
export const MODEL_TILES = 4;

/** The two images that the quality model sees beside the metrics, on the fixed scale 0 to 1. */
export interface QualityModelInput {
  /** 1 x 128 x 128: the whole frame. */
  readonly small: Float32Array;
  /** 4 x 64 x 64 at native resolution: the tiles with most structure, again from the first one where there are fewer. */
  readonly tiles: Float32Array;
}

/** Equals what `analyse` in native-models/training/metrics.py answers beside the metrics. */
export function toQualityModelInput(frame: DecodedFrame, modality: string): QualityModelInput {
  const views = viewsOf(frame, modality);
  const tiles = new Float32Array(MODEL_TILES * TILE_PIXELS);
  for (let place = 0; place < MODEL_TILES; place += 1) {
    const tile = views.activeTiles[place % views.activeTiles.length] ?? 0;
    tiles.set(views.tiles.subarray(tile * TILE_PIXELS, (tile + 1) * TILE_PIXELS), place * TILE_PIXELS);
  }
  return { small: Float32Array.from(views.small.values), tiles };
}
