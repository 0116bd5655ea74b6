import { describe, expect, it } from 'vitest';
import { anImage } from '../../../../test/support/an-image.ts';
import { chooseWindow, headerWindow, toDisplayValue } from './display-window.ts';

describe('toDisplayValue', () => {
  it.each([
    ['LINEAR', 40, 400, -160, 0],
    ['LINEAR', 40, 400, 239, 255],
    ['LINEAR', 40, 400, 39.5, 127.5],
    ['LINEAR', 10, 1, 9, 0],
    ['LINEAR', 10, 1, 10, 255],
    ['LINEAR', 0.5, 0.5, 0.5, 127.5],
    ['LINEAR_EXACT', 40, 400, -160, 0],
    ['LINEAR_EXACT', 40, 400, 140, 191.25],
    ['LINEAR_EXACT', 40, 400, 241, 255],
    ['SIGMOID', 40, 400, 40, 127.5],
  ] as const)(
    'maps with %s, center %d, width %d, the value %d to %d',
    (voiLutFunction, center, width, value, shown) => {
      expect(toDisplayValue(value, { center, width, voiLutFunction })).toBeCloseTo(shown, 6);
    },
  );
});

describe('chooseWindow', () => {
  const values = Float32Array.from({ length: 101 }, (_, index) => index);

  it('spans the values without their lowest and highest percent', () => {
    expect(chooseWindow(values, false)).toEqual({
      center: 50,
      width: 98,
      voiLutFunction: 'LINEAR_EXACT',
    });
  });

  it('spans all values when nearly all are the same', () => {
    const nearlyFlat = new Float32Array(1000).fill(5);
    nearlyFlat[0] = 9;
    expect(chooseWindow(nearlyFlat, false)).toMatchObject({ center: 7, width: 4 });
  });

  it('leaves padding out', () => {
    expect(chooseWindow(Float32Array.of(NaN, 1, 3, NaN), false)).toMatchObject({
      center: 2,
      width: 2,
    });
  });
});

describe('headerWindow', () => {
  it('is what the header says', () => {
    const image = anImage({ windowCenter: 3, windowWidth: 4, voiLutFunction: 'SIGMOID' });
    expect(headerWindow(image)).toEqual({ center: 3, width: 4, voiLutFunction: 'SIGMOID' });
  });

  it.each([[{}], [{ windowCenter: 3 }], [{ windowCenter: 3, windowWidth: 0 }]])(
    'is null for %j',
    (window) => {
      expect(headerWindow(anImage(window))).toBeNull();
    },
  );
});
