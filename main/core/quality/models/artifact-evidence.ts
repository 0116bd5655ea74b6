import type { ArtifactType } from '../../catalog/quality-record.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { bodyAtSides, SIDES, type Side } from '../metrics/border-metrics.ts';
import { denseLimit } from '../metrics/dense-object-metrics.ts';
import { tileTensor } from '../metrics/direction-metrics.ts';
import { TILE, viewsOf, type ImageViews } from '../metrics/image-views.ts';
import { METRIC_NAMES } from '../metrics/metric-names.ts';
import { tileSigmas } from '../metrics/noise-metrics.ts';
import { percentileInPlace } from '../metrics/order-statistics.ts';

/** Rectangle in fractions of the image: 0, 0 is the upper left corner, 1, 1 the lower right one. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ArtifactEvidence {
  /** Where each shows, if it does; none for what is everywhere or in no place. */
  readonly regions: Partial<Record<ArtifactType, Region>>;
  /** Direction of motion and of grid lines, 0 to the right, 90 down. */
  readonly directionsDegrees: Partial<Record<ArtifactType, number>>;
}

/** Depth of the strip that shows a side on which anatomy is cut off. */
const STRIP = 0.06;
/** At least this share of a strip is body before that side is shown. */
const LEAST_BODY = 0.2;
/** Levels that count as clipped, on the scale 0 to 1. */
const WHITE = 0.99;
const BLACK = 0.01;
/** A clipped part smaller or larger than this says nothing about a place. */
const LEAST_PART = 0.002;
const MOST_PART = 0.9;
/** A tile is shown as the noisiest only when it stands out this much from the middle one. */
const STANDS_OUT = 1.5;

/** Where a person should look, from the pixels: the model says what, not where. */
export function findEvidence(frame: DecodedFrame, metrics: Float32Array, modality: string): ArtifactEvidence {
  const views = viewsOf(frame, modality);
  const { limit } = denseLimit(views.coarse, views.small);
  const regions: Partial<Record<ArtifactType, Region | null>> = {
    truncation: cutSide(views),
    metal: boxOf(views, (level) => level >= limit),
    overexposure: boxOf(views, (level) => level >= WHITE),
    underexposure: boxOf(views, (level) => level <= BLACK),
    noise: noisiestTile(views),
  };
  return {
    regions: Object.fromEntries(Object.entries(regions).filter(([, region]) => region !== null)),
    directionsDegrees: { motion: smearDirection(views), grid: lineDirection(metrics) },
  };
}

/** The side with most body in its strip. */
function cutSide(views: ImageViews): Region | null {
  const shares = bodyAtSides(views);
  const most = Math.max(...shares);
  const side = SIDES[shares.indexOf(most)];
  return most < LEAST_BODY || side === undefined ? null : STRIPS[side];
}

const STRIPS: Readonly<Record<Side, Region>> = {
  top: { x: 0, y: 0, width: 1, height: STRIP },
  bottom: { x: 0, y: 1 - STRIP, width: 1, height: STRIP },
  left: { x: 0, y: 0, width: STRIP, height: 1 },
  right: { x: 1 - STRIP, y: 0, width: STRIP, height: 1 },
};

/** Smallest rectangle around what is so, in the coarse view. */
function boxOf({ coarse }: ImageViews, isSo: (level: number) => boolean): Region | null {
  const { rows, columns, values } = coarse;
  let [top, left, bottom, right, count] = [rows, columns, -1, -1, 0];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (!isSo(values[row * columns + column] ?? 0)) continue;
      count += 1;
      top = Math.min(top, row);
      bottom = row;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  const share = count / values.length;
  if (count === 0 || share < LEAST_PART || share > MOST_PART) return null;
  return {
    x: left / columns,
    y: top / rows,
    width: (right + 1 - left) / columns,
    height: (bottom + 1 - top) / rows,
  };
}

function noisiestTile(views: ImageViews): Region | null {
  const sigmas = tileSigmas(views);
  const most = sigmas.reduce((a, b) => Math.max(a, b), 0);
  const worst = sigmas.indexOf(most);
  if (most < STANDS_OUT * percentileInPlace(sigmas, 0.5)) return null;
  const { rows, columns, tileOrigins } = views;
  return {
    x: (tileOrigins[worst * 2 + 1] ?? 0) / columns,
    y: (tileOrigins[worst * 2] ?? 0) / rows,
    width: Math.min(TILE / columns, 1),
    height: Math.min(TILE / rows, 1),
  };
}

/** A smear takes away the changes along it: across the main direction of the gradients (structure tensor). */
function smearDirection(views: ImageViews): number {
  const { xx, yy, xy } = tileTensor(views);
  const acrossDegrees = (0.5 * Math.atan2(2 * xy, xx - yy) * 180) / Math.PI;
  return Math.round((acrossDegrees + 90 + 180) % 180);
}

/** A pattern along rows is made of lines that run down. */
function lineDirection(metrics: Float32Array): number {
  const valueOf = (name: (typeof METRIC_NAMES)[number]) => metrics[METRIC_NAMES.indexOf(name)] ?? 0;
  return valueOf('linePeakRows') >= valueOf('linePeakColumns') ? 90 : 0;
}
