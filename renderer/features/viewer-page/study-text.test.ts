import { describe, expect, it } from 'vitest';
import { aStudy } from './study.fake.ts';
import {
  ageText,
  alphabeticName,
  birthText,
  dateText,
  displayName,
  ideographicName,
  readingStep,
  studyName,
  studyTimeText,
  tabTitle,
} from './study-text.ts';

const name = (alphabetic: string, ideographic = '') => ({ alphabetic, ideographic, phonetic: '' });

describe('names', () => {
  it.each([
    ['Mihon^Hanako', 'Mihon, Hanako'],
    ['van der Berg^Ans^M^Dr.^jr', 'van der Berg, Dr. Ans M, jr'],
    ['ANONYMOUS', 'ANONYMOUS'],
    ['^Hanako', 'Hanako'],
    [' Doe ^ John ', 'Doe, John'],
    ['', ''],
  ])('writes %s as %s', (stored, shown) => {
    expect(alphabeticName(name(stored))).toBe(shown);
  });

  it('never leaves a tile without a name', () => {
    expect(displayName(name('', '見本^花子'))).toBe('見本 花子');
    expect(displayName(name(''))).toBe('No name');
    expect(ideographicName(name('', '見本^花子'))).toBe('見本 花子');
  });
});

describe('dates and ages', () => {
  it('writes days as the clinic does', () => {
    expect(dateText('1968-03-12')).toBe('12 Mar 1968');
    expect(dateText(null)).toBe('');
  });

  it.each([
    { now: new Date(2026, 10, 24, 15), text: 'today 14:27' },
    { now: new Date(2026, 10, 25, 1), text: 'yesterday 14:27' },
    { now: new Date(2027, 0, 1), text: '24 Nov 2026 14:27' },
  ])('says $text', ({ now, text }) => {
    expect(studyTimeText(aStudy(), now)).toBe(text);
  });

  it('says what it knows of the time', () => {
    const now = new Date(2026, 10, 24);
    expect(studyTimeText({ studyDate: null, studyTime: '14:27:09' }, now)).toBe('14:27');
    expect(studyTimeText({ studyDate: '2026-11-24', studyTime: null }, now)).toBe('today');
  });

  it.each([
    { change: {}, age: '58' },
    { change: { patientAge: '003M' }, age: '3 months' },
    { change: { patientAge: '001D' }, age: '1 day' },
    { change: { patientAge: '' }, age: '58' },
    { change: { patientAge: '', studyDate: '2026-03-11' }, age: '57' },
    { change: { patientAge: '', patientBirthDate: null }, age: '' },
    { change: { patientAge: '', patientBirthDate: '2030-01-01' }, age: '' },
  ])('gives the age at the study: $age', ({ change, age }) => {
    expect(ageText(aStudy(change))).toBe(age);
  });

  it('puts birth, age and sex together, as far as they are known', () => {
    expect(birthText(aStudy())).toBe('12 Mar 1968 (58), F');
    expect(birthText(aStudy({ patientBirthDate: null, patientAge: '', patientSex: '' }))).toBe('');
  });
});

describe('studyName', () => {
  it.each([
    { change: {}, text: 'CT Head' },
    { change: { studyDescription: 'Head' }, text: 'CT Head' },
    { change: { studyDescription: '' }, text: 'CT' },
    { change: { studyDescription: '', modalities: [] }, text: 'Study' },
  ])('is $text', ({ change, text }) => {
    expect(studyName(aStudy(change))).toBe(text);
  });

  it('names the tab', () => {
    expect(tabTitle(aStudy())).toBe('Mihon, Hanako, CT Head');
  });
});

describe('readingStep', () => {
  it.each([
    ['received', 'full', 'reading'],
    ['complete', 'full', 'reading'],
    ['judged', 'full', 'reading'],
    ['review_required', 'full', 'reading'],
    ['reading', 'half', 'final'],
    ['final', 'empty', 'reading'],
    ['rejected', 'empty', undefined],
  ] as const)('of %s has a disc that is %s and leads to %s', (status, fill, next) => {
    expect(readingStep(status).fill).toBe(fill);
    expect(readingStep(status).next?.status).toBe(next);
  });
});
