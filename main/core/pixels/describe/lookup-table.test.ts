import { describe, expect, it } from 'vitest';
import { describeImage } from './describe-image.ts';

const us = (...Value: number[]) => ({ vr: 'US', Value });
const sq = (...Value: object[]) => ({ vr: 'SQ', Value });
const IMAGE = { '00280010': us(4), '00280011': us(4), '00280100': us(16) };
const aTable = (descriptor: readonly number[], data: object) => ({
  '00283002': us(...descriptor),
  '00283006': data,
});
const inline = (...bytes: number[]) => ({
  vr: 'OW',
  InlineBinary: Buffer.from(bytes).toString('base64'),
});

describe('a lookup table in the header', () => {
  it.each([
    [
      'words as numbers',
      aTable([3, 5, 12], us(1, 2, 4095)),
      { firstMapped: 5, bits: 12, entries: [1, 2, 4095] },
    ],
    [
      'words as bytes',
      aTable([2, 0, 16], inline(1, 0, 0, 255)),
      { firstMapped: 0, bits: 16, entries: [1, 0xff00] },
    ],
    [
      'packed bytes',
      aTable([4, 0, 8], inline(1, 2, 3, 4)),
      { firstMapped: 0, bits: 8, entries: [1, 2, 3, 4] },
    ],
  ])('is read from %s', (_, table, expected) => {
    const entries = Uint16Array.from(expected.entries);
    const image = describeImage({ ...IMAGE, '00283000': sq(table), '00283010': sq(table) });
    expect(image).toMatchObject({ modalityLut: { ...expected, entries }, voiLut: { ...expected, entries } });
  });

  it('begins below zero for signed pixels, also where that was written without its sign', () => {
    const metadata = { ...IMAGE, '00280103': us(1), '00283000': sq(aTable([2, 0xfffe, 16], us(1, 2))) };
    expect(describeImage(metadata)?.modalityLut?.firstMapped).toBe(-2);
  });

  it('has 65,536 entries where it says none', () => {
    const data = { vr: 'OW', InlineBinary: Buffer.alloc(0x20000, 1).toString('base64') };
    const metadata = { ...IMAGE, '00283010': sq(aTable([0, 0, 16], data)) };
    expect(describeImage(metadata)?.voiLut?.entries).toHaveLength(0x10000);
  });

  it.each([
    ['without data', { '00283002': us(3, 0, 12) }],
    ['without a descriptor', { '00283006': us(1, 2) }],
    ['of 32 bits', aTable([1, 0, 32], us(1))],
  ])('is left out %s, and the window of its output with it', (_, table) => {
    const window = { '00281050': us(1), '00281051': us(2) };
    const image = describeImage({ ...IMAGE, ...window, '00283000': sq(table), '00283010': sq(table) });
    expect(image?.modalityLut).toBeUndefined();
    expect(image?.voiLut).toBeUndefined();
    expect(image?.windowCenter).toBeUndefined();
  });
});
