import { describe, expect, it } from 'vitest';
import { toIsoDate, toIsoTime } from './dates.ts';

describe('a date', () => {
  it.each([
    { da: '20040119', iso: '2004-01-19', why: 'as PS3.5 has it' },
    { da: '2004.01.19', iso: '2004-01-19', why: 'as ACR-NEMA had it' },
    { da: '2004-01-19 ', iso: '2004-01-19', why: 'as some devices write it, padded' },
    { da: '20240229', iso: '2024-02-29', why: 'a leap day' },
    { da: '20230229', iso: null, why: 'no leap day that year' },
    { da: '20041301', iso: null, why: 'no such month' },
    { da: '00000000', iso: null, why: 'a placeholder' },
    { da: '200401', iso: null, why: 'cut short' },
    { da: '20040101-20041231', iso: null, why: 'a range' },
    { da: '', iso: null, why: 'absent' },
  ])('$da is $iso: $why', ({ da, iso }) => {
    expect(toIsoDate(da)).toBe(iso);
  });
});

describe('a time', () => {
  it.each([
    { tm: '072731', iso: '07:27:31', why: 'as PS3.5 has it' },
    { tm: '085405.296000 ', iso: '08:54:05', why: 'with a fraction, padded' },
    { tm: '0727', iso: '07:27:00', why: 'without seconds' },
    { tm: '07', iso: '07:00:00', why: 'hours only' },
    { tm: '07:27:31', iso: '07:27:31', why: 'as ACR-NEMA had it' },
    { tm: '235960', iso: '23:59:59', why: 'a leap second' },
    { tm: '240000', iso: null, why: 'no such hour' },
    { tm: '0760', iso: null, why: 'no such minute' },
    { tm: 'noon', iso: null, why: 'words' },
    { tm: '', iso: null, why: 'absent' },
  ])('$tm is $iso: $why', ({ tm, iso }) => {
    expect(toIsoTime(tm)).toBe(iso);
  });
});
