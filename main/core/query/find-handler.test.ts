import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import { key, QueryArchive, type Asked } from '../../../test/support/query-archive.ts';
import type { InstanceHeader } from '../dicom/instance-header.ts';

const LEVEL = 0x00080052;
const NAME = 0x00100010;
const PATIENT_ID = 0x00100020;
const STUDY_UID = 0x0020000d;
const SERIES_UID = 0x0020000e;
const INSTANCE_UID = 0x00080018;
const STUDY_DATE = 0x00080020;
const STUDY_TIME = 0x00080030;
const MODALITY = 0x00080060;
const studyLevel = key(LEVEL, 'CS', 'STUDY');
const seriesLevel = key(LEVEL, 'CS', 'SERIES');
const imageLevel = key(LEVEL, 'CS', 'IMAGE');

/** One image of study `1.N`, series `1.N.S`, instance `1.N.S.I`. */
function image(study: number, series: number, instance: number, header: Partial<InstanceHeader> = {}) {
  return anInstanceRecord(
    {
      studyInstanceUid: `1.${study}`,
      seriesInstanceUid: `1.${study}.${series}`,
      sopInstanceUid: `1.${study}.${series}.${instance}`,
      patientId: `P${study}`,
      instanceNumber: instance,
      seriesNumber: series,
      ...header,
    },
    {
      metadataJson: JSON.stringify({
        '00080080': { vr: 'LO', Value: [`Clinic ${study}`] },
        '00080201': { vr: 'SH', Value: ['+0000'] },
        '00400275': {
          vr: 'SQ',
          Value: [
            { '00401001': { vr: 'SH', Value: [`RP${study}`] }, '00400007': { vr: 'LO', Value: ['Head'] } },
            { '00401001': { vr: 'SH', Value: ['OTHER'] } },
          ],
        },
        '00280030': { vr: 'DS', Value: [0.5, 0.5] },
      }),
    },
  );
}

const name = (alphabetic: string, ideographic = '', phonetic = '') => ({
  patientName: { alphabetic, ideographic, phonetic },
});

describe('C-FIND', () => {
  let archive: QueryArchive;
  beforeEach(() => {
    archive = new QueryArchive([
      image(1, 1, 1, {
        ...name('Müller^Anna'),
        modality: 'CT',
        studyDate: '20260101',
        studyTime: '081500.25',
      }),
      image(1, 1, 2, {
        ...name('Müller^Anna'),
        modality: 'CT',
        studyDate: '20260101',
        studyTime: '081500.25',
      }),
      image(1, 2, 1, {
        ...name('Müller^Anna'),
        modality: 'SR',
        sopClassUid: '1.2.840.10008.5.1.4.1.1.88.11',
      }),
      image(2, 1, 1, {
        ...name('Yamada^Tarou', '山田^太郎', 'やまだ^たろう'),
        modality: 'MR',
        studyDate: '20260102',
        studyTime: '173000',
        accessionNumber: 'ACC2',
        studyDescription: 'MR Schädel',
      }),
      image(3, 1, 1, { ...name('Smith^John'), modality: 'CT', studyDate: '20260103', studyTime: '230000' }),
    ]);
  });
  afterEach(() => {
    expect(archive.errors).toEqual([]);
    archive.close();
  });

  async function studiesFor(tag: number, vr: string, value: string, asked?: Asked): Promise<string[]> {
    const { answers, outcome } = await archive.ask([studyLevel, key(tag, vr, value)], asked);
    expect(outcome.status).toBe(0);
    return answers.map((answer) => answer.code(STUDY_UID));
  }

  describe('at study level', () => {
    it.each([
      { tag: NAME, vr: 'PN', value: 'MULLER*', finds: ['1.1'] },
      { tag: NAME, vr: 'PN', value: 'muller^*', finds: ['1.1'] },
      { tag: NAME, vr: 'PN', value: 'mull^*', finds: [] },
      { tag: NAME, vr: 'PN', value: '*ith^j*', finds: ['1.3'] },
      { tag: NAME, vr: 'PN', value: '?mith^john', finds: ['1.3'] },
      { tag: PATIENT_ID, vr: 'LO', value: 'P2', finds: ['1.2'] },
      { tag: PATIENT_ID, vr: 'LO', value: 'p2', finds: [] },
      { tag: PATIENT_ID, vr: 'LO', value: 'P*', finds: ['1.1', '1.2', '1.3'] },
      { tag: PATIENT_ID, vr: 'LO', value: '?3', finds: ['1.3'] },
      { tag: 0x00080050, vr: 'SH', value: 'ACC2', finds: ['1.2'] },
      { tag: 0x00080050, vr: 'SH', value: 'ACC*', finds: ['1.2'] },
      { tag: 0x00081030, vr: 'LO', value: 'mr schadel', finds: ['1.2'] },
      { tag: STUDY_UID, vr: 'UI', value: '1.3\\1.1\\9.9', finds: ['1.1', '1.3'] },
      { tag: STUDY_UID, vr: 'UI', value: '', finds: ['1.1', '1.2', '1.3'] },
      { tag: STUDY_DATE, vr: 'DA', value: '20260102', finds: ['1.2'] },
      { tag: STUDY_DATE, vr: 'DA', value: '20260102-', finds: ['1.2', '1.3'] },
      { tag: STUDY_DATE, vr: 'DA', value: '-20260102', finds: ['1.1', '1.2'] },
      { tag: STUDY_DATE, vr: 'DA', value: '20260102-20260103', finds: ['1.2', '1.3'] },
      { tag: STUDY_TIME, vr: 'TM', value: '08', finds: ['1.1'] },
      { tag: STUDY_TIME, vr: 'TM', value: '081500.25', finds: ['1.1'] },
      { tag: STUDY_TIME, vr: 'TM', value: '081500.26-1730', finds: ['1.2'] },
      { tag: 0x00080061, vr: 'CS', value: 'SR', finds: ['1.1'] },
      { tag: 0x00080061, vr: 'CS', value: 'MR\\SR', finds: ['1.1', '1.2'] },
      { tag: 0x00080062, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.88.11', finds: ['1.1'] },
      { tag: 0x00201208, vr: 'IS', value: '3', finds: ['1.1'] },
      { tag: 0x00080080, vr: 'LO', value: 'clinic 3', finds: ['1.3'] },
    ])('finds $finds for $value', async ({ tag, vr, value, finds }) => {
      expect(await studiesFor(tag, vr, value)).toEqual(finds);
    });

    it.each(['山田*', 'ヤマダ^タロウ', 'Yamada^Tarou=山田^太郎'])(
      'finds the name %s in its group',
      async (value) => {
        expect(await studiesFor(NAME, 'PN', value, { characterSet: 'ISO_IR 192' })).toEqual(['1.2']);
      },
    );

    it('finds a name in any order of its components once fuzzy matching was agreed', async () => {
      const fuzzy = { negotiation: { isFuzzy: true } };
      expect(await studiesFor(NAME, 'PN', 'ANNA^MULLER')).toEqual([]);
      expect(await studiesFor(NAME, 'PN', 'ANNA^MULLER', fuzzy)).toEqual(['1.1']);
      expect(await studiesFor(NAME, 'PN', '*ller^Anna', fuzzy)).toEqual(['1.1']);
    });

    it('takes date and time together only when that was agreed', async () => {
      const keys = [studyLevel, key(STUDY_DATE, 'DA', '20260101-20260102'), key(STUDY_TIME, 'TM', '10-18')];
      const apart = await archive.ask(keys);
      expect(apart.answers.map((answer) => answer.code(STUDY_UID))).toEqual(['1.2']);
      const fromNight = [
        studyLevel,
        key(STUDY_DATE, 'DA', '20260101-20260102'),
        key(STUDY_TIME, 'TM', '0800-0900'),
      ];
      const together = await archive.ask(fromNight, { negotiation: { isDateTimeCombined: true } });
      expect(together.answers.map((answer) => answer.code(STUDY_UID))).toEqual(['1.1']);
      const untilNext = [
        studyLevel,
        key(STUDY_DATE, 'DA', '20260102-20260103'),
        key(STUDY_TIME, 'TM', '1200-2300'),
      ];
      const both = await archive.ask(untilNext, { negotiation: { isDateTimeCombined: true } });
      expect(both.answers.map((answer) => answer.code(STUDY_UID))).toEqual(['1.2', '1.3']);
    });

    it('asks and answers in the time zone of the asker when that was agreed', async () => {
      const { answers } = await archive.ask(
        [
          studyLevel,
          key(STUDY_DATE, 'DA', '20260104'),
          key(STUDY_TIME, 'TM'),
          key(0x00080201, 'SH', '+0200'),
        ],
        { negotiation: { isTimezoneAdjusted: true } },
      );
      expect(answers.map((answer) => answer.code(STUDY_UID))).toEqual(['1.3']);
      expect(answers[0]?.code(STUDY_DATE)).toBe('20260104');
      expect(answers[0]?.code(STUDY_TIME)).toBe('010000');
      expect(answers[0]?.code(0x00080201)).toBe('+0200');
    });

    it('gives what was asked for, the unique key, the level and where to retrieve from', async () => {
      const { answers, statuses } = await archive.ask([
        studyLevel,
        key(PATIENT_ID, 'LO', 'P1'),
        key(NAME, 'PN'),
        key(STUDY_TIME, 'TM'),
        key(0x00080056, 'CS'),
        key(0x00080061, 'CS'),
        key(0x00080062, 'UI'),
        key(0x00201206, 'IS'),
        key(0x00201208, 'IS'),
        key(0x00081032, 'SQ'),
      ]);
      const [answer] = answers;
      expect(statuses).toEqual([0xff00]);
      expect(answer?.code(LEVEL)).toBe('STUDY');
      expect(answer?.code(0x00080054)).toBe('BUCKY');
      expect(answer?.code(0x00080056)).toBe('ONLINE');
      expect(answer?.code(STUDY_UID)).toBe('1.1');
      expect(answer?.code(STUDY_TIME)).toBe('081500.25');
      expect(answer?.codes(0x00080061)).toBe('CT\\SR');
      expect(answer?.codes(0x00080062)).toBe('1.2.840.10008.5.1.4.1.1.2\\1.2.840.10008.5.1.4.1.1.88.11');
      expect(answer?.number(0x00201206)).toBe(2);
      expect(answer?.number(0x00201208)).toBe(3);
    });

    it.each([
      { asked: 'ISO_IR 100', written: 'ISO_IR 100' },
      { asked: '', written: 'ISO_IR 192' },
      { asked: 'ISO_IR 144', written: 'ISO_IR 192' },
    ])('answers one who asks in "$asked" in $written', async ({ asked, written }) => {
      const keys = [studyLevel, key(PATIENT_ID, 'LO', 'P1'), key(NAME, 'PN')];
      const { answers } = await archive.ask(keys, { characterSet: asked });
      expect(answers[0]?.code(0x00080005)).toBe(written);
      expect(answers[0]?.personName(NAME).alphabetic).toBe('Müller^Anna');
    });
  });

  it('finds series of a study and instances of a series', async () => {
    const series = await archive.ask([
      seriesLevel,
      key(STUDY_UID, 'UI', '1.1'),
      key(MODALITY, 'CS', 'CT'),
      key(0x00200011, 'IS', '01'),
      key(0x00201209, 'IS'),
    ]);
    expect(series.answers.map((answer) => answer.code(SERIES_UID))).toEqual(['1.1.1']);
    expect(series.answers[0]?.number(0x00201209)).toBe(2);
    const instances = await archive.ask([
      imageLevel,
      key(STUDY_UID, 'UI', '1.1'),
      key(SERIES_UID, 'UI', '1.1.1'),
      key(0x00200013, 'IS', '2'),
      key(0x00280030, 'DS'),
      key(0x00280010, 'US'),
    ]);
    expect(instances.answers.map((answer) => answer.code(INSTANCE_UID))).toEqual(['1.1.1.2']);
    expect(instances.answers[0]?.codes(0x00280030)).toBe('0.5\\0.5');
    expect(instances.answers[0]?.number(0x00280010)).toBe(512);
  });

  it('matches and returns items of a sequence', async () => {
    const procedure = {
      tag: 0x00400275,
      vr: 'SQ' as const,
      items: [[key(0x00401001, 'SH', 'RP2'), key(0x00400007, 'LO')]],
    };
    const ask = (study: string) => archive.ask([seriesLevel, key(STUDY_UID, 'UI', study), procedure]);
    expect((await ask('1.1')).answers).toEqual([]);
    const items = (await ask('1.2')).answers[0]?.items(0x00400275) ?? [];
    expect(items.map((item) => item.code(0x00401001))).toEqual(['RP2']);
    expect(items[0]?.text(0x00400007)).toBe('Head');
  });

  it('finds patients in Patient Root, with what belongs to them', async () => {
    const { answers } = await archive.ask(
      [key(LEVEL, 'CS', 'PATIENT'), key(NAME, 'PN', 'm*'), key(0x00201200, 'IS'), key(0x00201204, 'IS')],
      { root: 'patient' },
    );
    expect(answers.map((answer) => answer.code(PATIENT_ID))).toEqual(['P1']);
    expect(answers[0]?.number(0x00201200)).toBe(1);
    expect(answers[0]?.number(0x00201204)).toBe(3);
  });

  describe('when relational queries were agreed', () => {
    const relational = { negotiation: { isRelational: true } };

    it('finds instances without their study and series', async () => {
      const { answers } = await archive.ask([imageLevel, key(INSTANCE_UID, 'UI', '1.2.1.1')], relational);
      expect(answers.map((answer) => answer.code(STUDY_UID))).toEqual(['1.2']);
    });

    it('finds series by their patient', async () => {
      const { answers } = await archive.ask([seriesLevel, key(NAME, 'PN', 'müller*')], {
        ...relational,
        characterSet: 'ISO_IR 192',
      });
      expect(answers.map((answer) => answer.code(SERIES_UID))).toEqual(['1.1.1', '1.1.2']);
    });

    it.each([
      { tag: MODALITY, vr: 'CS', value: 'CT', finds: ['1.1', '1.3'] },
      { tag: INSTANCE_UID, vr: 'UI', value: '1.2.1.1', finds: ['1.2'] },
      { tag: 0x00280030, vr: 'DS', value: '0.7', finds: [] },
    ])('finds studies by what is in them: $value', async ({ tag, vr, value, finds }) => {
      expect(await studiesFor(tag, vr, value, relational)).toEqual(finds);
    });

    it('finds patients by the date of a study', async () => {
      const { answers } = await archive.ask(
        [key(LEVEL, 'CS', 'PATIENT'), key(STUDY_DATE, 'DA', '20260103')],
        { ...relational, root: 'patient' },
      );
      expect(answers.map((answer) => answer.code(PATIENT_ID))).toEqual(['P3']);
    });
  });

  it('shows neither a later version of an instance nor what could not be filed', async () => {
    archive.add([
      anInstanceRecord(
        { studyInstanceUid: '1.1', seriesInstanceUid: '1.1.1', sopInstanceUid: '1.1.1.1', patientId: 'P1' },
        { bytes: 'other' },
      ),
      anInstanceRecord({ studyInstanceUid: '', sopInstanceUid: '7.7', patientId: 'P1' }),
    ]);
    const { answers } = await archive.ask([imageLevel, key(PATIENT_ID, 'LO', 'P1')], {
      negotiation: { isRelational: true },
    });
    expect(answers.map((answer) => answer.code(INSTANCE_UID))).toEqual(['1.1.1.1', '1.1.1.2', '1.1.2.1']);
  });
});
