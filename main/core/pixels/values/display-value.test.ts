import { describe, expect, it } from 'vitest';
import { anImage } from '../../../../test/support/an-image.ts';
import { toDisplayValue, toWindowedValue, voiOf } from './display-value.ts';

describe('toWindowedValue', () => {
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
      expect(toWindowedValue(value, { center, width, voiLutFunction })).toBeCloseTo(shown, 6);
    },
  );
});

describe('toDisplayValue', () => {
  it('goes through a table, whose ends hold for what lies outside', () => {
    const table = { firstMapped: 100, bits: 12, entries: Uint16Array.of(0, 4095, 819) };
    const shown = [99, 100, 101, 102, 103].map((value) => toDisplayValue(value, { kind: 'table', table }));
    expect(shown).toEqual([0, 0, 255, 51, 51]);
  });
});

describe('voiOf', () => {
  it('is what the header says', () => {
    const image = anImage({ windowCenter: 3, windowWidth: 4, voiLutFunction: 'SIGMOID' });
    expect(voiOf(image)).toEqual({ kind: 'window', center: 3, width: 4, voiLutFunction: 'SIGMOID' });
  });

  it('is the table where there are both', () => {
    const voiLut = { firstMapped: 0, bits: 8, entries: Uint16Array.of(1) };
    expect(voiOf(anImage({ windowCenter: 3, windowWidth: 4, voiLut }))).toEqual({
      kind: 'table',
      table: voiLut,
    });
  });

  it.each([[{}], [{ windowCenter: 3 }], [{ windowCenter: 3, windowWidth: 0 }]])(
    'is null for %j',
    (window) => {
      expect(voiOf(anImage(window))).toBeNull();
    },
  );
});
