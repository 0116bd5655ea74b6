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
} from '../../../../test/support/encode-data-set.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from '../transfer-syntax.ts';

import { outline, scanBytes } from '../../../../test/support/scan-bytes.ts';

const UNDEFINED_LENGTH = 0xffffffff;

describe('odd data sets as real devices send them', () => {
  const rows: readonly {
    why: string;
    bytes: Buffer;
    syntax?: string;
    header: readonly unknown[];
    problem: string | null;
  }[] = [
    {
      why: 'UN of undefined length holds Implicit VR (PS3.5 section 6.2.2)',
      bytes: undefinedLengthSequence(
        0x00091001,
        [undefinedLengthItem(element(0x00100010, 'PN', 'Doe^J', IMPLICIT))],
        EXPLICIT,
        'UN',
      ),
      header: [['91001', 'UN', [[['100010', 'PN', 'Doe^J ']]]]],
      problem: null,
    },
    {
      why: 'some write Explicit VR there all the same',
      bytes: undefinedLengthSequence(0x00091001, [item(element(0x00100010, 'PN', 'Doe^J'))], EXPLICIT, 'UN'),
      header: [['91001', 'UN', [[['100010', 'PN', 'Doe^J ']]]]],
      problem: null,
    },
    {
      why: 'a relay without dictionary marked a known sequence UN with its length',
      bytes: element(0x00081140, 'UN', item(element(0x00081155, 'UI', '1.2', IMPLICIT))),
      header: [['81140', 'SQ', [[['81155', 'UI', '1.2\0']]]]],
      problem: null,
    },
    {
      why: 'a known attribute marked UN keeps the VR of the dictionary',
      bytes: element(0x00100020, 'UN', Buffer.from('ID')),
      header: [['100020', 'LO', 'ID']],
      problem: null,
    },
    {
      why: 'a VR that nobody registered has a 16-bit length when that is how it adds up',
      bytes: Buffer.concat([element(0x00100020, 'ZZ', 'ID'), element(0x00100040, 'CS', 'M')]),
      header: [
        ['100020', 'LO', 'ID'],
        ['100040', 'CS', 'M '],
      ],
      problem: 'malformed',
    },
    {
      why: 'a writer fell back to Implicit VR in the middle',
      bytes: Buffer.concat([element(0x00080060, 'CS', 'CT'), element(0x00100020, 'LO', 'ID', IMPLICIT)]),
      header: [
        ['80060', 'CS', 'CT'],
        ['100020', 'LO', 'ID'],
      ],
      problem: 'malformed',
    },
    {
      why: 'the wrong transfer syntax was announced: explicit for implicit',
      bytes: element(0x00080060, 'CS', 'CT'),
      syntax: IMPLICIT_VR_LITTLE_ENDIAN,
      header: [['80060', 'CS', 'CT']],
      problem: 'malformed',
    },
    {
      why: 'the wrong byte order was announced',
      bytes: element(0x00080060, 'CS', 'CT', BIG_ENDIAN),
      header: [['80060', 'CS', 'CT']],
      problem: 'malformed',
    },
    {
      why: 'group lengths and odd lengths are kept as they are',
      bytes: Buffer.concat([element(0x00080000, 'UL', 99), element(0x00100020, 'LO', Buffer.from('odd'))]),
      header: [
        ['80000', 'UL', 'c\0\0\0'],
        ['100020', 'LO', 'odd'],
      ],
      problem: null,
    },
    {
      why: 'a delimiter follows a sequence that has a length',
      bytes: Buffer.concat([
        undefinedLengthSequence(0x00081115, [
          undefinedLengthItem(
            Buffer.concat([
              sequence(0x00081140, [item(element(0x00081155, 'UI', '1.2'))]),
              delimiter(0xfffee0dd, 0),
              element(0x0020000e, 'UI', '1.3'),
            ]),
          ),
        ]),
      ]),
      header: [
        [
          '81115',
          'SQ',
          [
            [
              ['81140', 'SQ', [[['81155', 'UI', '1.2\0']]]],
              ['20000e', 'UI', '1.3\0'],
            ],
          ],
        ],
      ],
      problem: null,
    },
    {
      why: 'an item lacks its delimiter before the next',
      bytes: undefinedLengthSequence(0x00081140, [
        delimiter(0xfffee000, UNDEFINED_LENGTH),
        element(0x00081155, 'UI', '1.2'),
        undefinedLengthItem(element(0x00081155, 'UI', '1.4')),
      ]),
      header: [['81140', 'SQ', [[['81155', 'UI', '1.2\0']], [['81155', 'UI', '1.4\0']]]]],
      problem: 'malformed',
    },
    {
      why: 'a sequence of known length holds garbage, and what follows is still read',
      bytes: Buffer.concat([
        element(0x00081140, 'SQ', Buffer.from('garbage here')),
        element(0x00100020, 'LO', 'ID'),
      ]),
      header: [
        ['81140', 'SQ', []],
        ['100020', 'LO', 'ID'],
      ],
      problem: 'malformed',
    },
    {
      why: 'the file system padded the end with zeros',
      bytes: Buffer.concat([element(0x00100020, 'LO', 'ID'), Buffer.alloc(40)]),
      header: [['100020', 'LO', 'ID']],
      problem: 'malformed',
    },
    {
      why: 'an attribute comes twice: the first counts',
      bytes: Buffer.concat([element(0x00100020, 'LO', 'ID'), element(0x00100020, 'LO', 'XX')]),
      header: [['100020', 'LO', 'ID']],
      problem: null,
    },
  ];
  it.each(rows)('$why', ({ bytes, syntax, header, problem }) => {
    const scanned = scanBytes(bytes, syntax);
    expect(outline(scanned.header)).toEqual(header);
    expect(scanned.problem?.kind ?? null).toBe(problem);
  });

  it('gives the header of an image whose pixels did not all come', () => {
    const bytes = Buffer.concat([
      element(0x00100020, 'LO', 'ID'),
      elementHeader(0x7fe00010, 'OW', 1_000),
      Buffer.alloc(100),
    ]);
    const scanned = scanBytes(bytes);
    expect(scanned).toMatchObject({
      pixelData: { length: 1_000 },
      problem: { kind: 'ended-early' },
    });
    expect(outline(scanned.header)).toEqual([
      ['100020', 'LO', 'ID'],
      ['7fe00010', 'OW', null],
    ]);
  });
});
