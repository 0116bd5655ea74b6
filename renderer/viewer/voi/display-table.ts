import type { ModalityTransform } from '../metadata/grayscale.ts';
import { brightness, type Voi } from './presentation.ts';

/** Integer images with a wider span are drawn value by value. */
const MOST_ENTRIES = 0x20000;
const BLOCK = 16_384;

export interface GrayPixels {
  readonly values:
    | Uint8Array
    | Int8Array
    | Uint16Array
    | Int16Array
    | Uint32Array
    | Int32Array
    | Float32Array
    | Float64Array;
  readonly min: number;
  readonly max: number;
}

export interface GrayPresentation {
  readonly modality: ModalityTransform;
  readonly voi: Voi;
  /** Polarity of the image and the person's own invert together. */
  readonly isInverse: boolean;
}

/**
 * Writes one opaque gray RGBA pixel for each value. A table over the values that occur makes it one look-up a pixel.
 *
 * @param target as long as `pixels.values`
 */
export function drawGray(pixels: GrayPixels, presentation: GrayPresentation, target: Uint32Array): void {
  const { values, min, max } = pixels;
  const { modality, voi, isInverse } = presentation;
  const isInteger = !(values instanceof Float32Array || values instanceof Float64Array);
  if (isInteger && max - min < MOST_ENTRIES) {
    const table = new Uint32Array(max - min + 1);
    for (let index = 0; index < table.length; index++) {
      table[index] = opaqueGray(brightness(min + index, modality, voi, isInverse));
    }
    for (let from = 0; from < values.length; from += BLOCK) {
      lookUp(values, min, table, target, from, Math.min(values.length, from + BLOCK));
    }
    return;
  }
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    target[index] = opaqueGray(Number.isNaN(value) ? 0 : brightness(value, modality, voi, isInverse));
  }
}

/** A function of its own, called often: engines make that fast after a few blocks, also for the first picture. */
function lookUp(
  values: GrayPixels['values'],
  min: number,
  table: Uint32Array,
  target: Uint32Array,
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) target[index] = table[(values[index] ?? 0) - min] ?? 0;
}

/** RGBA bytes as one word of a little-endian machine; browsers run on no other. */
function opaqueGray(level: number): number {
  return (0xff000000 | (level << 16) | (level << 8) | level) >>> 0;
}

/** Colour images are shown as they are; only a person's own invert changes them. */
export function drawColour(rgb: Uint8Array, isInverted: boolean, target: Uint32Array): void {
  const flip = isInverted ? 0x00ffffff : 0;
  for (let pixel = 0, at = 0; pixel < target.length; pixel++, at += 3) {
    const word = 0xff000000 | ((rgb[at + 2] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at] ?? 0);
    target[pixel] = (word ^ flip) >>> 0;
  }
}
