import { describe, expect, it } from 'vitest';
import { ageAtStudy, ageOn } from './age.ts';

const facts = (
  patientAge: string,
  patientBirthDate: string | null,
  studyDate: string | null = '2026-11-24',
) => ({
  patientAge,
  patientBirthDate,
  studyDate,
});

describe('ageAtStudy', () => {
  it.each([
    { study: facts('061Y', null), age: '61', why: 'years alone' },
    { study: facts('007M', null), age: '7 mo', why: 'months' },
    { study: facts('003W', null), age: '3 wk', why: 'weeks' },
    { study: facts('005D', null), age: '5 d', why: 'days' },
    { study: facts('061Y', '1990-01-01'), age: '61', why: 'what the device said goes first' },
    { study: facts('000Y', '1990-01-01'), age: '36', why: 'zero years is a placeholder' },
    { study: facts('sixty', '1990-01-01'), age: '36', why: 'unreadable Age String' },
    { study: facts('', '1990-11-24'), age: '36', why: 'on the birthday' },
    { study: facts('', '1990-11-25'), age: '35', why: 'the day before the birthday' },
    { study: facts('', '1990-01-01', null), age: '36', why: 'no study date: today' },
    { study: facts('', null), age: '', why: 'nothing known' },
  ])('is "$age": $why', ({ study, age }) => {
    expect(ageAtStudy(study, '2026-11-24')).toBe(age);
  });
});

describe('ageOn', () => {
  it.each([
    ['2026-11-20', '4 d'],
    ['2026-10-20', '1 mo'],
    ['2024-12-01', '23 mo'],
    ['2024-11-24', '2'],
    ['2026-12-01', ''],
    ['unknown', ''],
  ])('for a birth on %s is "%s"', (birth, age) => {
    expect(ageOn(birth, '2026-11-24')).toBe(age);
  });
});
