import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { crop, difference, readPng, readPnm, type Picture } from './compare-images.ts';

function gray(width: number, ...samples: number[]): Picture {
  return { width, height: samples.length / width, channels: 1, samples: Uint8Array.from(samples) };
}

describe('readPnm', () => {
  it('reads a gray picture with a comment in its head', () => {
    const file = Buffer.concat([Buffer.from('P5\n# made by hand\n2 2\n255\n'), Buffer.from([1, 2, 3, 4])]);
    expect(readPnm(file)).toEqual(gray(2, 1, 2, 3, 4));
  });

  it('reads a coloured picture', () => {
    const file = Buffer.concat([Buffer.from('P6\n1 1\n255\n'), Buffer.from([9, 8, 7])]);
    expect(readPnm(file)).toMatchObject({ channels: 3, width: 1, height: 1 });
  });

  it.each(['P5\n2 2\n255\n\x01', 'P5\n1 1\n65535\n\x01\x01', 'BM'])('refuses what it cannot read', (text) => {
    expect(() => readPnm(Buffer.from(text, 'latin1'))).toThrow();
  });
});

describe('readPng', () => {
  it('leaves transparency out', () => {
    const data = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255);
    const picture = readPng(encode({ width: 2, height: 1, channels: 4, data }));
    expect([...picture.samples]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('difference', () => {
  it('is nothing for equal pictures', () => {
    expect(difference(gray(2, 1, 2), gray(2, 1, 2))).toEqual({ mean: 0, largest: 0, shareAboveTwo: 0 });
  });

  it('tells a shift of everything from one bad pixel', () => {
    expect(difference(gray(2, 10, 20), gray(2, 12, 22))).toEqual({ mean: 2, largest: 2, shareAboveTwo: 0 });
    expect(difference(gray(2, 10, 20), gray(2, 10, 24))).toEqual({ mean: 2, largest: 4, shareAboveTwo: 0.5 });
  });

  it('compares a gray picture with the same one in colour', () => {
    const coloured: Picture = { width: 1, height: 1, channels: 3, samples: Uint8Array.of(7, 7, 10) };
    expect(difference(gray(1, 7), coloured)).toMatchObject({ mean: 1, largest: 3 });
  });

  it('refuses pictures of different sizes', () => {
    expect(() => difference(gray(2, 1, 2), gray(1, 1, 2))).toThrow('2 x 1 and 1 x 2');
  });
});

describe('crop', () => {
  it('takes the area', () => {
    expect(crop(gray(3, 1, 2, 3, 4, 5, 6, 7, 8, 9), { x: 1, y: 1, width: 2, height: 2 })).toEqual(
      gray(2, 5, 6, 8, 9),
    );
  });
});
