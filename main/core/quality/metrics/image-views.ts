import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { toFixedScale } from './fixed-scale.ts';
import { rectangleMeans, type Plane } from './plane.ts';

/** Rows and columns of a tile. */
export const TILE = 64;
export const TILE_PIXELS = TILE * TILE;
/** Rows and columns of the small view. */
export const SMALL = 128;
const MAX_TILES_PER_AXIS = 10;
const MAX_ACTIVE_TILES = 40;
const COARSE_SIDE = 512;

/** What metrics and the quality model look at, all on the fixed scale 0 to 1. */
export interface ImageViews {
  readonly rows: number;
  readonly columns: number;
  /** The whole image, row by row. */
  readonly levels: Float32Array;
  /** Up to 10 x 10 squares of 64 x 64 pixels at native resolution, one after the other. */
  readonly tiles: Float64Array;
  readonly tileCount: number;
  /** Upper left corner of each tile, row and column in turn. */
  readonly tileOrigins: Int32Array;
  readonly tileMeans: Float64Array;
  readonly tileDeviations: Float64Array;
  /** Indexes of the half with most structure, most first; at least one and at most 40. */
  readonly activeTiles: Int32Array;
  /** Averaged over f x f pixels so that no side exceeds 512. */
  readonly coarse: Plane;
  /** `coarse` averaged to 128 x 128, whatever its shape. */
  readonly small: Plane;
}

const made = new WeakMap<DecodedFrame, { readonly modality: string; readonly views: ImageViews }>();

/** The views of a frame; made once, however many ask for them. */
export function viewsOf(frame: DecodedFrame, modality: string): ImageViews {
  const known = made.get(frame);
  if (known?.modality === modality) return known.views;
  const views = makeViews(frame, modality);
  made.set(frame, { modality, views });
  return views;
}

function makeViews(frame: DecodedFrame, modality: string): ImageViews {
  const { rows, columns } = frame;
  const levels = toFixedScale(frame, modality);
  const rowOrigins = tileOrigins(Math.max(rows, TILE));
  const columnOrigins = tileOrigins(Math.max(columns, TILE));
  const tileCount = rowOrigins.length * columnOrigins.length;
  const origins = Int32Array.from(
    rowOrigins.flatMap((row) => columnOrigins.flatMap((column) => [row, column])),
  );
  const tiles = new Float64Array(tileCount * TILE_PIXELS);
  const means = new Float64Array(tileCount);
  const deviations = new Float64Array(tileCount);
  for (let tile = 0; tile < tileCount; tile += 1) {
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < TILE_PIXELS; index += 1) {
      // Where the image is smaller than a tile, its last row and column are repeated.
      const row = Math.min((origins[tile * 2] ?? 0) + (index >> 6), rows - 1);
      const column = Math.min((origins[tile * 2 + 1] ?? 0) + (index & 63), columns - 1);
      const level = levels[row * columns + column] ?? 0;
      tiles[tile * TILE_PIXELS + index] = level;
      sum += level;
      squares += level * level;
    }
    const mean = sum / TILE_PIXELS;
    means[tile] = mean;
    deviations[tile] = Math.sqrt(Math.max(squares / TILE_PIXELS - mean * mean, 0));
  }
  const coarse = coarseOf(levels, rows, columns);
  return {
    rows,
    columns,
    levels,
    tiles,
    tileCount,
    tileOrigins: origins,
    tileMeans: means,
    tileDeviations: deviations,
    activeTiles: mostStructured(deviations),
    coarse,
    small: smallOf(coarse),
  };
}

/** First row (or column) of each tile; multiples of 8, so that blocks of JPEG lie alike in all; evenly spread. */
function tileOrigins(length: number): readonly number[] {
  const count = Math.min(Math.max(Math.floor(length / TILE), 1), MAX_TILES_PER_AXIS);
  const room = Math.max(length - TILE, 0);
  const toBlock = (origin: number) => Math.floor(origin / 8) * 8;
  if (count === 1) return [toBlock(Math.floor(room / 2))];
  return Array.from({ length: count }, (_, index) => toBlock(Math.floor((room * index) / (count - 1))));
}

/** By standard deviation in steps of 1e-6; ties keep their order. */
function mostStructured(deviations: Float64Array): Int32Array {
  const rounded = deviations.map((deviation) => Math.floor(deviation * 1e6 + 0.5));
  const order = Array.from(rounded.keys()).sort((a, b) => (rounded[b] ?? 0) - (rounded[a] ?? 0));
  const count = Math.min(Math.max(Math.floor((deviations.length + 1) / 2), 1), MAX_ACTIVE_TILES);
  return Int32Array.from(order.slice(0, count));
}

/** Mean over f x f pixels, f the least integer with which no side exceeds 512; what is left at the right and bottom is dropped. */
function coarseOf(levels: Float32Array, rows: number, columns: number): Plane {
  const wanted = Math.max(1, Math.ceil(Math.max(rows, columns) / COARSE_SIDE));
  const factor = Math.min(wanted, rows, columns);
  const coarseRows = Math.floor(rows / factor);
  const coarseColumns = Math.floor(columns / factor);
  const values = new Float64Array(coarseRows * coarseColumns);
  for (let row = 0; row < coarseRows * factor; row += 1) {
    const target = Math.floor(row / factor) * coarseColumns;
    let source = row * columns;
    for (let column = 0; column < coarseColumns; column += 1) {
      let sum = 0;
      for (let step = 0; step < factor; step += 1) sum += levels[source + step] ?? 0;
      source += factor;
      values[target + column] = (values[target + column] ?? 0) + sum;
    }
  }
  const area = factor * factor;
  for (let index = 0; index < values.length; index += 1) values[index] = (values[index] ?? 0) / area;
  return { rows: coarseRows, columns: coarseColumns, values };
}

/** Mean over the cells of a 128 x 128 net; a cell spans at least one row and column. */
function smallOf(coarse: Plane): Plane {
  const starts = (length: number) =>
    Int32Array.from({ length: SMALL }, (_, index) => Math.floor((length * index) / SMALL));
  const ends = (length: number) =>
    starts(length).map((start, index) => Math.max(Math.floor((length * (index + 1)) / SMALL), start + 1));
  const { rows, columns } = coarse;
  return rectangleMeans(coarse, starts(rows), ends(rows), starts(columns), ends(columns));
}
