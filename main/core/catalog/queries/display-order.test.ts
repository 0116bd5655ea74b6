import { describe, expect, it } from 'vitest';
import { toSlicePlace } from '../writer/slice-geometry.ts';
import { inDisplayOrder } from './display-order.ts';

const AXIAL = [1, 0, 0, 0, 1, 0];
const CORONAL = [1, 0, 0, 0, 0, -1];

function image(
  name: string,
  instanceNumber: number | null,
  orientation: number[] | null,
  position: number[] | null,
) {
  const place = toSlicePlace(orientation, position);
  return {
    name,
    instance_number: instanceNumber,
    slice_position_mm: place?.positionMm ?? null,
    slice_normal: place?.normal ?? null,
  };
}

describe('inDisplayOrder', () => {
  const names = (...images: ReturnType<typeof image>[]) => inDisplayOrder(images).map((one) => one.name);

  it('follows the place in the stack, not the instance number', () => {
    expect(
      names(
        image('top', 1, AXIAL, [0, 0, 50]),
        image('low', 2, AXIAL, [0, 0, -10]),
        image('mid', 3, AXIAL, [5, 5, 20]),
      ),
    ).toEqual(['low', 'mid', 'top']);
  });

  it('follows the place along a normal that the device rounded differently from slice to slice', () => {
    expect(
      names(
        image('b', 1, [1, 0, 0, 0, 0.9999, 0.005], [0, 0, 2]),
        image('a', 2, [1, 0, 0, 0, 1, 0.004], [0, 0, 1]),
      ),
    ).toEqual(['a', 'b']);
  });

  it('follows the instance number when one image looks another way', () => {
    expect(names(image('b', 2, AXIAL, [0, 0, 1]), image('a', 1, CORONAL, [0, 0, 9]))).toEqual(['a', 'b']);
  });

  it('follows the instance number when one image has no place', () => {
    expect(names(image('b', 2, AXIAL, [0, 0, 1]), image('a', 1, null, null))).toEqual(['a', 'b']);
  });

  it('orders several images in one place by instance number', () => {
    expect(names(image('b', 8, AXIAL, [0, 0, 1]), image('a', 3, AXIAL, [0, 0, 1]))).toEqual(['a', 'b']);
  });

  it('keeps the order of arrival where nothing else is known, numbered images first', () => {
    expect(
      names(image('x', null, null, null), image('y', null, null, null), image('n', 4, null, null)),
    ).toEqual(['n', 'x', 'y']);
  });
});

describe('toSlicePlace', () => {
  it.each([
    { orientation: [1, 0, 0], position: [0, 0, 0], why: 'too few cosines' },
    { orientation: AXIAL, position: [0, 0], why: 'too few coordinates' },
    { orientation: [1, 0, 0, 1, 0, 0], position: [0, 0, 0], why: 'row and column are parallel' },
    { orientation: [Number.NaN, 0, 0, 0, 1, 0], position: [0, 0, 0], why: 'no numbers' },
  ])('gives no place for $why', ({ orientation, position }) => {
    expect(toSlicePlace(orientation, position)).toBeNull();
  });

  it('measures millimetres along the normal', () => {
    expect(toSlicePlace(CORONAL, [7, 30, 9])).toEqual({ positionMm: 30, normal: '[0,1,0]' });
  });
});
