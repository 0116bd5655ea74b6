import { imageToCanvas, type Size, type ViewTransform } from '../view/view-transform.ts';

/** In fractions of the image: 0, 0 is the upper left corner. */
export interface FractionBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** On the screen, in CSS px from the upper left corner of the tile. */
export interface ScreenBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How fractions of an image come to the screen: its matrix, sized for a picture of 1 by 1. */
export interface Placement {
  /** In CSS px. */
  readonly tile: Size;
  readonly toScreen: readonly [number, number, number, number, number, number];
}

export const wholeImage: FractionBox = { x: 0, y: 0, width: 1, height: 1 };

/** @param tile in CSS px; @param devicePixelRatio device px per CSS px, in which the view counts */
export function placeInTile(
  tile: Size,
  image: Size,
  pixelAspect: number,
  view: ViewTransform,
  devicePixelRatio: number,
): Placement {
  const canvas = {
    width: Math.round(tile.width * devicePixelRatio),
    height: Math.round(tile.height * devicePixelRatio),
  };
  const [a, b, c, d, e, f] = imageToCanvas(canvas, image, pixelAspect, view);
  const r = devicePixelRatio;
  return {
    tile,
    toScreen: [
      (a * image.width) / r,
      (b * image.width) / r,
      (c * image.height) / r,
      (d * image.height) / r,
      e / r,
      f / r,
    ],
  };
}

/** An image that is shown whole in the middle of a box (CSS `object-fit: contain`). */
export function placeContained(tile: Size, image: Size): Placement {
  const scale = Math.min(tile.width / image.width, tile.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  return { tile, toScreen: [width, 0, 0, height, (tile.width - width) / 2, (tile.height - height) / 2] };
}

/** The box around a region once the picture is turned and mirrored; quarter turns leave it exact. */
export function boxOnScreen({ x, y, width, height }: FractionBox, { toScreen }: Placement): ScreenBox {
  const [a, b, c, d, e, f] = toScreen;
  const corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ] as const;
  const xs = corners.map(([u, v]) => a * u + c * v + e);
  const ys = corners.map(([u, v]) => b * u + d * v + f);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

/** Where a direction in the image points on the screen, in degrees: 0 to the right, 90 down. */
export function directionOnScreen(degrees: number, { toScreen }: Placement): number {
  const [a, b, c, d] = toScreen;
  const lengthX = Math.hypot(a, b);
  const lengthY = Math.hypot(c, d);
  if (lengthX === 0 || lengthY === 0) return degrees;
  const x = Math.cos((degrees * Math.PI) / 180);
  const y = Math.sin((degrees * Math.PI) / 180);
  const turned = Math.atan2((b / lengthX) * x + (d / lengthY) * y, (a / lengthX) * x + (c / lengthY) * y);
  return (turned * 180) / Math.PI;
}

const LONGEST_ARM_PX = 24;
/** Part of an edge that one arm may cover: the middle stays free. */
const ARM_SHARE = 0.3;

/** Corner brackets as the `d` of an SVG path. */
export function bracketPath({ left, top, right, bottom }: ScreenBox): string {
  const x = Math.min(LONGEST_ARM_PX, (right - left) * ARM_SHARE);
  const y = Math.min(LONGEST_ARM_PX, (bottom - top) * ARM_SHARE);
  return [
    `M${px(left)} ${px(top + y)}V${px(top)}H${px(left + x)}`,
    `M${px(right - x)} ${px(top)}H${px(right)}V${px(top + y)}`,
    `M${px(right)} ${px(bottom - y)}V${px(bottom)}H${px(right - x)}`,
    `M${px(left + x)} ${px(bottom)}H${px(left)}V${px(bottom - y)}`,
  ].join('');
}

/** The part of a box that a tile shows, a little inside its edges; null when it lies outside. */
export function withinTile(box: ScreenBox, tile: Size, insetPx: number): ScreenBox | null {
  const seen = {
    left: Math.max(box.left, insetPx),
    top: Math.max(box.top, insetPx),
    right: Math.min(box.right, tile.width - insetPx),
    bottom: Math.min(box.bottom, tile.height - insetPx),
  };
  return seen.right - seen.left < 8 || seen.bottom - seen.top < 8 ? null : seen;
}

function px(value: number): string {
  return value.toFixed(1).replace('.0', '');
}
