import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { element } from '../../../test/support/encode-data-set.ts';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import { key, QueryArchive } from '../../../test/support/query-archive.ts';

const LEVEL = 0x00080052;
const NAME = 0x00100010;
const PATIENT_ID = 0x00100020;
const STUDY_UID = 0x0020000d;
const SERIES_UID = 0x0020000e;
const studyLevel = key(LEVEL, 'CS', 'STUDY');

let archive: QueryArchive;
beforeEach(() => {
  archive = new QueryArchive(
    Array.from({ length: 120 }, (_, index) =>
      anInstanceRecord({
        studyInstanceUid: `1.${index}`,
        seriesInstanceUid: `1.${index}.1`,
        sopInstanceUid: `1.${index}.1.1`,
        patientId: `P${index}`,
      }),
    ),
  );
});
afterEach(() => {
  archive.close();
});

describe('a query that cannot be answered', () => {
  it.each([
    { keys: [key(NAME, 'PN')], status: 0xa900, tag: LEVEL, why: 'no level' },
    { keys: [key(LEVEL, 'CS', 'FILM')], status: 0xa900, tag: LEVEL, why: 'an unknown level' },
    { keys: [key(LEVEL, 'CS', 'PATIENT')], status: 0xa900, tag: LEVEL, why: 'a level that Study Root lacks' },
    { keys: [key(LEVEL, 'CS', 'SERIES')], status: 0xa900, tag: STUDY_UID, why: 'no study above a series' },
    {
      keys: [key(LEVEL, 'CS', 'IMAGE'), key(STUDY_UID, 'UI', '1.1')],
      status: 0xa900,
      tag: SERIES_UID,
      why: 'no series above an instance',
    },
    {
      keys: [studyLevel, key(0x00080060, 'CS', 'CT')],
      status: 0xa900,
      tag: 0x00080060,
      why: 'a key below the level',
    },
    { keys: [studyLevel, key(0x00080020, 'DA', '2026-13')], status: 0xa900, tag: 0x00080020, why: 'no date' },
    { keys: [studyLevel, key(0x00080030, 'TM', 'noon')], status: 0xa900, tag: 0x00080030, why: 'no time' },
    { keys: [studyLevel, key(STUDY_UID, 'UI', '1.2.x')], status: 0xa900, tag: STUDY_UID, why: 'no UID' },
    {
      keys: [studyLevel, key(STUDY_UID, 'UI', '1.2*')],
      status: 0xa900,
      tag: STUDY_UID,
      why: 'a wildcard in a UID',
    },
    {
      keys: [studyLevel, key(NAME, 'PN', 'x'.repeat(2_000))],
      status: 0xa900,
      tag: NAME,
      why: 'a name without end',
    },
  ])('is refused for $why', async ({ keys, status, tag }) => {
    const { outcome, answers } = await archive.ask(keys);
    expect(answers).toEqual([]);
    expect(outcome.status).toBe(status);
    expect(outcome.offendingElements).toEqual([tag]);
    expect(outcome.errorComment).not.toBe('');
    expect(archive.warnings).toHaveLength(1);
  });

  it('is refused for text in an unknown character set, and answered when its keys are plain', async () => {
    const level = element(LEVEL, 'CS', 'STUDY');
    const charset = element(0x00080005, 'CS', 'ISO_IR 999');
    const odd = Buffer.concat([charset, level, element(NAME, 'PN', 'M\xfcller')]);
    const plain = Buffer.concat([charset, level, element(PATIENT_ID, 'LO', 'P1')]);
    expect((await archive.ask([], { identifier: odd })).outcome).toMatchObject({
      status: 0xa900,
      offendingElements: [0x00080005],
    });
    expect((await archive.ask([], { identifier: plain })).answers).toHaveLength(1);
  });

  it.each([
    { identifier: element(PATIENT_ID, 'LO', 'P1234').subarray(0, 9), why: 'cut off' },
    { identifier: Buffer.alloc(10_000_000, 0x41), why: '10 MB of nonsense' },
  ])('is refused when its identifier is $why', async ({ identifier }) => {
    const { outcome } = await archive.ask([], { identifier });
    expect(outcome.status).toBeGreaterThanOrEqual(0xa700);
    expect(archive.warnings).toHaveLength(1);
    expect(archive.errors).toEqual([]);
  });

  it('is refused, not followed, when its sequences are nested without end', async () => {
    const opening = Buffer.concat([
      Buffer.from([0x40, 0x00, 0x75, 0x02, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]),
    ]);
    const identifier = Buffer.concat([
      element(LEVEL, 'CS', 'STUDY'),
      ...Array.from({ length: 3_000 }, () => opening),
    ]);
    expect((await archive.ask([], { identifier })).outcome.status).toBe(0xc000);
  });
});

it('answers a list of 100,000 UIDs', async () => {
  const list = Array.from({ length: 100_000 }, (_, index) => `1.${index + 100}`).join('\\');
  const { answers, outcome } = await archive.ask([studyLevel, key(STUDY_UID, 'UI', list)]);
  expect(outcome.status).toBe(0);
  expect(answers).toHaveLength(20);
});

it('sends answers in groups of at most 50', async () => {
  expect((await archive.ask([studyLevel])).groupSizes).toEqual([50, 50, 20]);
});

it('ends with Out of Resources behind as many answers as the settings allow', async () => {
  archive.maxResults = 70;
  const { answers, outcome } = await archive.ask([studyLevel]);
  expect(answers).toHaveLength(70);
  expect(outcome.status).toBe(0xa700);
  archive.maxResults = 120;
  expect((await archive.ask([studyLevel])).outcome.status).toBe(0);
});

it('stops when the asker cancels', async () => {
  const cancelled = new AbortController();
  cancelled.abort();
  const { answers, outcome } = await archive.ask([studyLevel], { signal: cancelled.signal });
  expect(answers).toEqual([]);
  expect(outcome.status).toBe(0xfe00);
});

it('takes a view and a time zone that were not agreed for no keys', async () => {
  const extra = [key(0x00080053, 'CS', 'CLASSIC'), key(0x00080201, 'SH', '+0500')];
  const { statuses, outcome } = await archive.ask([studyLevel, key(PATIENT_ID, 'LO', 'P7'), ...extra]);
  expect(outcome.status).toBe(0);
  expect(statuses).toEqual([0xff00]);
});

it.each([
  { tag: 0x00091001, vr: 'LO', why: 'a private attribute' },
  { tag: 0x00200013, vr: 'IS', why: 'an attribute of a lower level' },
])('says with 0xFF01 that $why was not used, and leaves it out', async ({ tag, vr }) => {
  const { statuses, answers } = await archive.ask([studyLevel, key(PATIENT_ID, 'LO', 'P7'), key(tag, vr)]);
  expect(statuses).toEqual([0xff01]);
  expect(answers[0]?.codes(tag)).toBe('');
});

it('answers a fault inside with 0xC000 and logs it', async () => {
  archive.db.close();
  const { outcome } = await archive.ask([studyLevel]);
  expect(outcome.status).toBe(0xc000);
  expect(archive.errors).toHaveLength(1);
});
