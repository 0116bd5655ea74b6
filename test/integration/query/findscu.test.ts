import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainMissing } from '../../support/programs.ts';
import type { Dump } from './dump.ts';
import { aFilledCore, type FilledCore } from './filled-core.ts';
import { findscu } from './findscu.ts';

const STUDY_UID = '0020000D';
const SERIES_UID = '0020000E';
const INSTANCE_UID = '00080018';
const UTF_8 = '0008,0005=ISO_IR 192';
const STUDY_KEYS = [
  '00080020',
  '00080030',
  '00080050',
  '00080090',
  '00081030',
  '00100010',
  '00100020',
  '00100030',
];
const MORE_STUDY_KEYS = ['00100040', '00101010', '00200010', '00080080', '00101030', '00104000'];
const SERIES_KEYS = [
  '00080060',
  '00200011',
  '0008103E',
  '00080021',
  '00080031',
  '00180015',
  '00081010',
  '00080070',
];
const INSTANCE_KEYS = [
  '00080016',
  '00200013',
  '00280010',
  '00280011',
  '00080008',
  '00280030',
  '00080023',
  '00280004',
];

const toKey = (tag: string) => `${tag.slice(0, 4)},${tag.slice(4)}`;

/** Dates, times, numbers and names without what says nothing: points, leading zeros, delimiters behind the last part. */
function plain(tag: string, value = ''): string {
  const group = value.replace(/[\^= ]+$/, '');
  if (tag === '00080020' || tag === '00100030' || tag === '00080021' || tag === '00080023') {
    return group.replaceAll('.', '');
  }
  if (/^000800(30|31)$/.test(tag) && group !== '') return group.replaceAll(':', '').trim().padEnd(6, '0');
  const isNumber = /^(00200011|00200013|00280030|00101030)$/.test(tag);
  const one = (part: string) =>
    isNumber && /^[+-]?\d+(\.\d+)?$/.test(part.trim()) ? String(Number(part)) : part.trim();
  return group.split('\\').map(one).join('\\');
}

/** Sorted, each once. */
const distinct = (values: Iterable<string>) => [...new Set(values)].sort();

describe.skipIf(explainMissing(['findscu', 'dcmdump']) !== null)('findscu', () => {
  let filled: FilledCore;
  beforeAll(async () => {
    filled = await aFilledCore();
  });
  afterAll(async () => {
    await filled[Symbol.asyncDispose]();
  });

  const uids = (dumps: readonly Dump[], tag: string) => distinct(dumps.map((dump) => dump.get(tag) ?? ''));
  const filesOf = (tag: string, uid = '') => filled.files.filter((file) => file.get(tag) === uid);

  it('finds every study, each value as dcmdump reads it in one of its files', async () => {
    const tags = [...STUDY_KEYS, ...MORE_STUDY_KEYS];
    const computed = ['0008,0061', '0020,1206', '0020,1208'];
    const keys = ['0008,0052=STUDY', UTF_8, '0020,000d', ...tags.map(toKey), ...computed];
    const { answers } = await findscu(filled, ['-S'], keys);
    // Files in a character set that this machine's iconv does not know are stored, but cannot be compared.
    expect(uids(answers, STUDY_UID)).toEqual(expect.arrayContaining(uids(filled.files, STUDY_UID)));
    const compared = answers.filter((answer) => filesOf(STUDY_UID, answer.get(STUDY_UID)).length > 0);
    expect(compared.length).toBeGreaterThan(0);
    for (const answer of compared) {
      const files = filesOf(STUDY_UID, answer.get(STUDY_UID));
      for (const tag of tags) {
        const inFiles = distinct(files.map((file) => plain(tag, file.get(tag))));
        expect([...inFiles, ''], `${tag} of ${answer.get(STUDY_UID)}`).toContain(plain(tag, answer.get(tag)));
        if (inFiles.some((value) => value !== '') && inFiles.length === 1) {
          expect([tag, plain(tag, answer.get(tag))]).toEqual([tag, inFiles[0]]);
        }
      }
      expect(answer.get('00080054')).toBe('BUCKY');
      expect(answer.get('00080052')).toBe('STUDY');
    }
  });

  it('finds the series of the fixture and counts what is in them', async () => {
    const study = filled.files[0]?.get(STUDY_UID);
    const keys = ['0008,0052=SERIES', UTF_8, `0020,000d=${study}`, '0020,000e', '0020,1209'];
    const { answers } = await findscu(filled, ['-S'], [...keys, ...SERIES_KEYS.map(toKey)]);
    const files = filesOf(STUDY_UID, study);
    expect(uids(answers, SERIES_UID)).toEqual(uids(files, SERIES_UID));
    for (const answer of answers) {
      const own = files.filter((file) => file.get(SERIES_UID) === answer.get(SERIES_UID));
      expect(answer.get('00201209')).toBe(String(own.length));
      for (const tag of SERIES_KEYS) expect(plain(tag, answer.get(tag))).toBe(plain(tag, own[0]?.get(tag)));
    }
  });

  it('finds every instance of every series, each value as it is in the file', async () => {
    const series = new Map(filled.files.map((file) => [file.get(SERIES_UID), file]));
    for (const [uid, first] of [...series].slice(0, 25)) {
      const keys = [
        '0008,0052=IMAGE',
        UTF_8,
        `0020,000d=${first.get(STUDY_UID)}`,
        `0020,000e=${uid}`,
        '0008,0018',
      ];
      const { answers } = await findscu(filled, ['-S'], [...keys, ...INSTANCE_KEYS.map(toKey)]);
      const files = filesOf(SERIES_UID, uid).filter((file) => file.get(STUDY_UID) === first.get(STUDY_UID));
      expect(uids(answers, INSTANCE_UID)).toEqual(expect.arrayContaining(uids(files, INSTANCE_UID)));
      for (const file of files) {
        const answer = answers.find((one) => one.get(INSTANCE_UID) === file.get(INSTANCE_UID));
        for (const tag of INSTANCE_KEYS) {
          expect([tag, plain(tag, answer?.get(tag))]).toEqual([tag, plain(tag, file.get(tag))]);
        }
      }
    }
  });

  it('finds the patient of the fixture in Patient Root, and goes down to its images', async () => {
    const [file] = filled.files;
    const id = file?.get('00100020') ?? '';
    const patients = await findscu(
      filled,
      ['-P'],
      ['0008,0052=PATIENT', `0010,0020=${id}`, '0010,0010', '0020,1204'],
    );
    expect(patients.answers.map((answer) => answer.get('00100010'))).toEqual([file?.get('00100010')]);
    const studyKeys = ['0008,0052=STUDY', `0010,0020=${id}`, '0020,000d'];
    const studies = await findscu(filled, ['-P'], studyKeys);
    expect(uids(studies.answers, STUDY_UID)).toEqual(uids(filesOf('00100020', id), STUDY_UID));
    const imageKeys = [
      `0020,000d=${file?.get(STUDY_UID)}`,
      `0020,000e=${file?.get(SERIES_UID)}`,
      '0008,0018',
    ];
    const images = await findscu(filled, ['-P'], ['0008,0052=IMAGE', `0010,0020=${id}`, ...imageKeys]);
    expect(images.answers.length).toBe(Number(patients.answers[0]?.get('00201204')));
  });

  it.each(['-xi', '-xe', '-xb'])('gets the same answers over %s', async (syntax) => {
    const { answers } = await findscu(
      filled,
      ['-S', syntax],
      ['0008,0052=STUDY', UTF_8, '0020,000d', '0010,0010'],
    );
    expect(uids(answers, STUDY_UID)).toEqual(expect.arrayContaining(uids(filled.files, STUDY_UID)));
  });

  it('narrows by wildcards, dates and lists as a loop over the files does', async () => {
    const ask = async (key: string) => {
      const { answers } = await findscu(filled, ['-S'], ['0008,0052=STUDY', UTF_8, '0020,000d', key]);
      return uids(answers, STUDY_UID).filter((uid) => filesOf(STUDY_UID, uid).length > 0);
    };
    const those = (test: (file: Dump) => boolean) => uids(filled.files.filter(test), STUDY_UID);
    const some = uids(filled.files, STUDY_UID).slice(0, 3);
    expect(await ask(`0020,000d=${some.join('\\')}`)).toEqual(some);
    expect(await ask('0010,0020=?MN*')).toEqual(those((file) => /^.MN/.test(file.get('00100020') ?? '')));
    expect(await ask('0010,0010=r*')).toEqual(those((file) => /^r/i.test(file.get('00100010') ?? '')));
    const inRange = (file: Dump) => {
      const day = plain('00080020', file.get('00080020'));
      return /^\d{8}$/.test(day) && day >= '19990101' && day <= '20091231';
    };
    expect(await ask('0008,0020=19990101-20091231')).toEqual(those(inRange));
  });

  it.each([
    { keys: ['0010,0010'], why: 'no level' },
    { keys: ['0008,0052=SERIES', '0020,000e'], why: 'no study' },
    { keys: ['0008,0052=STUDY', '0008,0020=2026-99'], why: 'no date' },
  ])('hears why it is refused: $why', async ({ keys }) => {
    const { output, answers } = await findscu(filled, ['-S', '-d'], keys);
    expect(answers).toEqual([]);
    expect(output).toMatch(/0xa900|DataSetDoesNotMatchSOPClass|IdentifierDoesNotMatchSOPClass/i);
    expect(filled.core.logLines.join('\n')).toContain('was refused');
  });
});

describe.skipIf(explainMissing(['findscu', 'dcmdump']) !== null)('findscu, where answers are limited', () => {
  it('gets as many as the settings allow, then the reason', async () => {
    await using filled = await aFilledCore({ query: { maxResults: 1 } });
    const study = filled.files[0]?.get(STUDY_UID);
    const series = filled.files[0]?.get(SERIES_UID);
    const keys = ['0008,0052=IMAGE', `0020,000d=${study}`, `0020,000e=${series}`, '0008,0018'];
    const { answers, output } = await findscu(filled, ['-S', '-d'], keys);
    expect(answers).toHaveLength(1);
    expect(output).toMatch(/0xa700|OutOfResources/i);
  });
});
