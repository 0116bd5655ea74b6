import { describe, expect, it } from 'vitest';
import {
  fitScale,
  imageToCanvas,
  mirrored,
  mirrorsOnScreen,
  panned,
  turnedRight,
  upright,
  zoomAround,
  type Matrix,
  type ViewTransform,
} from './view-transform.ts';

const canvas = { width: 1000, height: 800 };
const image = { width: 400, height: 200 };

function at([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}
function corner(view: ViewTransform, x: number, y: number): [number, number] {
  return at(imageToCanvas(canvas, image, 1, view), x, y);
}

describe('fitScale', () => {
  it.each([
    { turn: 0, aspect: 1, scale: 2.5, why: 'width decides' },
    { turn: 90, aspect: 1, scale: 2, why: 'turned, its width becomes the height' },
    { turn: 0, aspect: 4, scale: 1, why: 'tall pixels' },
  ])('is $scale when $why', ({ turn, aspect, scale }) => {
    expect(fitScale(canvas, image, aspect, turn)).toBe(scale);
  });
});

describe('imageToCanvas', () => {
  it('puts the middle of the image on the middle of the canvas', () => {
    expect(corner({ ...upright, scale: 2 }, 200, 100)).toEqual([500, 400]);
  });

  it('keeps whole px at 1:1 even when sizes are odd', () => {
    const [a, b, c, d, e, f] = imageToCanvas({ width: 1001, height: 801 }, image, 1, upright);
    expect([a, b, c, d]).toEqual([1, 0, -0, 1]);
    expect(Number.isInteger(e) && Number.isInteger(f)).toBe(true);
  });

  it('turns clockwise: the upper left corner goes to the upper right', () => {
    expect(corner({ ...upright, rotationDegrees: 90 }, 0, 0)).toEqual([600, 200]);
  });

  it('shows tall pixels tall', () => {
    const matrix = imageToCanvas(canvas, image, 2, upright);
    expect(at(matrix, 0, 200)[1] - at(matrix, 0, 0)[1]).toBe(400);
  });
});

describe('mirrored', () => {
  it.each([0, 90, 180, 270])(
    'changes left and right on the screen at a turn of %i degrees',
    (rotationDegrees) => {
      const view = { ...upright, rotationDegrees, offset: { x: 30, y: 10 } };
      const [x, y] = corner(view, 10, 20);
      expect(corner(mirrored(view, 'horizontal'), 10, 20)).toEqual([1000 - x, y]);
    },
  );

  it.each([0, 90, 180, 270])(
    'changes top and bottom on the screen at a turn of %i degrees',
    (rotationDegrees) => {
      const view = { ...upright, rotationDegrees };
      const [x, y] = corner(view, 10, 20);
      expect(corner(mirrored(view, 'vertical'), 10, 20)).toEqual([x, 800 - y]);
    },
  );

  it('is called by what is seen, also after a turn', () => {
    const view = mirrored(turnedRight(upright), 'horizontal');
    expect(mirrorsOnScreen(view)).toEqual({ horizontal: true, vertical: false });
    expect(mirrorsOnScreen(mirrored(upright, 'vertical'))).toEqual({ horizontal: false, vertical: true });
  });

  it('is undone by itself', () => {
    const view = { ...upright, rotationDegrees: 90, isFlippedVertically: true };
    expect(mirrored(mirrored(view, 'horizontal'), 'horizontal')).toMatchObject({
      isFlippedHorizontally: false,
      isFlippedVertically: true,
    });
  });
});

describe('turnedRight', () => {
  it('turns a mirrored picture to the right too', () => {
    const view = mirrored(upright, 'horizontal');
    const [x, y] = corner(view, 0, 0);
    // Around the middle of the canvas: (dx, dy) becomes (-dy, dx).
    expect(corner(turnedRight(view), 0, 0)).toEqual([500 - (y - 400), 400 + (x - 500)]);
  });

  it('is upright again after four times', () => {
    const view = { ...upright, offset: { x: 7, y: 3 } };
    const around = turnedRight(turnedRight(turnedRight(turnedRight(view))));
    expect(around.rotationDegrees).toBe(0);
    expect(around.offset.x).toBeCloseTo(7);
    expect(around.offset.y).toBeCloseTo(3);
  });
});

describe('zoomAround and panned', () => {
  it('keeps the point under the pointer in its place', () => {
    const pointer = { x: 120, y: -60 };
    const before = upright;
    const after = zoomAround(before, 3, pointer);
    const imagePoint = [pointer.x + 200, pointer.y + 100] as const; // at 1:1, from the middle
    const [x, y] = corner(after, ...imagePoint);
    expect([x, y]).toEqual([620, 340]);
  });

  it('moves by what the hand moved', () => {
    expect(panned(upright, { x: 5, y: -3 }).offset).toEqual({ x: 5, y: -3 });
  });
});
