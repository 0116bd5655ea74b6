import type { ImageDescription } from '../../pixels/image-description.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Fits an image into a square without enlarging it; pixels that are not square are shrunk along their shorter side. */
export function fitPicture(image: ImageDescription, maxSidePx: number): PictureSize {
  const heightToWidth = image.pixelHeightToWidth ?? 1;
  const shownWidth = heightToWidth > 1 ? image.columns / heightToWidth : image.columns;
  const shownHeight = heightToWidth < 1 ? image.rows * heightToWidth : image.rows;
  const scale = Math.min(1, maxSidePx / Math.max(shownWidth, shownHeight));
  return {
    width: Math.max(1, Math.round(shownWidth * scale)),
    height: Math.max(1, Math.round(shownHeight * scale)),
  };
}

/** Where the `to` equal parts of `from` positions begin, and behind them the end; none is empty when to <= from. */
export function toEdges(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to + 1 }, (_, part) => Math.ceil((part * from) / to));
}
