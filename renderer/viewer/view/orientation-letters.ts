import type { Geometry, Vector } from '../metadata/geometry.ts';
import type { ViewTransform } from './view-transform.ts';

export interface OrientationLetters {
  readonly top: string;
  readonly right: string;
  readonly bottom: string;
  readonly left: string;
}

/** Directions of the patient's axes: +x is left, +y posterior, +z head (PS3.3 C.7.6.2.1.1). */
const axes = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;

/** Components below this share (about 14 degrees off) get no letter. */
const SMALLEST_SHARE = 0.25;

/** Letters at the four edges of the tile, as the image lies now. Null when the image does not say how it lies. */
export function orientationLetters(
  geometry: Pick<Geometry, 'rowDirection' | 'columnDirection'>,
  view: Pick<ViewTransform, 'rotationDegrees' | 'isFlippedHorizontally' | 'isFlippedVertically'>,
): OrientationLetters | null {
  const { rowDirection, columnDirection } = geometry;
  if (!rowDirection || !columnDirection) return null;
  const right = scaled(rowDirection, view.isFlippedHorizontally ? -1 : 1);
  const down = scaled(columnDirection, view.isFlippedVertically ? -1 : 1);
  // A clockwise turn carries what was on the right to the bottom.
  const turn = (view.rotationDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const toRight = plus(scaled(right, cos), scaled(down, -sin));
  const toBottom = plus(scaled(right, sin), scaled(down, cos));
  return {
    right: letters(toRight),
    left: letters(scaled(toRight, -1)),
    bottom: letters(toBottom),
    top: letters(scaled(toBottom, -1)),
  };
}

/** `A`, or `AR` for an oblique direction: the larger component first. */
function letters(direction: Vector): string {
  return direction
    .map((share, axis) => ({ share: Math.abs(share), letter: axes[axis]?.[share > 0 ? 0 : 1] ?? '' }))
    .filter(({ share }) => share >= SMALLEST_SHARE)
    .sort((a, b) => b.share - a.share)
    .map(({ letter }) => letter)
    .join('');
}

function scaled(vector: Vector, by: number): Vector {
  return [vector[0] * by, vector[1] * by, vector[2] * by];
}

function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
