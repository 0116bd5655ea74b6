import { describe, expect, it } from 'vitest';
import { chooseWindow } from './display-window.ts';

describe('chooseWindow', () => {
  const values = Float32Array.from({ length: 101 }, (_, index) => index);

  it('spans the values without their lowest and highest percent', () => {
    expect(chooseWindow(values, false)).toEqual({
      kind: 'window',
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
