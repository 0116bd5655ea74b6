import { describe, expect, it } from 'vitest';
import { AttributeReader } from './attribute-reader.ts';
import { characterEncoderFor } from './charset/text-encoder.ts';
import { encodeDataSet, type WritableElement } from './data-set-writer.ts';
import { parseDataSet } from './parse-data-set.ts';
import {
  DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from './transfer-syntax.ts';

function readBack(bytes: Buffer, transferSyntaxUid: string): AttributeReader {
  const parsed = parseDataSet(bytes, transferSyntaxUid);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return new AttributeReader(parsed.value);
}

const ELEMENTS: readonly WritableElement[] = [
  { tag: 0x00200013, vr: 'IS', value: '7' },
  { tag: 0x00080061, vr: 'CS', value: 'CT\\MR' },
  { tag: 0x00100010, vr: 'PN', value: 'Doe^Jane' },
  { tag: 0x0020000d, vr: 'UI', value: '1.2.3' },
  { tag: 0x00280010, vr: 'US', value: [512] },
  { tag: 0x00280103, vr: 'US', value: 1 }, // signed: Implicit VR knows SS from US by it
  { tag: 0x00280106, vr: 'SS', value: -3 },
  { tag: 0x00189073, vr: 'FD', value: 0.25 },
  { tag: 0x00281201, vr: 'OW', value: Buffer.of(1, 2, 3, 4) },
  {
    tag: 0x00400275,
    vr: 'SQ',
    items: [
      [
        { tag: 0x00401001, vr: 'SH', value: 'RP1' },
        { tag: 0x00400009, vr: 'SH', value: '' },
      ],
      [],
    ],
  },
];

describe('DataSetWriter', () => {
  it.each([
    IMPLICIT_VR_LITTLE_ENDIAN,
    EXPLICIT_VR_LITTLE_ENDIAN,
    EXPLICIT_VR_BIG_ENDIAN,
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
  ])('writes what is read again in %s, tags rising', (syntax) => {
    const bytes = encodeDataSet(ELEMENTS, syntax);
    const parsed = parseDataSet(bytes, syntax);
    if (!parsed.ok) throw new Error(parsed.error.detail);
    const tags = [...parsed.value.elements.keys()];
    expect(tags).toEqual(ELEMENTS.map(({ tag }) => tag).sort((a, b) => a - b));
    const reader = readBack(bytes, syntax);
    expect(reader.codes(0x00080061)).toBe('CT\\MR');
    expect(reader.number(0x00200013)).toBe(7);
    expect(reader.numbers(0x00280010)).toEqual([512]);
    expect(reader.number(0x00280106)).toBe(-3);
    expect(reader.number(0x00189073)).toBe(0.25);
    const items = reader.items(0x00400275);
    expect(items).toHaveLength(2);
    expect(items[0]?.text(0x00401001)).toBe('RP1');
  });

  it('pads UIDs with a NUL and text with a space', () => {
    const bytes = encodeDataSet(
      [
        { tag: 0x0020000d, vr: 'UI', value: '1.2' },
        { tag: 0x00200010, vr: 'SH', value: 'abc' },
      ],
      EXPLICIT_VR_LITTLE_ENDIAN,
    );
    expect(bytes.toString('latin1')).toBe(' \0\r\0UI\x04\x001.2\0 \0\x10\0SH\x04\0abc ');
  });

  it('turns the words of a value round for big endian', () => {
    const bytes = encodeDataSet(
      [{ tag: 0x00281201, vr: 'OW', value: Buffer.of(1, 2, 3, 4) }],
      EXPLICIT_VR_BIG_ENDIAN,
    );
    expect([...bytes.subarray(-4)]).toEqual([2, 1, 4, 3]);
  });

  it('names no character set for ASCII that was asked for without one', () => {
    expect(
      readBack(encodeDataSet(ELEMENTS, '1.2.840.10008.1.2'), '1.2.840.10008.1.2').codes(0x00080005),
    ).toBe('');
  });

  it.each([
    { asked: 'ISO_IR 100', name: 'Größe^Änne', written: 'ISO_IR 100' },
    { asked: 'ISO_IR 100', name: 'Müller^Łukasz', written: 'ISO_IR 192' },
    { asked: '', name: 'Größe^Änne', written: 'ISO_IR 192' },
    { asked: '\\ISO 2022 IR 87', name: 'Yamada=山田^太郎', written: '\\ISO 2022 IR 87' },
    { asked: 'ISO_IR 999', name: 'Größe', written: 'ISO_IR 192' },
  ])('answers one who asked in "$asked" with "$name" in "$written"', ({ asked, name, written }) => {
    const options = { encoder: characterEncoderFor(asked) };
    const bytes = encodeDataSet(
      [{ tag: 0x00100010, vr: 'PN', value: name }],
      EXPLICIT_VR_LITTLE_ENDIAN,
      options,
    );
    const reader = readBack(bytes, EXPLICIT_VR_LITTLE_ENDIAN);
    expect(reader.codes(0x00080005)).toBe(written);
    const { alphabetic, ideographic } = reader.personName(0x00100010);
    expect([alphabetic, ideographic].filter((group) => group !== '').join('=')).toBe(name);
  });

  it('writes a value that is too long for its length field as UN', () => {
    const bytes = encodeDataSet(
      [
        { tag: 0x00080018, vr: 'UI', value: '1'.repeat(70_000) },
        { tag: 0x00100020, vr: 'LO', value: 'behind' },
      ],
      EXPLICIT_VR_LITTLE_ENDIAN,
    );
    expect(bytes.toString('latin1', 4, 6)).toBe('UN');
    const reader = readBack(bytes, EXPLICIT_VR_LITTLE_ENDIAN);
    expect(reader.codes(0x00080018)).toHaveLength(70_000);
    expect(reader.text(0x00100020)).toBe('behind');
  });
});
