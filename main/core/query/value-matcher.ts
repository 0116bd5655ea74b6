import { toPersonName } from '../dicom/attribute-reader.ts';
import { parseDateKey, parseTimeKey, type ValueRange } from '../dicom/matching/match-range.ts';
import {
  compileFoldedText,
  compileFuzzyName,
  compileName,
  compileText,
  splitUids,
  type Matcher,
} from '../dicom/matching/match-text.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Free text, which people type now this way, now that way; IDs and codes are matched as written (PS3.4 section C.2.2.2.1). */
const FOLDED_VRS = new Set(['LO', 'LT', 'ST', 'UC', 'UT']);
const PATIENT_ID = 0x00100020;
const ISSUER_OF_PATIENT_ID = 0x00100021;
const NUMBER_VRS = new Set(['IS', 'DS', 'US', 'SS', 'UL', 'SL', 'FL', 'FD', 'SV', 'UV']);
const UID = /^[0-9.]{1,128}$/;

export interface MatcherOptions {
  readonly isFuzzy: boolean;
}

/**
 * What a value must be like. A key of several values is met by any of them, and so is an attribute of several values.
 *
 * @param key decoded, not universal
 * @returns an error in plain words for a key that cannot be read
 */
export function compileKey(
  tag: number,
  vr: string,
  key: string,
  { isFuzzy }: MatcherOptions,
): Result<Matcher<string>, string> {
  switch (vr) {
    case 'UI':
      return compileUids(key);
    case 'DA': {
      const range = parseDateKey(key);
      return range.ok ? ok(anyValue(inDates(range.value))) : err('is no date and no range of dates');
    }
    case 'TM': {
      const range = parseTimeKey(key);
      return range.ok ? ok(anyValue(inTimes(range.value))) : err('is no time and no range of times');
    }
    case 'DT':
      return compileDateTime(key);
    default:
      return ok(anyOf(key.split('\\').map((one) => anyValue(compileOne(tag, vr, one, isFuzzy)))));
  }
}

function compileOne(tag: number, vr: string, key: string, isFuzzy: boolean): Matcher<string> {
  if (vr === 'PN') {
    const exact = compileName(key);
    if (!isFuzzy) return (value) => exact(toPersonName(value));
    const fuzzy = compileFuzzyName(key);
    return (value) => {
      const name = toPersonName(value);
      return exact(name) || fuzzy(name);
    };
  }
  if (NUMBER_VRS.has(vr)) return compileNumber(key);
  const isTyped = FOLDED_VRS.has(vr) && tag !== PATIENT_ID && tag !== ISSUER_OF_PATIENT_ID;
  return isTyped ? compileFoldedText(key) : compileText(key);
}

function anyOf(matchers: readonly Matcher<string>[]): Matcher<string> {
  const [only] = matchers;
  if (matchers.length === 1 && only) return only;
  return (value) => matchers.some((matcher) => matcher(value));
}

/** Holds each value of an attribute against the key. */
function anyValue(matcher: Matcher<string>): Matcher<string> {
  return (value) => (value.includes('\\') ? value.split('\\').some(matcher) : matcher(value));
}

function compileUids(key: string): Result<Matcher<string>, string> {
  const uids = splitUids(key);
  if (!uids.every((uid) => UID.test(uid))) return err('is no UID and no list of UIDs');
  const wanted = new Set(uids);
  return ok(anyValue((value) => wanted.has(value)));
}

/** `1`, `01` and `+1` are one number. */
function compileNumber(key: string): Matcher<string> {
  const number = Number(key);
  if (key === '' || Number.isNaN(number)) return compileText(key);
  return (value) => value !== '' && Number(value) === number;
}

const digits = (text: string) => text.replace(/\D/g, '');

/** First and last text that is in a range, as digits only. */
export interface DigitRange {
  readonly from: string;
  readonly to: string;
}

const AFTER_DIGITS = ':';

export function toDigitRange(range: ValueRange): DigitRange {
  return {
    from: range.from === null ? '' : digits(range.from),
    to: range.to === null ? AFTER_DIGITS : digits(range.to),
  };
}

/** `HHMMSSffffff`: what a time leaves out is zero. */
export function timeDigits(value: string): string {
  return digits(value).padEnd(12, '0');
}

function inDates(range: ValueRange): Matcher<string> {
  const { from, to } = toDigitRange(range);
  return (value) => {
    const day = digits(value);
    return day !== '' && day >= from && day <= to;
  };
}

function inTimes(range: ValueRange): Matcher<string> {
  const { from, to } = toDigitRange(range);
  return (value) => {
    if (value === '') return false;
    const time = timeDigits(value);
    return time >= from && time <= to;
  };
}

const MOMENT = /^(\d{4}(?:\d{2}){0,5}(?:\.\d{1,6})?)([+-]\d{4})?$/;

/** Ranges of DT are compared without their offset: what is stored has none, as a rule. A hyphen may begin an offset. */
function compileDateTime(key: string): Result<Matcher<string>, string> {
  const span = /^(\d[\d.]*(?:[+-]\d{4}(?=-|$))?)?(-?)(\d[\d.]*(?:[+-]\d{4})?)?$/.exec(key.trim());
  const [, first = '', hyphen = '', second = ''] = span ?? [];
  const ends = [first, second].filter((end) => end !== '');
  if (span === null || ends.length === 0 || !ends.every((end) => MOMENT.test(end))) {
    return err('is no date with time and no range of them');
  }
  const from = toMoment(first);
  const to = hyphen === '' ? from : toMoment(second);
  return ok(
    anyValue((value) => {
      const moment = toMoment(value);
      if (moment === '') return false;
      return moment >= from && (to === '' || moment.slice(0, to.length) <= to);
    }),
  );
}

function toMoment(text: string): string {
  return digits(text.replace(/[+-]\d{4}$/, ''));
}
