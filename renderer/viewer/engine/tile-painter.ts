import type { Types } from '@cornerstonejs/core';
import { drawColour, drawGray } from '../voi/display-table.ts';
import type { Voi } from '../voi/presentation.ts';
import { imageToCanvas, type Matrix, type ViewTransform } from '../view/view-transform.ts';
import { frameOfImage, type LoadedFrame } from './loaded-frame.ts';

export interface TilePresentation {
  readonly view: ViewTransform;
  /** Null for colour. */
  readonly voi: Voi | null;
  /** A person's invert, on top of the polarity of the image. */
  readonly isInverted: boolean;
}

const painters = new WeakMap<HTMLCanvasElement, TilePainter>();

export function painterOf(canvas: HTMLCanvasElement | undefined): TilePainter | undefined {
  return canvas && painters.get(canvas);
}

/** Draws the frames of one tile: values to brightness first, only when they changed, then the place on the canvas. */
export class TilePainter {
  readonly #presentation: () => TilePresentation;
  readonly #onPaint: (frame: LoadedFrame) => void;
  readonly #picture = document.createElement('canvas');
  #pictureData: ImageData | undefined;
  #drawn: { readonly frame: LoadedFrame; readonly voi: Voi | null; readonly isInverted: boolean } | undefined;
  #element: Types.CPUFallbackEnabledElement | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    presentation: () => TilePresentation,
    onPaint: (frame: LoadedFrame) => void,
  ) {
    this.#presentation = presentation;
    this.#onPaint = onPaint;
    painters.set(canvas, this);
  }

  paint(element: Types.CPUFallbackEnabledElement): void {
    this.#element = element;
    const { canvas, image, transform } = element;
    const frame = image && frameOfImage(image);
    const context = canvas?.getContext('2d');
    if (!canvas || !frame || !context) return;
    const { view, voi, isInverted } = this.#presentation();
    this.#drawPicture(frame, voi, isInverted);
    const size = { width: frame.pixels.columns, height: frame.pixels.rows };
    const matrix = imageToCanvas(canvas, size, frame.description.geometry.pixelAspect, view);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(...matrix);
    smooth(context, matrix);
    context.drawImage(this.#picture, 0, 0);
    // Cornerstone converts between image and canvas with this matrix.
    transform?.reset();
    transform?.multiply([...matrix]);
    this.#onPaint(frame);
  }

  /** At once, before the browser shows a canvas that a new size has emptied. */
  repaint(): void {
    if (this.#element) this.paint(this.#element);
  }

  #drawPicture(frame: LoadedFrame, voi: Voi | null, isInverted: boolean): void {
    if (this.#drawn?.frame === frame && this.#drawn.voi === voi && this.#drawn.isInverted === isInverted)
      return;
    const { rows, columns } = frame.pixels;
    // Written by the CPU on every change: a canvas in main memory saves the way to the GPU and back.
    const context = this.#picture.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('this browser gives no 2D canvas');
    if (!this.#pictureData || this.#picture.width !== columns || this.#picture.height !== rows) {
      this.#picture.width = columns;
      this.#picture.height = rows;
      this.#pictureData = context.createImageData(columns, rows);
    }
    const target = new Uint32Array(this.#pictureData.data.buffer);
    if (frame.pixels.kind === 'gray' && voi) {
      const { modality, isInverse } = frame.description.grayscale;
      drawGray(frame.pixels, { modality, voi, isInverse: isInverse !== isInverted }, target);
    } else if (frame.pixels.kind === 'colour') {
      drawColour(frame.pixels.rgb, isInverted, target);
    }
    context.putImageData(this.#pictureData, 0, 0);
    this.#drawn = { frame, voi, isInverted };
  }
}

/** Pixel for pixel at 1:1; else smooth, with averages where pixels must be left out. */
function smooth(context: CanvasRenderingContext2D, [a, b, c, d]: Matrix): void {
  const isExact = [a, b, c, d].every(Number.isInteger) && Math.abs(a * d - b * c) === 1;
  context.imageSmoothingEnabled = !isExact;
  context.imageSmoothingQuality = Math.hypot(a, b) < 1 ? 'medium' : 'low';
}
