import { describe, expect, it } from 'vitest';
import type { Grayscale } from '../metadata/grayscale.ts';
import { autoWindow, initialVoi } from './initial-voi.ts';

const plain: Grayscale = {
  modality: { kind: 'linear', slope: 1, intercept: 0 },
  windows: [],
  voiTable: null,
  isInverse: false,
};
const window = { center: 40, width: 80, voiFunction: 'LINEAR', explanation: 'BRAIN' } as const;
const table = { firstValue: 0, entries: Uint16Array.of(0, 255), bits: 8, explanation: '' };
const values = Uint16Array.from({ length: 1000 }, (_, index) => index);

describe('initialVoi', () => {
  it('takes the first window of the image', () => {
    const windows = [window, { ...window, center: 300, width: 1500 }];
    expect(initialVoi({ ...plain, windows, voiTable: table }, { padding: null }, values)).toMatchObject({
      kind: 'window',
      center: 40,
      width: 80,
    });
  });

  it('takes the VOI LUT when there is no window', () => {
    expect(initialVoi({ ...plain, voiTable: table }, { padding: null }, values)).toEqual({
      kind: 'table',
      table,
    });
  });

  it('covers the values of an image that says nothing', () => {
    expect(initialVoi(plain, { padding: null }, values)).toMatchObject({
      kind: 'window',
      center: 499.5,
      width: 989,
    });
  });
});

describe('autoWindow', () => {
  it('is not misled by a few hot pixels', () => {
    const hot = Uint16Array.from({ length: 10_000 }, (_, index) => (index < 20 ? 65_535 : index % 100));
    const { center, width } = autoWindow(plain, { padding: null }, hot);
    expect(center + width / 2).toBeLessThan(110);
  });

  it('leaves out the padding around a round picture', () => {
    const padded = Int16Array.from({ length: 1000 }, (_, index) => (index < 500 ? -2000 : index % 100));
    const { center, width } = autoWindow(plain, { padding: { low: -2000, high: -2000 } }, padded);
    expect(center - width / 2).toBeGreaterThanOrEqual(0);
  });

  it('speaks in values after the modality LUT', () => {
    const modality = { kind: 'linear', slope: 2, intercept: -1000 } as const;
    const { center } = autoWindow({ modality }, { padding: null }, values);
    expect(center).toBe(-1);
  });

  it('shows a nearly empty mask', () => {
    const mask = Uint8Array.from({ length: 10_000 }, (_, index) => (index < 10 ? 1 : 0));
    expect(autoWindow(plain, { padding: null }, mask)).toMatchObject({ center: 0.5, width: 1 });
  });

  it('has a width for an image of one value, and for one that is all padding', () => {
    expect(autoWindow(plain, { padding: null }, Uint8Array.of(5, 5)).width).toBeGreaterThan(0);
    expect(autoWindow(plain, { padding: { low: 5, high: 5 } }, Uint8Array.of(5, 5)).width).toBeGreaterThan(0);
  });
});
