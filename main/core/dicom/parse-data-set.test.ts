import { describe, expect, it } from 'vitest';
import {
  BIG_ENDIAN,
  delimiter,
  element,
  elementHeader,
  EXPLICIT,
  IMPLICIT,
  item,
  sequence,
  undefinedLengthItem,
  undefinedLengthSequence,
} from '../../../test/support/encode-data-set.ts';
import { AttributeReader } from './attribute-reader.ts';
import { parseDataSet } from './parse-data-set.ts';
import {
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from './transfer-syntax.ts';

const SYNTAXES = [
  { name: 'implicit', uid: IMPLICIT_VR_LITTLE_ENDIAN, encoding: IMPLICIT },
  { name: 'explicit', uid: EXPLICIT_VR_LITTLE_ENDIAN, encoding: EXPLICIT },
  { name: 'big endian', uid: EXPLICIT_VR_BIG_ENDIAN, encoding: BIG_ENDIAN },
];

function read(bytes: Buffer, uid: string): AttributeReader {
  const parsed = parseDataSet(bytes, uid);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return new AttributeReader(parsed.value);
}

describe('parseDataSet', () => {
  it.each(SYNTAXES)('reads text, numbers and nested items in $name', ({ uid, encoding }) => {
    const inner = element(0x00400007, 'LO', 'Step 1', encoding);
    const bytes = Buffer.concat([
      element(0x00100020, 'LO', 'P-1', encoding),
      element(0x00280010, 'US', 512, encoding),
      sequence(0x00400100, [item(inner, encoding)], encoding),
      undefinedLengthSequence(0x00400275, [undefinedLengthItem(inner, encoding)], encoding),
    ]);
    const reader = read(bytes, uid);
    expect(reader.text(0x00100020)).toBe('P-1');
    expect(reader.number(0x00280010)).toBe(512);
    expect(reader.items(0x00400100)[0]?.text(0x00400007)).toBe('Step 1');
    expect(reader.items(0x00400275)[0]?.text(0x00400007)).toBe('Step 1');
  });

  it('reads a list of UIDs of several megabytes whole', () => {
    const list = Array.from({ length: 200_000 }, (_, index) => `1.2.840.99.${index}`).join('\\');
    const value = Buffer.from(list.length % 2 === 0 ? list : `${list}\0`);
    const bytes = Buffer.concat([elementHeader(0x00080018, 'UI', value.length, IMPLICIT), value]);
    expect(read(bytes, IMPLICIT_VR_LITTLE_ENDIAN).codes(0x00080018)).toBe(list);
  });

  it('reads what is encoded in the other transfer syntax than was announced', () => {
    expect(read(element(0x00100020, 'LO', 'P-1'), IMPLICIT_VR_LITTLE_ENDIAN).text(0x00100020)).toBe('P-1');
  });

  it('gives an empty data set for no bytes', () => {
    const parsed = parseDataSet(Buffer.alloc(0), IMPLICIT_VR_LITTLE_ENDIAN);
    expect(parsed.ok && parsed.value.elements.size).toBe(0);
  });

  it('says that a data set is cut off', () => {
    const bytes = element(0x00100020, 'LO', 'P-1234').subarray(0, 10);
    expect(parseDataSet(bytes, EXPLICIT_VR_LITTLE_ENDIAN)).toMatchObject({
      ok: false,
      error: { kind: 'ended-early' },
    });
  });

  it('refuses sequences that are nested without end', () => {
    const bytes = Buffer.concat(
      Array.from({ length: 5_000 }, () => [
        elementHeader(0x00400100, 'SQ', 0xffffffff, EXPLICIT),
        delimiter(0xfffee000, 0xffffffff),
      ]).flat(),
    );
    expect(parseDataSet(bytes, EXPLICIT_VR_LITTLE_ENDIAN)).toMatchObject({
      ok: false,
      error: { kind: 'too-deep' },
    });
  });
});
