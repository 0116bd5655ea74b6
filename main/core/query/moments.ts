import { TAG } from '../dicom/tag.ts';
import type { ReadValue } from './column-values.ts';
import { jsonText } from './json-values.ts';
import type { Subject } from './subject.ts';
import { moveMoment, parseOffset } from './time-zone.ts';
import { timeDigits, type DigitRange } from './value-matcher.ts';

/** Dates and times that make one moment together. */
const PAIRS: readonly (readonly [date: number, time: number])[] = [
  [TAG.studyDate, TAG.studyTime],
  [TAG.seriesDate, TAG.seriesTime],
  [TAG.contentDate, TAG.contentTime],
  [0x00080022, 0x00080032], // acquisition
  [0x00400244, 0x00400245], // start of the performed procedure step
  [0x00400250, 0x00400251], // and its end
];
const TIMEZONE_OFFSET = 0x00080201;

/** The date that a time belongs to, or the time that belongs to a date; null for any other attribute. */
export function partnerOf(tag: number): { readonly date: number; readonly time: number } | null {
  const [date, time] = PAIRS.find((pair) => pair.includes(tag)) ?? [];
  return date === undefined || time === undefined ? null : { date, time };
}

/** Reads a date or time as it is in the time zone of who asks. What the object says of its own zone counts. */
export function inTimeZone(
  tag: number,
  read: (tag: number) => ReadValue,
  toMinutes: number,
): ReadValue | null {
  const pair = partnerOf(tag);
  if (pair === null) return null;
  const readDate = read(pair.date);
  const readTime = read(pair.time);
  return (subject) => {
    const own = parseOffset(jsonText(subject.details, TIMEZONE_OFFSET));
    const moved = moveMoment({ date: readDate(subject), time: readTime(subject) }, own, toMinutes);
    return tag === pair.date ? moved.date : moved.time;
  };
}

/** Combined date-time matching: from the first time of the first day to the last time of the last. */
export function combinedTest(
  readDate: ReadValue,
  readTime: ReadValue,
  dates: DigitRange,
  times: DigitRange,
): (subject: Subject) => boolean {
  const from = dates.from + (dates.from === '' ? '' : times.from);
  const to = dates.to + times.to;
  return (subject) => {
    const date = readDate(subject);
    if (date === '') return false;
    const moment = date + timeDigits(readTime(subject));
    return moment >= from && moment <= to;
  };
}
