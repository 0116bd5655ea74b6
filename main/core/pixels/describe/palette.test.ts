import { describe, expect, it } from 'vitest';
import { DicomJsonItem } from './dicom-json.ts';
import { readPalette } from './palette.ts';

const words = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
};

/** The same table for all three channels. */
function paletteOf(descriptor: readonly number[], data: Buffer, element: '12' | '12seg' = '12') {
  const attributes: Record<string, object> = {};
  for (const channel of [1, 2, 3]) {
    attributes[`0028110${channel}`] = { vr: 'US', Value: descriptor };
    attributes[element === '12' ? `0028120${channel}` : `0028122${channel}`] = {
      vr: 'OW',
      InlineBinary: data.toString('base64'),
    };
  }
  return readPalette(new DicomJsonItem(attributes));
}

describe('readPalette', () => {
  it.each([
    ['16-bit entries', [3, 0, 16], words(0, 0x8000, 0xff00), [0, 0x80, 0xff]],
    ['16 bits declared, 8 written', [3, 0, 16], words(0, 0x80, 0xff), [0, 0x80, 0xff]],
    ['8-bit entries, packed', [3, 0, 8], Buffer.from([1, 2, 3, 0]), [1, 2, 3]],
    ['8-bit entries, each in a word', [3, 0, 8], words(1, 2, 3), [1, 2, 3]],
  ])('reads %s', (_, descriptor, data, expected) => {
    expect([...(paletteOf(descriptor, data)?.red ?? [])]).toEqual(expected);
  });

  it('takes 0 entries for 65,536, which do not fit the field', () => {
    const palette = paletteOf(
      [0, -32768, 16],
      words(...Array.from({ length: 0x10000 }, (_, index) => index)),
    );
    expect(palette?.blue).toHaveLength(0x10000);
    expect(palette?.firstMapped).toBe(-32768);
  });

  it('expands segments: values, a ramp, and a copy of both', () => {
    const segments = words(0, 2, 0x0100, 0x0200, 1, 2, 0x0400, 2, 2, 0, 0);
    const palette = paletteOf([8, 0, 16], segments, '12seg');
    expect([...(palette?.green ?? [])]).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it('stops at a copy of a copy and at an offset outside', () => {
    const palette = paletteOf([4, 0, 16], words(0, 1, 0x0100, 2, 1, 6, 0, 2, 1, 0xffff, 0xffff), '12seg');
    expect(palette?.red).toHaveLength(4);
  });

  it('is undefined without data', () => {
    expect(readPalette(new DicomJsonItem({}))).toBeUndefined();
    expect(paletteOf([3, 0, 16], Buffer.alloc(0))).toBeUndefined();
  });
});
