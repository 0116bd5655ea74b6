import { open } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { element, item, sequence } from '../../../test/support/encode-data-set.ts';
import { scanBytes } from '../../../test/support/scan-bytes.ts';
import { hasSharedData, SHARED_DICOM_DIR } from '../../../test/support/shared-data.ts';
import { readNumbers } from './attribute-reader.ts';
import { inspectUid } from './uid.ts';
import { scanFile } from './scan-file.ts';
import { toInstanceHeader } from './to-instance-header.ts';

const headerOf = (...elements: readonly Buffer[]) =>
  toInstanceHeader(scanBytes(Buffer.concat(elements)).header);
const NO_NAME = { alphabetic: '', ideographic: '', phonetic: '' };

describe('the header of an instance', () => {
  it('is all empty for an empty data set', () => {
    expect(headerOf()).toMatchObject({
      sopInstanceUid: '',
      patientName: NO_NAME,
      seriesNumber: null,
      numberOfFrames: 1,
      imagePositionPatient: null,
      sliceLocation: null,
    });
  });

  it('has text decoded, padding trimmed and numbers read', () => {
    const header = headerOf(
      element(0x00080005, 'CS', 'ISO_IR 100'),
      element(0x00080018, 'UI', '1.2.3'),
      element(0x00081030, 'LO', Buffer.from(' Sch\xe4del \0', 'latin1')),
      element(0x00100010, 'PN', Buffer.from('Buc^J\xe9r\xf4me^^ =\xa7', 'latin1')),
      element(0x00200011, 'IS', '+3 '),
      element(0x00200013, 'IS', 'x17'),
      element(0x00200032, 'DS', '-1.5\\2e1\\ 3'),
      element(0x00280008, 'IS', '0'),
      element(0x00280010, 'US', 512),
    );
    expect(header).toMatchObject({
      sopInstanceUid: '1.2.3',
      studyDescription: 'Schädel',
      patientName: { alphabetic: 'Buc^Jérôme', ideographic: '§', phonetic: '' },
      seriesNumber: 3,
      instanceNumber: null,
      imagePositionPatient: [-1.5, 20, 3],
      numberOfFrames: 1,
      rows: 512,
    });
  });

  it('has a UID that is no UID as it came, for the one who judges it', () => {
    const { sopInstanceUid, studyInstanceUid } = headerOf(
      element(0x00080018, 'UI', Buffer.from('1.2 ')),
      element(0x0020000d, 'UI', Buffer.from('1'.repeat(5_000))),
    );
    expect(inspectUid(sopInstanceUid)).toMatchObject({ kind: 'readable', uid: '1.2' });
    expect(inspectUid(studyInstanceUid)).toEqual({ kind: 'unreadable', reason: 'too-long' });
  });

  it('finds priority, laterality and position where other devices put them', () => {
    const laterality = sequence(0x00209071, [item(element(0x00209072, 'CS', 'L'))]);
    const position = sequence(0x00209113, [item(element(0x00200032, 'DS', '1\\2\\3'))]);
    const orientation = sequence(0x00209116, [item(element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'))]);
    const header = headerOf(
      sequence(0x00400275, [item(element(0x00401003, 'SH', 'STAT'))]),
      sequence(0x52009229, [item(Buffer.concat([laterality, orientation]))]),
      sequence(0x52009230, [item(position), item(Buffer.alloc(0))]),
    );
    expect(header).toMatchObject({
      requestedProcedurePriority: 'STAT',
      laterality: 'L',
      imagePositionPatient: [1, 2, 3],
      imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    });
  });

  it('gives no position when it has not three coordinates', () => {
    expect(headerOf(element(0x00200032, 'DS', '1\\2')).imagePositionPatient).toBeNull();
    expect(headerOf(element(0x00200032, 'DS', '1\\2\\?')).imagePositionPatient).toBeNull();
  });
});

describe('binary numbers', () => {
  it.each([
    { vr: 'US', hex: 'ffff0100', numbers: [65_535, 1] },
    { vr: 'SS', hex: 'ffff0100', numbers: [-1, 1] },
    { vr: 'UL', hex: 'ffffffff', numbers: [4_294_967_295] },
    { vr: 'SL', hex: 'ffffffff', numbers: [-1] },
    { vr: 'FL', hex: '0000c03f', numbers: [1.5] },
    { vr: 'FD', hex: '000000000000f83f', numbers: [1.5] },
    { vr: 'US', hex: 'ffff01', numbers: [65_535] },
  ])('of $vr are $numbers', ({ vr, hex, numbers }) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(readNumbers(vr, bytes, false)).toEqual(numbers);
  });

  it('are read in the byte order of their data set', () => {
    expect(readNumbers('US', Buffer.from([1, 0]), true)).toEqual([256]);
  });
});

/** Known from the tests of pydicom and from what DCMTK prints. */
const NAMES: Readonly<Record<string, string>> = {
  chrArab: 'قباني^لنزار||',
  chrFren: 'Buc^Jérôme||',
  chrFrenMulti: 'Buc^Jérôme||',
  chrGerm: 'Äneas^Rüdiger||',
  chrGreek: 'Διονυσιος||',
  chrH32: 'ﾔﾏﾀﾞ^ﾀﾛｳ|山田^太郎|やまだ^たろう',
  chrJapMulti: 'やまだ^たろう||',
  chrJapMultiExplicitIR6: 'やまだ^たろう||',
  chrX1: 'Wang^XiaoDong|王^小東|',
};

describe.runIf(hasSharedData)('names in the character sets of real files', () => {
  it.each(Object.entries(NAMES))('%s', async (name, expected) => {
    const file = await open(path.join(SHARED_DICOM_DIR, `charsets/pydicom__charset_files_${name}.dcm`));
    const scanned = await scanFile(file);
    await file.close();
    if (!scanned.ok) throw new Error(scanned.error);
    const { alphabetic, ideographic, phonetic } = toInstanceHeader(scanned.value.scanned.header).patientName;
    expect([alphabetic, ideographic, phonetic].join('|')).toBe(expected);
  });
});
