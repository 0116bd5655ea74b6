import type { ImageDescription } from '../image-description.ts';

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

/** For each of `from` positions the one of `to` that it falls into; every one of `to` gets at least one when to <= from. */
export function toBins(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: from }, (_, index) => Math.floor((index * to) / from));
}
