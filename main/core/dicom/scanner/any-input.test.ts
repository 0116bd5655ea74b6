import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  element,
  encapsulatedPixelData,
  EXPLICIT,
  IMPLICIT,
  item,
  sequence,
  undefinedLengthItem,
  undefinedLengthSequence,
} from '../../../../test/support/encode-data-set.ts';
import {
  DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from '../transfer-syntax.ts';

import { scanBytes } from '../../../../test/support/scan-bytes.ts';

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const aDataSet = Buffer.concat([
  element(0x00080005, 'CS', 'ISO_IR 100'),
  undefinedLengthSequence(
    0x00091001,
    [undefinedLengthItem(element(0x00100010, 'PN', 'A^B', IMPLICIT))],
    EXPLICIT,
    'UN',
  ),
  sequence(0x00081140, [item(element(0x00081155, 'UI', '1.2')), undefinedLengthItem(Buffer.alloc(0))]),
  element(0x00104000, 'UT', 'text'),
  encapsulatedPixelData([Buffer.alloc(21, 1), Buffer.alloc(9, 2)], [0, 29]),
  element(0xfffcfffc, 'OB', Buffer.alloc(3)),
]);

describe('any input', () => {
  it('gives the same result however it is cut into slices', () => {
    const whole = scanBytes(aDataSet, JPEG_BASELINE);
    expect(whole.problem).toBeNull();
    const cuts = fc.array(fc.nat(aDataSet.length), { maxLength: 40 });
    fc.assert(
      fc.property(cuts, (places) => {
        const bounds = [0, ...places.sort((a, b) => a - b), aDataSet.length];
        const slices = bounds.slice(1).map((end, index) => aDataSet.subarray(bounds[index], end));
        expect(scanBytes(slices, JPEG_BASELINE)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('gives a result when it is cut off anywhere', () => {
    for (let length = 0; length < aDataSet.length; length += 1) {
      expect(scanBytes(aDataSet.subarray(0, length), JPEG_BASELINE).byteLength).toBe(length);
    }
  });

  const marker = fc.constantFrom(
    '\xfe\xff\x00\xe0',
    '\xfe\xff\x0d\xe0',
    '\xff\xff\xff\xff',
    '\x08\0\x40\x11SQ\0\0',
    '\xe0\x7f\x10\0OB\0\0',
  );
  const garbage = fc
    .oneof(fc.uint8Array({ maxLength: 24 }), marker)
    .map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece)));
  const slices = fc.array(garbage, { maxLength: 12 });

  it.each([EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_BIG_ENDIAN])(
    'never throws on garbage in %s, and reads the same in slices as whole',
    (syntax) => {
      fc.assert(
        fc.property(slices, (pieces) => {
          expect(scanBytes(pieces, syntax)).toEqual(scanBytes(Buffer.concat(pieces), syntax));
        }),
        { numRuns: 200 },
      );
    },
  );

  it('never throws on garbage that is said to be deflated', () => {
    fc.assert(
      fc.property(slices, (pieces) => {
        const whole = Buffer.concat(pieces);
        expect(scanBytes(pieces, DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).dataSetSha256).toBe(sha256(whole));
      }),
      { numRuns: 200 },
    );
  });

  it('survives any one byte of a real data set being wrong', () => {
    fc.assert(
      fc.property(fc.nat(aDataSet.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(aDataSet);
        changed[at] = byte;
        expect(scanBytes(changed, JPEG_BASELINE).dataSetSha256).toBe(sha256(changed));
      }),
      { numRuns: 500 },
    );
  });
});
