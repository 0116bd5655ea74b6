import { err, ok, type Result } from '../../shared/result.ts';
import { toIsoDate } from '../dates.ts';

/** Both ends belong to it; null where it is open. Ends are comparable texts: `YYYY-MM-DD`, or `HH:MM:SS.ffffff`. */
export interface ValueRange {
  readonly from: string | null;
  readonly to: string | null;
}

const EVERYTHING: ValueRange = { from: null, to: null };

/**
 * A key of VR DA: one day, or a range `A-B`, `A-`, `-B` (PS3.4 section C.2.2.2.5). Empty asks for everything.
 */
export function parseDateKey(key: string): Result<ValueRange, 'malformed-date'> {
  const single = toIsoDate(key); // before a hyphen is looked for: some write 2026-11-24
  if (single !== null) return ok({ from: single, to: single });
  const range = parseRange(key, (text) => {
    const day = toIsoDate(text);
    return day === null ? null : { from: day, to: day };
  });
  return range === null ? err('malformed-date') : ok(range);
}

/**
 * A key of VR TM: one time or a range. A time that leaves out seconds or minutes stands for all of them: `10` is from
 * 10:00 to just before 11:00.
 */
export function parseTimeKey(key: string): Result<ValueRange, 'malformed-time'> {
  const range = parseRange(key, toTimeSpan);
  return range === null ? err('malformed-time') : ok(range);
}

/** @param toSpan what one end stands for; null when it cannot be read. @returns null when the key cannot be read */
function parseRange(key: string, toSpan: (text: string) => ValueRange | null): ValueRange | null {
  const text = key.trim();
  if (text === '' || text === '*') return EVERYTHING;
  const ends = text.split('-').map((part) => (part.trim() === '' ? EVERYTHING : toSpan(part.trim())));
  const [first, last = first] = ends;
  if (ends.length > 2 || !first || !last) return null;
  return { from: first.from, to: last.to };
}

/** A value that is absent is in no range but the open one. */
export function isInRange(value: string | null, range: ValueRange): boolean {
  if (range.from === null && range.to === null) return true;
  if (value === null || value === '') return false;
  return (range.from === null || value >= range.from) && (range.to === null || value <= range.to);
}

/**
 * Combined date-time matching, when it was negotiated: from the first time of the first day to the last time of the last
 * day, instead of those hours on each of the days (PS3.4 section C.2.2.2.5).
 */
export function isInCombinedRange(
  date: string | null,
  time: string | null,
  dates: ValueRange,
  times: ValueRange,
): boolean {
  if (!isInRange(date, dates)) return false;
  if (date === null) return isInRange(time, times);
  const isOnFirst = date === dates.from;
  const isOnLast = date === dates.to;
  return isInRange(time, { from: isOnFirst ? times.from : null, to: isOnLast ? times.to : null });
}

/** First and last moment that a time may mean, as `HH:MM:SS.ffffff`. */
function toTimeSpan(text: string): { readonly from: string; readonly to: string } | null {
  const match = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(text);
  if (match === null) return null;
  const [, hours = '', minutes, seconds, fraction] = match;
  if (Number(hours) > 23 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 60) return null;
  const from = `${hours}:${minutes ?? '00'}:${seconds ?? '00'}.${(fraction ?? '').padEnd(6, '0')}`;
  const to = `${hours}:${minutes ?? '59'}:${seconds ?? '59'}.${(fraction ?? '').padEnd(6, '9')}`;
  return { from, to };
}
