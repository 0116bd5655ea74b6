import { toPersonName } from '../../dicom/attribute-reader.ts';
import type { CharacterSet } from '../../dicom/charset/character-set.ts';
import type { WritableElement } from '../../dicom/data-set-writer.ts';
import type { DataElement, DataSet } from '../../dicom/data-set.ts';
import { toIsoDate, toIsoTime } from '../../dicom/dates.ts';
import {
  isInCombinedRange,
  isInRange,
  parseDateKey,
  parseTimeKey,
  type ValueRange,
} from '../../dicom/matching/match-range.ts';
import {
  compileFuzzyName,
  compileName,
  compileText,
  isUniversalKey,
  matchesUid,
} from '../../dicom/matching/match-text.ts';
import { TAG } from '../../dicom/tag.ts';
import type { QueryNegotiation } from '../../shared/dimse-services.ts';
import { err, ok, type Result } from '../../shared/result.ts';

/** A key of the request, read once for all the steps that it is held against. */
export type Key =
  | { readonly kind: 'any'; readonly tag: number; readonly vr: string }
  | {
      readonly kind: 'value';
      readonly tag: number;
      readonly vr: string;
      readonly matches: (value: string) => boolean;
      /** For prefiltering by day and for combined matching. */
      readonly range?: ValueRange;
      /** The value that was asked for, when it holds no wildcard. */
      readonly exact?: string;
    }
  /** `keys` is null for an empty sequence, which asks for whole items. */
  | { readonly kind: 'items'; readonly tag: number; readonly keys: readonly Key[] | null };

export interface KeyFault {
  readonly tag: number;
  readonly reason: string;
}

const START_DATE = 0x00400002;
const START_TIME = 0x00400003;

/** Reads the keys of an identifier. The first one that makes no sense is the error. */
export function readKeys(
  dataSet: DataSet,
  characterSet: CharacterSet,
  negotiation: QueryNegotiation,
): Result<readonly Key[], KeyFault> {
  const keys: Key[] = [];
  for (const element of dataSet.elements.values()) {
    if (element.tag === TAG.specificCharacterSet || element.tag % 0x10000 === 0) continue; // no group lengths
    const key = readKey(element, characterSet, negotiation);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return ok(keys);
}

function readKey(
  element: DataElement,
  characterSet: CharacterSet,
  negotiation: QueryNegotiation,
): Result<Key, KeyFault> {
  const { tag, vr } = element;
  if (vr === 'SQ' || element.items !== undefined) {
    const [item] = element.items ?? [];
    if (item === undefined || item.elements.size === 0) return ok({ kind: 'items', tag, keys: null });
    const keys = readKeys(item, characterSet, negotiation);
    return keys.ok ? ok({ kind: 'items', tag, keys: keys.value }) : keys;
  }
  const text = readText(element, characterSet);
  if (isUniversalKey(text)) return ok({ kind: 'any', tag, vr });
  if (vr === 'DA' || vr === 'TM') return readRangeKey(tag, vr, text);
  const exact = /[*?]/.test(text) ? {} : { exact: text };
  return ok({ kind: 'value', tag, vr, matches: toMatcher(vr, text, negotiation), ...exact });
}

function readRangeKey(tag: number, vr: 'DA' | 'TM', text: string): Result<Key, KeyFault> {
  const range = vr === 'DA' ? parseDateKey(text) : parseTimeKey(text);
  if (!range.ok) {
    return err({
      tag,
      reason: vr === 'DA' ? `“${text}” is no date or range of dates` : `“${text}” is no time or range`,
    });
  }
  const toComparable = vr === 'DA' ? toIsoDate : toComparableTime;
  return ok({
    kind: 'value',
    tag,
    vr,
    range: range.value,
    matches: (value) => isInRange(toComparable(value), range.value),
  });
}

function toMatcher(vr: string, text: string, negotiation: QueryNegotiation): (value: string) => boolean {
  switch (vr) {
    case 'UI':
      return (value) => matchesUid(text, value);
    case 'PN': {
      const matches = compileName(text);
      const matchesFuzzily = compileFuzzyName(text);
      return negotiation.isFuzzy
        ? (value) => matches(toPersonName(value)) || matchesFuzzily(toPersonName(value))
        : (value) => matches(toPersonName(value));
    }
    default: {
      const matches = compileText(text);
      return (value) => (value.includes('\\') ? value.split('\\').some(matches) : matches(value));
    }
  }
}

function readText({ vr, value }: DataElement, characterSet: CharacterSet): string {
  if (value === null) return '';
  const shape = vr === 'PN' ? 'names' : 'values';
  const text = /^(PN|LO|SH|LT|ST|UC|UT)$/.test(vr)
    ? characterSet.decode(value, shape)
    : value.toString('latin1');
  return text.replace(/[ \0]+$/, '').replace(/^ +/, '');
}

/** Whether a step, as `toWorklistElements` gives it, is what the keys ask for. */
export function matchesKeys(
  keys: readonly Key[],
  elements: readonly WritableElement[],
  negotiation: QueryNegotiation,
): boolean {
  const combined = negotiation.isDateTimeCombined ? findCombined(keys) : null;
  if (combined && !isInCombined(combined, elements)) return false;
  return keys.every((key) => {
    if (key.kind === 'any') return true;
    if (combined && (key.tag === START_DATE || key.tag === START_TIME)) return true;
    const element = elements.find((candidate) => candidate.tag === key.tag);
    if (element === undefined) return true; // not supported: the answer says so with its status
    if (key.kind === 'value') return 'value' in element && key.matches(String(element.value));
    if (key.keys === null || !('items' in element)) return true;
    const wanted = key.keys;
    if (element.items.length === 0) return wanted.every(isUniversal);
    return element.items.some((item) => matchesKeys(wanted, item, negotiation));
  });
}

function isUniversal(key: Key): boolean {
  return key.kind === 'any' || (key.kind === 'items' && (key.keys === null || key.keys.every(isUniversal)));
}

interface Combined {
  readonly dates: ValueRange;
  readonly times: ValueRange;
}

function findCombined(keys: readonly Key[]): Combined | null {
  const rangeOf = (tag: number) => {
    const key = keys.find((candidate) => candidate.tag === tag);
    return key?.kind === 'value' ? key.range : undefined;
  };
  const dates = rangeOf(START_DATE);
  const times = rangeOf(START_TIME);
  return dates && times ? { dates, times } : null;
}

function isInCombined({ dates, times }: Combined, elements: readonly WritableElement[]): boolean {
  const valueOf = (tag: number) => {
    const element = elements.find((candidate) => candidate.tag === tag);
    return element && 'value' in element ? String(element.value) : '';
  };
  return isInCombinedRange(
    toIsoDate(valueOf(START_DATE)),
    toComparableTime(valueOf(START_TIME)),
    dates,
    times,
  );
}

function toComparableTime(tm: string): string | null {
  const time = toIsoTime(tm);
  return time === null ? null : `${time}.000000`;
}

/** The part of the answer that was asked for; what we do not have comes back empty. */
export function pickAnswer(keys: readonly Key[], elements: readonly WritableElement[]): WritableElement[] {
  return keys.map((key): WritableElement => {
    const element = elements.find((candidate) => candidate.tag === key.tag);
    if (key.kind !== 'items') {
      return element && 'value' in element ? element : { tag: key.tag, vr: key.vr, value: '' };
    }
    if (element === undefined || !('items' in element)) return { tag: key.tag, vr: 'SQ', items: [] };
    const { keys: wanted } = key;
    return wanted === null
      ? element
      : { ...element, items: element.items.map((item) => pickAnswer(wanted, item)) };
  });
}

/** Whether a key with a value is none that we can match (PS3.4 section C.4.1.1.4: status 0xFF01). */
export function hasUnsupportedKey(keys: readonly Key[], elements: readonly WritableElement[]): boolean {
  return keys.some((key) => {
    const element = elements.find((candidate) => candidate.tag === key.tag);
    if (key.kind === 'any') return false;
    if (element === undefined) return !isUniversal(key);
    if (key.kind === 'value' || key.keys === null || !('items' in element)) return false;
    return element.items.length > 0 && hasUnsupportedKey(key.keys, element.items[0] ?? []);
  });
}
