import { describe, expect, it } from 'vitest';
import { drawColour, drawGray } from './display-table.ts';

const identity = { kind: 'linear', slope: 1, intercept: 0 } as const;
const window256 = { kind: 'window', center: 128, width: 256, voiFunction: 'LINEAR' } as const;

function levels(target: Uint32Array): number[] {
  return [...target].map((word) => word & 0xff);
}

describe('drawGray', () => {
  it('shows 0 to 255 as they are in the window 128/256', () => {
    const values = Uint8Array.of(0, 1, 127, 254, 255);
    const target = new Uint32Array(5);
    drawGray({ values, min: 0, max: 255 }, { modality: identity, voi: window256, isInverse: false }, target);
    expect(levels(target)).toEqual([0, 1, 127, 254, 255]);
  });

  it('shows low values bright when the image is MONOCHROME1', () => {
    const values = Uint8Array.of(0, 255);
    const target = new Uint32Array(2);
    drawGray({ values, min: 0, max: 255 }, { modality: identity, voi: window256, isInverse: true }, target);
    expect(levels(target)).toEqual([255, 0]);
  });

  it('applies slope and intercept before the window, also for negative stored values', () => {
    const values = Int16Array.of(-1000, -512, 0, 1000);
    const target = new Uint32Array(4);
    const modality = { kind: 'linear', slope: 2, intercept: 1024 } as const;
    const voi = { kind: 'window', center: 0.5, width: 2, voiFunction: 'LINEAR' } as const;
    drawGray({ values, min: -1000, max: 1000 }, { modality, voi, isInverse: false }, target);
    expect(levels(target)).toEqual([0, 128, 255, 255]);
  });

  it('draws floating point values, and what is no number as black', () => {
    const values = Float32Array.of(0, 0.5, 1, Number.NaN);
    const target = new Uint32Array(4);
    const voi = { kind: 'window', center: 0.5, width: 1, voiFunction: 'LINEAR_EXACT' } as const;
    drawGray({ values, min: 0, max: 1 }, { modality: identity, voi, isInverse: false }, target);
    expect(levels(target)).toEqual([0, 128, 255, 0]);
  });

  it('draws 32 bit values that span more than any table could hold', () => {
    const values = Uint32Array.of(0, 2_000_000_000, 4_000_000_000);
    const target = new Uint32Array(3);
    const voi = { kind: 'window', center: 2e9, width: 4e9, voiFunction: 'LINEAR_EXACT' } as const;
    drawGray({ values, min: 0, max: 4e9 }, { modality: identity, voi, isInverse: false }, target);
    expect(levels(target)).toEqual([0, 128, 255]);
  });

  it('makes every pixel opaque', () => {
    const target = new Uint32Array(1);
    drawGray(
      { values: Uint8Array.of(7), min: 7, max: 7 },
      { modality: identity, voi: window256, isInverse: false },
      target,
    );
    expect((target[0] ?? 0) >>> 24).toBe(255);
  });
});

describe('drawColour', () => {
  it('puts red, green, blue in the order of a canvas', () => {
    const target = new Uint32Array(1);
    drawColour(Uint8Array.of(1, 2, 3), false, target);
    expect([...new Uint8Array(target.buffer)]).toEqual([1, 2, 3, 255]);
  });

  it('inverts every channel when a person asks for it', () => {
    const target = new Uint32Array(1);
    drawColour(Uint8Array.of(0, 100, 255), true, target);
    expect([...new Uint8Array(target.buffer)]).toEqual([255, 155, 0, 255]);
  });
});
