import { describe, expect, it } from 'vitest';
import {
  dateText,
  dayText,
  durationText,
  momentText,
  startOfDayMs,
  startOfYesterdayMs,
  toIsoDay,
} from './time-text.ts';

const at = (text: string) => new Date(text).getTime(); // without Z: the time zone of the machine
const now = at('2026-11-24T14:32:00');

describe('durationText', () => {
  it.each([
    [-5_000, '0 s'],
    [3_999, '3 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [86_400_000, '1 day'],
    [3 * 86_400_000, '3 days'],
  ])('%i ms is "%s"', (durationMs, text) => {
    expect(durationText(durationMs)).toBe(text);
  });
});

describe('dayText', () => {
  it.each([
    ['2026-11-24', 'Today, Tuesday 24 November'],
    ['2026-11-23', 'Yesterday'],
    ['2026-11-22', 'Sunday 22 November'],
    ['2025-03-03', '3 March 2025'],
  ])('%s is "%s"', (day, text) => {
    expect(dayText(day, now)).toBe(text);
  });
});

describe('momentText', () => {
  it.each([
    ['2026-11-24T09:05:00', '09:05'],
    ['2026-11-23T23:59:00', '23 Nov 23:59'],
    ['2025-03-03T10:00:00', '3 Mar 2025'],
  ])('%s is "%s"', (moment, text) => {
    expect(momentText(at(moment), now)).toBe(text);
  });
});

it('writes a birth date the same in every time zone', () => {
  expect(dateText('1968-03-12')).toBe('12 Mar 1968');
});

it('shows a date that it cannot read as it is', () => {
  expect(dateText('about 1950')).toBe('about 1950');
});

it('takes days by the calendar of this PC', () => {
  expect(startOfDayMs(now)).toBe(at('2026-11-24T00:00:00'));
  expect(startOfYesterdayMs(at('2026-03-01T10:00:00'))).toBe(at('2026-02-28T00:00:00'));
  expect(toIsoDay(at('2026-03-01T00:30:00'))).toBe('2026-03-01');
});
