import { describe, expect, it } from 'vitest';
import { isInCombinedRange, isInRange, parseDateKey, parseTimeKey } from './match-range.ts';

const dates = (key: string) => {
  const range = parseDateKey(key);
  if (!range.ok) throw new Error(range.error);
  return range.value;
};
const times = (key: string) => {
  const range = parseTimeKey(key);
  if (!range.ok) throw new Error(range.error);
  return range.value;
};

describe('parseDateKey', () => {
  it.each([
    { key: '20261124', day: '2026-11-24', isIn: true },
    { key: '20261124', day: '2026-11-25', isIn: false },
    { key: '2026.11.24', day: '2026-11-24', isIn: true },
    { key: '20261124-', day: '2027-01-01', isIn: true },
    { key: '-20261124', day: '2026-11-25', isIn: false },
    { key: '20261101-20261130', day: '2026-11-30', isIn: true },
    { key: '', day: null, isIn: true },
    { key: '20261101-', day: null, isIn: false },
  ])('$key holds $day: $isIn', ({ key, day, isIn }) => {
    expect(isInRange(day, dates(key))).toBe(isIn);
  });

  it.each(['20261301', 'today', '20261124-20261125-20261126', '2026-11'])('refuses %s', (key) => {
    expect(parseDateKey(key).ok).toBe(false);
  });
});

describe('parseTimeKey', () => {
  it.each([
    { key: '10', time: '10:59:59', isIn: true },
    { key: '10', time: '11:00:00', isIn: false },
    { key: '1030-1145', time: '11:45:30', isIn: true },
    { key: '-0800', time: '08:01:00', isIn: false },
    { key: '103000.5', time: '10:30:00', isIn: false },
  ])('$key holds $time: $isIn', ({ key, time, isIn }) => {
    expect(isInRange(`${time}.000000`, times(key))).toBe(isIn);
  });

  it.each(['25', '1060', 'noon'])('refuses %s', (key) => {
    expect(parseTimeKey(key).ok).toBe(false);
  });
});

describe('isInCombinedRange', () => {
  const range = [dates('20261101-20261103'), times('1800-0600')] as const;
  it('goes from the first time of the first day to the last time of the last day', () => {
    expect(isInCombinedRange('2026-11-01', '17:00:00.000000', ...range)).toBe(false);
    expect(isInCombinedRange('2026-11-02', '12:00:00.000000', ...range)).toBe(true);
    expect(isInCombinedRange('2026-11-03', '06:30:00.000000', ...range)).toBe(false);
  });
});
