import { describe, expect, it } from 'vitest';
import {
  anImageDataSet,
  CT_IMAGE_STORAGE,
  EXPLICIT_VR_LITTLE_ENDIAN,
} from '../../../test/support/image-data-set.ts';
import { DataSetScanner } from '../dicom/data-set-scanner.ts';
import { judgeArrival, judgeDataSet } from './verdict.ts';

const scan = (bytes: Buffer) => {
  const scanner = new DataSetScanner(EXPLICIT_VR_LITTLE_ENDIAN);
  scanner.push(bytes);
  return scanner.finish();
};
const announced = { affectedSopClassUid: CT_IMAGE_STORAGE, affectedSopInstanceUid: '1.2.3.4' };

describe('judgeArrival', () => {
  it('keeps a data set that is what its command announced', () => {
    expect(judgeArrival(announced, scan(anImageDataSet()))).toEqual({
      kind: 'keep',
      uids: { sopInstanceUid: '1.2.3.4', studyInstanceUid: '1.2', seriesInstanceUid: '1.2.3' },
      warnings: [],
    });
  });

  it.each([
    { what: 'another SOP Instance UID', image: { sopInstanceUid: '1.2.3.5' }, status: 0xa900 },
    { what: 'another SOP class', image: { sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }, status: 0xa900 },
    { what: 'no SOP class', image: { sopClassUid: '' }, status: 0xa900 },
    { what: 'no SOP Instance UID', image: { sopInstanceUid: '' }, status: 0xc000 },
    { what: 'a SOP Instance UID of words', image: { sopInstanceUid: 'first image' }, status: 0xc000 },
  ])('puts a data set with $what into quarantine', ({ image, status }) => {
    expect(judgeArrival(announced, scan(anImageDataSet(image)))).toMatchObject({
      kind: 'quarantine',
      status,
    });
  });

  it.each([
    { what: 'nothing at all', bytes: Buffer.alloc(0) },
    { what: 'noise', bytes: Buffer.alloc(500, 0xff) },
  ])('puts $what into quarantine as not understood', ({ bytes }) => {
    expect(judgeArrival(announced, scan(bytes))).toMatchObject({ kind: 'quarantine', status: 0xc000 });
  });

  it.each([
    { uid: '1.02.3', warning: /leading zero/ },
    { uid: '1.2.3 ', warning: /spaces/ },
    { uid: `1.${'2'.repeat(70)}`, warning: /longer than 64/ },
  ])('keeps "$uid" with a warning', ({ uid, warning }) => {
    const verdict = judgeArrival(
      { ...announced, affectedSopInstanceUid: uid.trim() },
      scan(anImageDataSet({ sopInstanceUid: uid })),
    );
    expect(verdict).toMatchObject({
      kind: 'keep',
      uids: { sopInstanceUid: uid.trim() },
      warnings: [expect.stringMatching(warning)],
    });
  });

  it('keeps a data set that ends in the middle of its pixels, with a warning', () => {
    const whole = anImageDataSet({ pixels: Buffer.alloc(1_000) });
    const verdict = judgeArrival(announced, scan(whole.subarray(0, -500)));
    expect(verdict.kind === 'keep' && verdict.warnings).toHaveLength(1);
  });
});

describe('judgeDataSet', () => {
  it.each([
    { image: { studyInstanceUid: '' }, uids: { studyInstanceUid: '' }, why: 'none: it stays unfiled' },
    {
      image: { studyInstanceUid: 'a1-b2' },
      uids: { studyInstanceUid: 'a1-b2' },
      why: 'no UID, yet a name to ask for',
    },
    {
      image: { studyInstanceUid: 'two words' },
      uids: { studyInstanceUid: '' },
      why: 'nothing that can be asked for',
    },
  ])('files by the Study Instance UID "$image.studyInstanceUid": $why', ({ image, uids }) => {
    expect(judgeDataSet(scan(anImageDataSet(image)))).toMatchObject({ kind: 'keep', uids });
  });
});
