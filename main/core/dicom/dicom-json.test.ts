import { describe, expect, it } from 'vitest';
import {
  BIG_ENDIAN,
  element,
  encapsulatedPixelData,
  item,
  sequence,
} from '../../../test/support/encode-data-set.ts';
import { scanBytes } from '../../../test/support/scan-bytes.ts';
import { toDicomJson } from './dicom-json.ts';
import { EXPLICIT_VR_BIG_ENDIAN } from './transfer-syntax.ts';

const jsonOf = (...elements: readonly Buffer[]) => toDicomJson(scanBytes(Buffer.concat(elements)));
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('metadata in JSON', () => {
  const rows: readonly { why: string; bytes: Buffer; tag: string; expected: unknown }[] = [
    {
      why: 'a code',
      bytes: element(0x00080060, 'CS', 'CT'),
      tag: '00080060',
      expected: { vr: 'CS', Value: ['CT'] },
    },
    {
      why: 'several values, one of them empty',
      bytes: element(0x00080008, 'CS', 'ORIGINAL\\\\AXIAL'),
      tag: '00080008',
      expected: { vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] },
    },
    { why: 'an empty value', bytes: element(0x00100020, 'LO', ''), tag: '00100020', expected: { vr: 'LO' } },
    { why: 'blanks only', bytes: element(0x00100020, 'LO', '  '), tag: '00100020', expected: { vr: 'LO' } },
    {
      why: 'a UID without its padding',
      bytes: element(0x00080018, 'UI', '1.2.3'),
      tag: '00080018',
      expected: { vr: 'UI', Value: ['1.2.3'] },
    },
    {
      why: 'decimal strings as numbers, and as written when they are none',
      bytes: element(0x00281050, 'DS', '40.50\\-1e2\\1,5\\ '),
      tag: '00281050',
      expected: { vr: 'DS', Value: [40.5, -100, '1,5', null] },
    },
    {
      why: 'integer strings',
      bytes: element(0x00200013, 'IS', '+007'),
      tag: '00200013',
      expected: { vr: 'IS', Value: [7] },
    },
    {
      why: 'binary numbers',
      bytes: element(0x00280010, 'US', 512),
      tag: '00280010',
      expected: { vr: 'US', Value: [512] },
    },
    {
      why: 'a double that JSON cannot say',
      bytes: element(0x00189087, 'FD', Buffer.from('000000000000f07f000000000000f87f', 'hex')),
      tag: '00189087',
      expected: { vr: 'FD', Value: ['inf', 'NaN'] },
    },
    {
      why: 'a long number as text when it is too long',
      bytes: element(0x00080700, 'UV', Buffer.from('0100000000000000ffffffffffffffff', 'hex')),
      tag: '00080700',
      expected: { vr: 'UV', Value: [1, '18446744073709551615'] },
    },
    {
      why: 'tags',
      bytes: element(0x00280009, 'AT', Buffer.from('180063105400a010', 'hex')),
      tag: '00280009',
      expected: { vr: 'AT', Value: ['00181063', '005410A0'] },
    },
    {
      why: 'text with its line ends, backslash and leading blank',
      bytes: element(0x00104000, 'LT', ' a\\b\r\nc '),
      tag: '00104000',
      expected: { vr: 'LT', Value: [' a\\b\r\nc'] },
    },
    {
      why: 'a name in its groups',
      bytes: element(0x00100010, 'PN', 'Doe^J==x'),
      tag: '00100010',
      expected: { vr: 'PN', Value: [{ Alphabetic: 'Doe^J', Phonetic: 'x' }] },
    },
    { why: 'an empty name', bytes: element(0x00100010, 'PN', '^^'), tag: '00100010', expected: { vr: 'PN' } },
    {
      why: 'short binary values',
      bytes: element(0x00091001, 'OB', Buffer.from([1, 2, 255])),
      tag: '00091001',
      expected: { vr: 'OB', InlineBinary: 'AQL/' },
    },
    { why: 'an empty sequence', bytes: sequence(0x00081140, []), tag: '00081140', expected: { vr: 'SQ' } },
    {
      why: 'a sequence',
      bytes: sequence(0x00081140, [item(element(0x00081155, 'UI', '1.2')), item(Buffer.alloc(0))]),
      tag: '00081140',
      expected: { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2'] } }, {}] },
    },
    {
      why: 'pixel data by where its frames are',
      bytes: element(0x7fe00010, 'OW', Buffer.alloc(4)),
      tag: '7FE00010',
      expected: { vr: 'OW', BulkDataURI: 'frames' },
    },
    {
      why: 'encapsulated pixel data likewise',
      bytes: encapsulatedPixelData([Buffer.alloc(4)]),
      tag: '7FE00010',
      expected: { vr: 'OB', BulkDataURI: 'frames' },
    },
    {
      why: 'a long lookup table inline, because an image cannot be drawn without it',
      bytes: element(0x00281201, 'OW', Buffer.alloc(2_000)),
      tag: '00281201',
      expected: { vr: 'OW', InlineBinary: Buffer.alloc(2_000).toString('base64') },
    },
  ];
  it.each(rows)('has $why', ({ bytes, tag, expected }) => {
    expect(jsonOf(bytes)).toEqual({ [tag]: expected });
  });

  it('does not take the pixels of an icon for those of the image', () => {
    const icon = (pixels: Buffer) => sequence(0x00880200, [item(pixels)]);
    expect(jsonOf(icon(encapsulatedPixelData([Buffer.alloc(4)])))).toEqual({
      '00880200': { vr: 'SQ', Value: [{}] },
    });
    expect(jsonOf(icon(element(0x7fe00010, 'OB', Buffer.from([1, 2]))))).toEqual({
      '00880200': { vr: 'SQ', Value: [{ '7FE00010': { vr: 'OB', InlineBinary: 'AQI=' } }] },
    });
  });

  it('leaves out group lengths, padding, and long binary values', () => {
    const json = jsonOf(
      element(0x00080000, 'UL', 10),
      element(0x00091001, 'OB', Buffer.alloc(2_000)),
      element(0xfffcfffc, 'OB', Buffer.alloc(4)),
    );
    expect(json).toEqual({});
  });

  it('is UTF-8 and says so; items have the character set of their data set unless they name one', () => {
    const name = (text: string) => element(0x00081070, 'PN', latin1(text));
    const json = jsonOf(
      element(0x00080005, 'CS', 'ISO_IR 100'),
      sequence(0x00081111, [
        item(name('J\xe9')),
        item(Buffer.concat([element(0x00080005, 'CS', 'ISO_IR 144'), name('\xbb')])),
      ]),
    );
    expect(json).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00081111': {
        vr: 'SQ',
        Value: [
          { '00081070': { vr: 'PN', Value: [{ Alphabetic: 'Jé' }] } },
          {
            '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
            '00081070': { vr: 'PN', Value: [{ Alphabetic: 'Л' }] },
          },
        ],
      },
    });
  });

  it('has the bytes of a big endian data set turned round', () => {
    const bytes = Buffer.concat([
      element(0x00280010, 'US', 512, BIG_ENDIAN),
      element(0x00280009, 'AT', Buffer.from('00181063', 'hex'), BIG_ENDIAN),
      element(0x00281201, 'OW', Buffer.from([1, 2, 3, 4]), BIG_ENDIAN),
      element(0x00291001, 'OB', Buffer.from([1, 2]), BIG_ENDIAN),
    ]);
    expect(toDicomJson(scanBytes(bytes, EXPLICIT_VR_BIG_ENDIAN))).toEqual({
      '00280010': { vr: 'US', Value: [512] },
      '00280009': { vr: 'AT', Value: ['00181063'] },
      '00281201': { vr: 'OW', InlineBinary: Buffer.from([2, 1, 4, 3]).toString('base64') },
      '00291001': { vr: 'OB', InlineBinary: Buffer.from([1, 2]).toString('base64') },
    });
  });
});
