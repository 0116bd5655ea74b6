import { TILE, TILE_PIXELS, type ImageViews } from './image-views.ts';
import { EPSILON, log10 } from './logarithm.ts';
import { percentileInPlace } from './order-statistics.ts';

const INNER = TILE - 2;
/** Pixels over which blur is tried (Crete 2007). */
const BLUR_LENGTH = 9;

/** `localContrastLog` to `blurEffectY`: central differences over 2, 4, 8 and 16 pixels of the active tiles, relative to R. */
export function measureSharpness(views: ImageViews, contrast: number): readonly number[] {
  const { tileDeviations } = views;
  const gradients = gradientFacts(views);
  const [s1, s2, s4, s8] = [1, 2, 4, 8].map((width) => meanSquareStep(views, width)) as [
    number,
    number,
    number,
    number,
  ];
  const squared = gradients.meanSquare * gradients.meanSquare;
  return [
    log10(percentileInPlace(tileDeviations.slice(), 0.5) / contrast),
    ...[0.5, 0.9, 0.99].map((fraction) => log10(percentileInPlace(gradients.sizes, fraction) / contrast)),
    Math.log10(gradients.meanFourth / (squared + 1e-16) + EPSILON),
    log10(Math.sqrt(gradients.meanSquareLaplacian) / contrast),
    Math.log10(s2 / s1),
    Math.log10(s4 / s2),
    Math.log10(s8 / s4),
    blurEffect(views, TILE, 1),
    blurEffect(views, 1, TILE),
  ];
}

function gradientFacts({ tiles, activeTiles }: ImageViews) {
  const sizes = new Float64Array(activeTiles.length * INNER * INNER);
  let squares = 0;
  let fourths = 0;
  let laplacians = 0;
  let next = 0;
  for (const tile of activeTiles) {
    for (let row = 1; row <= INNER; row += 1) {
      for (let column = 1; column <= INNER; column += 1) {
        const index = tile * TILE_PIXELS + row * TILE + column;
        const up = tiles[index - TILE] ?? 0;
        const down = tiles[index + TILE] ?? 0;
        const left = tiles[index - 1] ?? 0;
        const right = tiles[index + 1] ?? 0;
        const gx = (right - left) / 2;
        const gy = (down - up) / 2;
        const square = gx * gx + gy * gy;
        const laplacian = up + down + left + right - 4 * (tiles[index] ?? 0);
        sizes[next] = Math.sqrt(square);
        squares += square;
        fourths += square * square;
        laplacians += laplacian * laplacian;
        next += 1;
      }
    }
  }
  return {
    sizes,
    meanSquare: squares / next,
    meanFourth: fourths / next,
    meanSquareLaplacian: laplacians / next,
  };
}

/** Mean square of the difference over 2 `width` pixels along rows plus that along columns, at the same centres for every width. */
function meanSquareStep({ tiles, activeTiles }: ImageViews, width: number): number {
  let sum = 0;
  for (const tile of activeTiles) {
    for (let row = 8; row < TILE - 8; row += 1) {
      for (let column = 8; column < TILE - 8; column += 1) {
        const index = tile * TILE_PIXELS + row * TILE + column;
        const across = (tiles[index + width] ?? 0) - (tiles[index - width] ?? 0);
        const down = (tiles[index + width * TILE] ?? 0) - (tiles[index - width * TILE] ?? 0);
        sum += across * across + down * down;
      }
    }
  }
  return sum / (activeTiles.length * (TILE - 16) ** 2) + 1e-12;
}

/** Loss of differences between neighbours after a mean of 9 along a line (Crete 2007): 0 is blurred already, 1 is sharp. */
function blurEffect({ tiles, activeTiles }: ImageViews, lineStep: number, step: number): number {
  const sums = new Float64Array(TILE + 1);
  let before = 0;
  let lost = 0;
  for (const tile of activeTiles) {
    for (let line = 0; line < TILE; line += 1) {
      const start = tile * TILE_PIXELS + line * lineStep;
      for (let place = 0; place < TILE; place += 1) {
        sums[place + 1] = (sums[place] ?? 0) + (tiles[start + place * step] ?? 0);
      }
      for (let place = 0; place < TILE - BLUR_LENGTH; place += 1) {
        const sharp = Math.abs(
          (tiles[start + (place + 5) * step] ?? 0) - (tiles[start + (place + 4) * step] ?? 0),
        );
        const next = ((sums[place + 10] ?? 0) - (sums[place + 1] ?? 0)) / BLUR_LENGTH;
        const smooth = ((sums[place + 9] ?? 0) - (sums[place] ?? 0)) / BLUR_LENGTH;
        before += sharp;
        lost += Math.max(sharp - Math.abs(next - smooth), 0);
      }
    }
  }
  return lost / (before + 1e-9);
}
