/** How an image lies on the canvas. Lengths in device px. */
export interface ViewTransform {
  /** Canvas px per column of the image, before the pixel's shape. */
  readonly scale: number;
  /** From the middle of the canvas to the middle of the image. */
  readonly offset: { readonly x: number; readonly y: number };
  /** Clockwise, after the flips. */
  readonly rotationDegrees: number;
  readonly isFlippedHorizontally: boolean;
  readonly isFlippedVertically: boolean;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `[a, b, c, d, e, f]` as Canvas 2D takes it. */
export type Matrix = readonly [number, number, number, number, number, number];

export const upright: ViewTransform = {
  scale: 1,
  offset: { x: 0, y: 0 },
  rotationDegrees: 0,
  isFlippedHorizontally: false,
  isFlippedVertically: false,
};

/** Scale at which the whole image is just seen. */
export function fitScale(canvas: Size, image: Size, pixelAspect: number, rotationDegrees: number): number {
  const shown = { width: image.width, height: image.height * pixelAspect };
  const isTurned = rotationDegrees % 180 !== 0;
  const [width, height] = isTurned ? [shown.height, shown.width] : [shown.width, shown.height];
  return Math.min(canvas.width / width, canvas.height / height);
}

/** From image px to canvas px. The offset lands on whole px, so that an image at 1:1 is drawn without blur. */
export function imageToCanvas(canvas: Size, image: Size, pixelAspect: number, view: ViewTransform): Matrix {
  const turn = (view.rotationDegrees * Math.PI) / 180;
  const cos = exact(Math.cos(turn));
  const sin = exact(Math.sin(turn));
  const scaleX = view.scale * (view.isFlippedHorizontally ? -1 : 1);
  const scaleY = view.scale * pixelAspect * (view.isFlippedVertically ? -1 : 1);
  const [a, b, c, d] = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY];
  const e = canvas.width / 2 + view.offset.x - (a * image.width) / 2 - (c * image.height) / 2;
  const f = canvas.height / 2 + view.offset.y - (b * image.width) / 2 - (d * image.height) / 2;
  return [a, b, c, d, Math.round(e), Math.round(f)];
}

/** The same point of the image stays under `at` (from the middle of the canvas) while the scale changes. */
export function zoomAround(
  view: ViewTransform,
  factor: number,
  at: { readonly x: number; readonly y: number },
): ViewTransform {
  return {
    ...view,
    scale: view.scale * factor,
    offset: {
      x: at.x + (view.offset.x - at.x) * factor,
      y: at.y + (view.offset.y - at.y) * factor,
    },
  };
}

export function panned(view: ViewTransform, by: { readonly x: number; readonly y: number }): ViewTransform {
  return { ...view, offset: { x: view.offset.x + by.x, y: view.offset.y + by.y } };
}

/** A quarter turn to the right of what is on the screen. */
export function turnedRight(view: ViewTransform): ViewTransform {
  return {
    ...view,
    rotationDegrees: (view.rotationDegrees + 90) % 360,
    offset: { x: -view.offset.y, y: view.offset.x },
  };
}

/** Mirrors what is on the screen, whatever its turn: left and right, or top and bottom, change places. */
export function mirrored(view: ViewTransform, axis: 'horizontal' | 'vertical'): ViewTransform {
  const isTurned = view.rotationDegrees % 180 !== 0;
  const flipsColumns = (axis === 'horizontal') !== isTurned;
  return {
    ...view,
    isFlippedHorizontally: view.isFlippedHorizontally !== flipsColumns,
    isFlippedVertically: view.isFlippedVertically === flipsColumns,
    offset:
      axis === 'horizontal'
        ? { x: -view.offset.x, y: view.offset.y }
        : { x: view.offset.x, y: -view.offset.y },
  };
}

/** Which mirrors are on, as they are seen on the screen: a quarter turn swaps what was rows and columns. */
export function mirrorsOnScreen(view: ViewTransform): {
  readonly horizontal: boolean;
  readonly vertical: boolean;
} {
  const [horizontal, vertical] = [view.isFlippedHorizontally, view.isFlippedVertically];
  return view.rotationDegrees % 180 === 0
    ? { horizontal, vertical }
    : { horizontal: vertical, vertical: horizontal };
}

/** Quarter turns are exact. */
function exact(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : Math.abs(Math.abs(value) - 1) < 1e-12 ? Math.sign(value) : value;
}
