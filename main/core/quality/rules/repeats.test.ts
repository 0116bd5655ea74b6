import { describe, expect, it } from 'vitest';
import { findRepeats, type RepeatImage } from './repeats.ts';

const START_MS = Date.UTC(2026, 10, 24, 8);

function anImage(number: number, minutes: number, change: Partial<RepeatImage> = {}): RepeatImage {
  return {
    seriesInstanceUid: `1.2.${number}`,
    instanceNumber: number,
    pixelDataSha256: `hash of ${number}`,
    perceptualHash: 'ff00ff00ff00ff00',
    receivedAtMs: START_MS,
    facts: {
      modality: 'DX',
      bodyPart: 'CHEST',
      laterality: '',
      projection: 'PA',
      acquiredAtMs: START_MS + minutes * 60_000,
    },
    ...change,
  };
}

const said = (...images: readonly RepeatImage[]) =>
  findRepeats(images).map(({ type, reason }) => [type, reason]);

describe('an image of a view that was taken before', () => {
  it('is a repeat when it looks much alike, minutes later', () => {
    const alike = anImage(2, 3, { perceptualHash: 'ff00ff00ff00ff3f' });
    expect(said(alike, anImage(1, 0))).toEqual([
      ['repeat', 'Image 2 looks like a repeat of image 1, 3 minutes later.'],
    ]);
  });

  it('is a repeat without a word on when, where both have the same time', () => {
    expect(said(anImage(1, 0), anImage(2, 0))).toEqual([
      ['repeat', 'Image 2 looks like a repeat of image 1.'],
    ]);
  });

  it('is none when it looks otherwise, is another view, or comes an hour later', () => {
    const first = anImage(1, 0);
    expect(said(first, anImage(2, 3, { perceptualHash: '00ff00ff00ff00ff' }))).toEqual([]);
    expect(said(first, anImage(2, 3, { perceptualHash: null }))).toEqual([]);
    const lateral = anImage(2, 3);
    expect(said(first, { ...lateral, facts: { ...lateral.facts, projection: 'LATERAL' } })).toEqual([]);
    expect(said(first, anImage(2, 60))).toEqual([]);
  });

  it('is a copy when its pixels are the same, however much later', () => {
    expect(said(anImage(1, 0), anImage(2, 60, { pixelDataSha256: 'hash of 1' }))).toEqual([
      ['copy', 'Image 2 has the same pixels as image 1.'],
    ]);
  });

  it('is no repeat among the slices of a CT', () => {
    const slice = (number: number) => {
      const image = anImage(number, 0);
      return { ...image, facts: { ...image.facts, modality: 'CT' } };
    };
    expect(said(slice(1), slice(2))).toEqual([]);
  });
});
