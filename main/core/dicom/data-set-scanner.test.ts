import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  BIG_ENDIAN,
  delimiter,
  element,
  elementHeader,
  encapsulatedPixelData,
  EXPLICIT,
  IMPLICIT,
  item,
  sequence,
  undefinedLengthItem,
  undefinedLengthSequence,
} from '../../../test/support/encode-data-set.ts';
import {
  DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from './transfer-syntax.ts';

import { outline, scanBytes } from '../../../test/support/scan-bytes.ts';

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const UNDEFINED_LENGTH = 0xffffffff;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a data set in each native encoding', () => {
  const rows = [
    { name: 'Explicit VR Little Endian', encoding: EXPLICIT, syntax: EXPLICIT_VR_LITTLE_ENDIAN },
    { name: 'Implicit VR Little Endian', encoding: IMPLICIT, syntax: IMPLICIT_VR_LITTLE_ENDIAN },
    { name: 'Explicit VR Big Endian', encoding: BIG_ENDIAN, syntax: EXPLICIT_VR_BIG_ENDIAN },
  ];
  it.each(rows)('gives header, pixel data and hashes in $name', ({ encoding, syntax }) => {
    const pixels = Buffer.from('pixel values');
    const bytes = Buffer.concat([
      element(0x00080060, 'CS', 'CT', encoding),
      sequence(0x00081140, [item(element(0x00081155, 'UI', '1.2', encoding), encoding)], encoding),
      undefinedLengthSequence(
        0x00081115,
        [undefinedLengthItem(element(0x0020000e, 'UI', '1.3', encoding), encoding)],
        encoding,
      ),
      element(0x00280010, 'US', 3, encoding),
      element(0x7fe00010, 'OW', pixels, encoding),
      element(0xfffcfffc, 'OB', Buffer.alloc(6), encoding),
    ]);
    const scanned = scanBytes(bytes, syntax);
    expect(outline(scanned.header)).toEqual([
      ['80060', 'CS', 'CT'],
      ['81140', 'SQ', [[['81155', 'UI', '1.2\0']]]],
      ['81115', 'SQ', [[['20000e', 'UI', '1.3\0']]]],
      ['280010', 'US', encoding.isBigEndian ? '\0\x03' : '\x03\0'],
      ['7fe00010', 'OW', null],
      ['fffcfffc', 'OB', '\0\0\0\0\0\0'],
    ]);
    expect(scanned).toMatchObject({
      byteLength: bytes.length,
      dataSetSha256: sha256(bytes),
      pixelData: { valueOffset: bytes.indexOf(pixels), length: pixels.length, isEncapsulated: false },
      problem: null,
    });
  });

  it('reads a deflated one through its inflation, and hashes what came over the wire', () => {
    const pixels = Buffer.alloc(300_000, 'abcdefg');
    const inflated = Buffer.concat([element(0x00080060, 'CS', 'CT'), element(0x7fe00010, 'OW', pixels)]);
    const deflated = deflateRawSync(inflated);
    const scanned = scanBytes(
      [deflated.subarray(0, 7), deflated.subarray(7)],
      DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    );
    expect(scanned).toMatchObject({
      byteLength: deflated.length,
      dataSetSha256: sha256(deflated),
      problem: null,
    });
    expect(outline(scanned.header)[0]).toEqual(['80060', 'CS', 'CT']);
  });

  it('says so when a deflated data set is cut short or is not deflated', () => {
    const deflated = deflateRawSync(element(0x00104000, 'LT', 'a'.repeat(3_000)));
    const cut = deflated.subarray(0, deflated.length - 4);
    expect(scanBytes(cut, DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).problem?.kind).toBe('ended-early');
    const plain = Buffer.alloc(200, 0xff);
    expect(scanBytes(plain, DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).problem?.kind).toBe('malformed');
  });
});

describe('encapsulated pixel data', () => {
  const fragments = [Buffer.from('\xff\xd8\xff\xe0first', 'latin1'), Buffer.from('2nd.'), Buffer.alloc(0)];

  it('has its fragments noted with place, length and first bytes', () => {
    const bytes = Buffer.concat([element(0x00280008, 'IS', '2'), encapsulatedPixelData(fragments, [0, 18])]);
    const { pixelData, problem } = scanBytes(bytes, JPEG_BASELINE);
    const table = pixelData?.fragments;
    expect(problem).toBeNull();
    expect(pixelData).toMatchObject({ isEncapsulated: true, length: null, vr: 'OB' });
    expect([...(table?.basicOffsetTable ?? [])]).toEqual([0, 18]);
    expect([...(table?.lengths ?? [])]).toEqual([9, 4, 0]);
    const texts = [...(table?.offsets ?? [])].map((at, i) =>
      bytes.toString('latin1', at, at + (table?.lengths[i] ?? 0)),
    );
    expect(texts).toEqual(fragments.map((fragment) => fragment.toString('latin1')));
    expect(Buffer.from(table?.heads ?? []).toString('latin1')).toBe(
      '\xff\xd8\xff\xe0firs2nd.\0\0\0\0\0\0\0\0\0\0\0\0',
    );
  });

  it('of an icon is passed over without taking it for that of the image', () => {
    const icon = undefinedLengthItem(encapsulatedPixelData(fragments));
    const bytes = Buffer.concat([
      undefinedLengthSequence(0x00880200, [icon]),
      encapsulatedPixelData([Buffer.from('real')]),
    ]);
    const { pixelData, problem } = scanBytes(bytes, JPEG_BASELINE);
    expect(problem).toBeNull();
    expect(pixelData?.fragments?.count).toBe(1);
  });
});

describe('limits', () => {
  it('leaves long values out and keeps offset tables', () => {
    const bytes = Buffer.concat([
      element(0x00104000, 'UT', 'x'.repeat(200)),
      element(0x7fe00001, 'OV', Buffer.alloc(160)),
    ]);
    const { header } = scanBytes(bytes, JPEG_BASELINE, { maxValueBytes: 100 });
    expect(header.elements.get(0x00104000)).toMatchObject({ value: null, length: 200 });
    expect(header.elements.get(0x7fe00001)?.value?.length).toBe(160);
  });

  it('keeps the patient when a huge sequence has used up the memory for the header', () => {
    const items = Array.from({ length: 500 }, () => item(element(0x00081155, 'UI', '1.2.3.4')));
    const bytes = Buffer.concat([sequence(0x00081140, items), element(0x00100020, 'LO', 'ID')]);
    const { header, problem } = scanBytes(bytes, EXPLICIT_VR_LITTLE_ENDIAN, { maxHeaderBytes: 20_000 });
    expect(problem?.kind).toBe('header-too-large');
    expect(header.elements.get(0x00081140)?.items?.length).toBeLessThan(500);
    expect(header.elements.get(0x00100020)?.value?.toString()).toBe('ID');
  });

  it('does not follow a hundred thousand nested sequences', () => {
    const level = Buffer.concat([
      elementHeader(0x00081140, 'SQ', UNDEFINED_LENGTH),
      delimiter(0xfffee000, UNDEFINED_LENGTH),
    ]);
    const { problem } = scanBytes(Buffer.concat(Array.from({ length: 100_000 }, () => level)));
    expect(problem?.kind).toBe('too-deep');
  });
});
