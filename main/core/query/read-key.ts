import type { CharacterSet } from '../dicom/charset/character-set.ts';
import type { DataElement } from '../dicom/data-set.ts';
import type { WritableElement } from '../dicom/data-set-writer.ts';
import { isUniversalKey } from '../dicom/matching/match-text.ts';
import { toTagHex } from '../dicom/tag.ts';
import { dictionaryVr } from '../dicom/vr.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { ReadValue } from './column-values.ts';
import { jsonText, toWritable } from './json-values.ts';
import { inTimeZone } from './moments.ts';
import { mismatch, tagName, type QueryFault } from './query-fault.ts';
import type { QueryLevel } from './query-level.ts';
import type { QueryKey } from './query-plan.ts';
import { compileSequence } from './sequence-key.ts';
import type { Subject } from './subject.ts';
import { compileKey } from './value-matcher.ts';

/** What is the same for all keys of an identifier. */
export interface KeyContext {
  readonly columns: ReadonlyMap<number, ReadValue>;
  readonly characterSet: CharacterSet;
  readonly isFuzzy: boolean;
  /** Minutes east of UTC that dates and times are asked in; null when that was not agreed. */
  readonly offsetMinutes: number | null;
}

/** Longer keys match nothing; only lists of UIDs may be long. */
const MAX_KEY_LENGTH = 1_024;
const NUMBERS = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD']);

export function readKey(
  element: DataElement,
  text: string,
  level: QueryLevel,
  isReturned: boolean,
  context: KeyContext,
): Result<QueryKey, QueryFault> {
  const { tag } = element;
  const vr = dictionaryVr(tag, false);
  if (vr === 'SQ') return readSequence(element, level, isReturned, context);
  if (vr !== 'UI' && text.length > MAX_KEY_LENGTH) {
    return err(mismatch(`The key ${tagName(tag)} is too long`, tag));
  }
  const value = valueOf(tag, context);
  const matcher = isUniversalKey(text) ? ok(null) : compileKey(tag, vr, text, context);
  if (!matcher.ok) return err(mismatch(`The key ${tagName(tag)} ${matcher.error}`, tag));
  const matches = matcher.value;
  const write = value.isRaw
    ? (subject: Subject) => writeDetail(tag, vr, subject)
    : (subject: Subject) => writeText(tag, vr, value.read(subject));
  return ok({
    tag,
    level,
    test: matches === null ? null : (subject) => matches(value.read(subject)),
    needsDetails: value.needsDetails,
    write: isReturned ? write : null,
  });
}

interface KeyValue {
  readonly read: ReadValue;
  readonly needsDetails: boolean;
  /** Goes out as it stands in the metadata. */
  readonly isRaw: boolean;
}

/** How an attribute is read: from a column, from the metadata, or moved to another time zone. */
export function valueOf(tag: number, { columns, offsetMinutes }: KeyContext): KeyValue {
  const plain = (one: number): ReadValue => columns.get(one) ?? (({ details }) => jsonText(details, one));
  const moved = offsetMinutes === null ? null : inTimeZone(tag, plain, offsetMinutes);
  if (moved !== null) return { read: moved, needsDetails: true, isRaw: false };
  const isRaw = !columns.has(tag);
  return { read: plain(tag), needsDetails: isRaw, isRaw };
}

function readSequence(
  element: DataElement,
  level: QueryLevel,
  isReturned: boolean,
  context: KeyContext,
): Result<QueryKey, QueryFault> {
  const compiled = compileSequence(element.tag, element.items ?? [], context.characterSet, context);
  if (!compiled.ok) return compiled;
  const { test, write } = compiled.value;
  return ok({
    tag: element.tag,
    level,
    test: test === null ? null : ({ details }) => test(details),
    needsDetails: true,
    write: isReturned ? ({ details }) => write(details) : null,
  });
}

function writeDetail(tag: number, vr: string, { details }: Subject): WritableElement {
  const element = details[toTagHex(tag)];
  return (element && toWritable(tag, element)) ?? { tag, vr, value: '' };
}

function writeText(tag: number, vr: string, text: string): WritableElement {
  if (!NUMBERS.has(vr) || text === '') return { tag, vr, value: text };
  return { tag, vr, value: text.split('\\').map(Number) };
}
