import { AttributeReader } from '../dicom/attribute-reader.ts';
import { textShapeOf } from '../dicom/charset/character-set.ts';
import { findCharacterSetTerm } from '../dicom/charset/character-sets.ts';
import type { DataElement, DataSet } from '../dicom/data-set.ts';
import { parseDateKey, parseTimeKey } from '../dicom/matching/match-range.ts';
import { isUniversalKey, splitUids } from '../dicom/matching/match-text.ts';
import { TAG } from '../dicom/tag.ts';
import { dictionaryVr } from '../dicom/vr.ts';
import type { QueryNegotiation } from '../shared/dimse-services.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { ReadValue } from './column-values.ts';
import { keyText } from './key-text.ts';
import { combinedTest, partnerOf } from './moments.ts';
import { mismatch, tagName, type QueryFault } from './query-fault.ts';
import { isAbove, levelOf, LEVELS, UNIQUE_KEYS, type QueryLevel, type QueryRoot } from './query-level.ts';
import type { QueryKey, QueryPlan } from './query-plan.ts';
import { readKey, valueOf, type KeyContext } from './read-key.ts';
import { toStudyFilters } from './study-filters.ts';
import { parseOffset } from './time-zone.ts';
import { toDigitRange } from './value-matcher.ts';

const QUERY_LEVEL = 0x00080052;
const QUERY_VIEW = 0x00080053;
const RETRIEVE_AE_TITLE = 0x00080054;
const INSTANCE_AVAILABILITY = 0x00080056;
const TIMEZONE_OFFSET = 0x00080201;
/** Say something of the query itself, and are answered apart from the others. */
const NO_KEYS = new Set<number>([TAG.specificCharacterSet, QUERY_LEVEL, QUERY_VIEW, RETRIEVE_AE_TITLE]);
/** Belong to whatever level is asked for: availability, time zone, and the medium that it lies on. */
const ANY_LEVEL = new Set([INSTANCE_AVAILABILITY, TIMEZONE_OFFSET, 0x00880130, 0x00880140]);
/** Lists of so many UIDs are looked up one by one; of longer ones every row is read. */
const MAX_LOOKED_UP_UIDS = 500;

export interface ParseParts {
  readonly root: QueryRoot;
  readonly negotiation: QueryNegotiation;
  readonly columns: ReadonlyMap<number, ReadValue>;
}

/** Understands an identifier of C-FIND (PS3.4 section C.4.1). */
export function parseQuery(identifier: DataSet, parts: ParseParts): Result<QueryPlan, QueryFault> {
  const level = readLevel(identifier, parts.root);
  if (!level.ok) return level;
  const reader = new AttributeReader(identifier);
  const charsetFault = findCharacterSetFault(identifier, reader);
  if (charsetFault !== null) return err(charsetFault);
  const texts = new Map<number, string>();
  for (const element of identifier.elements.values()) {
    texts.set(element.tag, keyText(element, identifier.isBigEndian, reader.characterSet));
  }
  const { isFuzzy, isTimezoneAdjusted } = parts.negotiation;
  const offsetMinutes = isTimezoneAdjusted ? parseOffset(texts.get(TIMEZONE_OFFSET) ?? '') : null;
  const context = { columns: parts.columns, characterSet: reader.characterSet, isFuzzy, offsetMinutes };
  const uniqueFault = findMissingUniqueKey(texts, level.value, parts);
  if (uniqueFault !== null) return err(uniqueFault);
  const read = readKeys(identifier, texts, level.value, parts, context);
  if (!read.ok) return read;
  const { keys, hasUnusedKeys } = read.value;
  return ok({
    level: level.value,
    keys: parts.negotiation.isDateTimeCombined ? combine(keys, texts, context) : keys,
    filters: toStudyFilters(texts, { isFuzzy, mayMoveDays: offsetMinutes !== null }),
    seriesUids: fewUids(texts.get(TAG.seriesInstanceUid)),
    instanceUids: fewUids(texts.get(TAG.sopInstanceUid)),
    hasUnusedKeys,
    characterSet: reader.codes(TAG.specificCharacterSet),
    timezoneOffset: offsetMinutes === null ? null : (texts.get(TIMEZONE_OFFSET) ?? null),
  });
}

function readLevel(identifier: DataSet, root: QueryRoot): Result<QueryLevel, QueryFault> {
  const text = new AttributeReader(identifier).code(QUERY_LEVEL).toUpperCase();
  if (text === '') return err(mismatch('The query does not say its Query/Retrieve Level', QUERY_LEVEL));
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) return err(mismatch('The Query/Retrieve Level is unknown', QUERY_LEVEL));
  if (level === 'PATIENT' && root === 'study') {
    return err(mismatch('Study Root has no PATIENT level', QUERY_LEVEL));
  }
  return ok(level);
}

/** An unknown set does no harm as long as the keys are plain ASCII. */
function findCharacterSetFault(identifier: DataSet, reader: AttributeReader): QueryFault | null {
  const terms = reader.codes(TAG.specificCharacterSet).split('\\');
  if (terms.every((term) => findCharacterSetTerm(term) !== null)) return null;
  const hasText = [...identifier.elements.values()].some(
    ({ tag, value }) => textShapeOf(dictionaryVr(tag, false)) && value?.some((byte) => byte > 0x7e),
  );
  return hasText ? mismatch('The Specific Character Set is unknown', TAG.specificCharacterSet) : null;
}

function findMissingUniqueKey(
  texts: ReadonlyMap<number, string>,
  level: QueryLevel,
  { root, negotiation }: ParseParts,
): QueryFault | null {
  if (negotiation.isRelational) return null;
  for (const above of LEVELS) {
    if (above === 'PATIENT' && root === 'study') continue;
    if (!isAbove(above, level)) break;
    const { tag, name } = UNIQUE_KEYS[above];
    const text = texts.get(tag) ?? '';
    if (isUniversalKey(text)) return mismatch(`A query at ${level} level needs one ${name}`, tag);
    if (above === 'PATIENT' && /[*?]/.test(text)) {
      return mismatch(`A query at ${level} level takes no wildcard in ${name}`, tag);
    }
  }
  return null;
}

interface ReadKeys {
  readonly keys: readonly QueryKey[];
  readonly hasUnusedKeys: boolean;
}

function readKeys(
  identifier: DataSet,
  texts: ReadonlyMap<number, string>,
  level: QueryLevel,
  parts: ParseParts,
  context: KeyContext,
): Result<ReadKeys, QueryFault> {
  const keys: QueryKey[] = [];
  let hasUnusedKeys = false;
  for (const element of withUniqueKeys(identifier, level, parts.root)) {
    const { tag } = element;
    if (!isKey(tag, context)) continue;
    const keyLevel = ANY_LEVEL.has(tag) ? level : levelOf(tag, parts.root);
    const text = tag === TIMEZONE_OFFSET ? '' : (texts.get(tag) ?? ''); // says how to read the others
    const isBelow = isAbove(level, keyLevel);
    const asksForAll = isUniversalKey(text) && !hasItemKeys(element);
    if (!isSupported(tag) || (isBelow && asksForAll)) {
      hasUnusedKeys = true;
      continue;
    }
    if (isBelow && !parts.negotiation.isRelational) {
      return err(mismatch(`The key ${tagName(tag)} is below the ${level} level`, tag));
    }
    const key = readKey(element, text, keyLevel, !isBelow, context);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return ok({ keys, hasUnusedKeys });
}

/** Neither a group length nor something that is said of the query itself. */
function isKey(tag: number, { offsetMinutes }: KeyContext): boolean {
  return tag % 0x10000 !== 0 && !NO_KEYS.has(tag) && !(tag === TIMEZONE_OFFSET && offsetMinutes !== null);
}

/** The unique keys down to the level are part of every answer, asked for or not. */
function withUniqueKeys(identifier: DataSet, level: QueryLevel, root: QueryRoot): readonly DataElement[] {
  const elements = new Map(identifier.elements);
  for (const one of LEVELS) {
    const { tag } = UNIQUE_KEYS[one];
    const isNeeded = !isAbove(level, one) && !(one === 'PATIENT' && root === 'study');
    if (!isNeeded || elements.has(tag)) continue;
    elements.set(tag, {
      tag,
      vr: dictionaryVr(tag, false),
      value: Buffer.alloc(0),
      length: 0,
      valueOffset: 0,
    });
  }
  return [...elements.values()];
}

function hasItemKeys(element: DataElement): boolean {
  return element.items?.some((item) => item.elements.size > 0) === true;
}

/** Private attributes and binary values are no keys here. */
function isSupported(tag: number): boolean {
  return !/^(UN|O.)$/.test(dictionaryVr(tag, false));
}

function fewUids(key = ''): readonly string[] | null {
  const uids = isUniversalKey(key) ? [] : splitUids(key);
  return uids.length === 0 || uids.length > MAX_LOOKED_UP_UIDS ? null : uids;
}

/** Puts one test in the place of those of a date and its time. */
function combine(
  keys: readonly QueryKey[],
  texts: ReadonlyMap<number, string>,
  context: KeyContext,
): readonly QueryKey[] {
  return keys.map((key) => {
    const pair = partnerOf(key.tag);
    const time = pair && keys.find(({ tag }) => tag === pair.time);
    const date = pair && keys.find(({ tag }) => tag === pair.date);
    if (!pair || !date?.test || !time?.test) return key;
    if (key === time) return { ...key, test: null };
    const dates = parseDateKey(texts.get(pair.date) ?? '');
    const times = parseTimeKey(texts.get(pair.time) ?? '');
    if (!dates.ok || !times.ok) return key;
    const ranges = [toDigitRange(dates.value), toDigitRange(times.value)] as const;
    const test = combinedTest(valueOf(pair.date, context).read, valueOf(pair.time, context).read, ...ranges);
    return { ...key, test };
  });
}
