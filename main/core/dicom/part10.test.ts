import { describe, expect, it } from 'vitest';
import { BIG_ENDIAN, element, IMPLICIT } from '../../../test/support/encode-data-set.ts';
import { encodePart10Header, parsePart10Header, type FileMetaInput } from './part10.ts';
import {
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from './transfer-syntax.ts';

const META: FileMetaInput = {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  sopInstanceUid: '1.2.3.4.5',
  transferSyntaxUid: '1.2.840.10008.1.2.4.70',
  sourceAeTitle: 'CT_ROOM1',
};

describe('the header of a file', () => {
  it('can be read back, with a group length that counts what follows it', () => {
    const bytes = encodePart10Header(META);
    const parsed = parsePart10Header(Buffer.concat([bytes, element(0x00080060, 'CS', 'CT')]));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        meta: { ...META, implementationVersionName: 'BUCKY_0_1' },
        dataSetOffset: bytes.length,
        remarks: [],
      },
    });
    expect(bytes.readUInt32LE(140)).toBe(bytes.length - 144);
    expect(bytes.length % 2).toBe(0);
  });

  const meta = encodePart10Header(META).subarray(132);
  const dataSet = element(0x00080060, 'CS', 'CT');
  const rows = [
    {
      why: 'has no preamble',
      bytes: Buffer.concat([Buffer.from('DICM'), meta, dataSet]),
      syntax: META.transferSyntaxUid,
    },
    {
      why: 'begins with the file meta',
      bytes: Buffer.concat([meta, dataSet]),
      syntax: META.transferSyntaxUid,
    },
    {
      why: 'has no group length',
      bytes: Buffer.concat([encodePart10Header(META).subarray(0, 132), meta.subarray(12), dataSet]),
      syntax: META.transferSyntaxUid,
    },
    {
      why: 'has file meta in Implicit VR',
      bytes: Buffer.concat([
        Buffer.alloc(128),
        Buffer.from('DICM'),
        element(0x00020010, 'UI', '1.2.840.10008.1.2', IMPLICIT),
        dataSet,
      ]),
      syntax: '1.2.840.10008.1.2',
    },
    { why: 'is an explicit data set only', bytes: dataSet, syntax: EXPLICIT_VR_LITTLE_ENDIAN },
    {
      why: 'is an implicit data set only',
      bytes: element(0x00080060, 'CS', 'CT', IMPLICIT),
      syntax: IMPLICIT_VR_LITTLE_ENDIAN,
    },
    {
      why: 'is a big endian data set only',
      bytes: element(0x00080060, 'CS', 'CT', BIG_ENDIAN),
      syntax: EXPLICIT_VR_BIG_ENDIAN,
    },
  ];
  it.each(rows)('is read with a remark when the file $why', ({ bytes, syntax }) => {
    const parsed = parsePart10Header(bytes);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(parsed.value.meta.transferSyntaxUid).toBe(syntax);
    expect(parsed.value.remarks).not.toEqual([]);
    expect(parsed.value.dataSetOffset).toBe(bytes.length - dataSet.length);
  });

  it('is not looked for behind the letters DICM that stand in a data set by chance', () => {
    const filler = element(0x00104000, 'LT', `${'x'.repeat(120)}DICMxx`);
    expect(filler.indexOf('DICM')).toBe(128);
    expect(parsePart10Header(filler)).toMatchObject({ ok: true, value: { dataSetOffset: 0 } });
  });

  it.each([
    { bytes: Buffer.alloc(0), error: 'not-dicom' },
    { bytes: Buffer.from('just a text file that is long enough to look at'), error: 'not-dicom' },
    { bytes: encodePart10Header(META).subarray(0, 200), error: 'cut-short' },
  ])('is refused as $error when there is none', ({ bytes, error }) => {
    expect(parsePart10Header(bytes)).toEqual({ ok: false, error });
  });
});
