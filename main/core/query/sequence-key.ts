import { AttributeReader } from '../dicom/attribute-reader.ts';
import type { CharacterSet } from '../dicom/charset/character-set.ts';
import type { WritableElement } from '../dicom/data-set-writer.ts';
import type { DataSet } from '../dicom/data-set.ts';
import type { DicomJson } from '../dicom/dicom-json.ts';
import { isUniversalKey, type Matcher } from '../dicom/matching/match-text.ts';
import { toTagHex } from '../dicom/tag.ts';
import { dictionaryVr } from '../dicom/vr.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { jsonItems, jsonText, toWritable, toWritableItem } from './json-values.ts';
import { keyText } from './key-text.ts';
import { mismatch, tagName, type QueryFault } from './query-fault.ts';
import { compileKey, type MatcherOptions } from './value-matcher.ts';

/** A key of VR SQ (PS3.4 section C.2.2.2.6): an item must match with all its keys. */
export interface SequenceKey {
  /** Null when it asks for everything. */
  readonly test: ((details: DicomJson) => boolean) | null;
  /** The matching items, with the attributes that were asked for; whole ones when none were named. */
  readonly write: (details: DicomJson) => WritableElement;
}

interface ItemKey {
  readonly tag: number;
  readonly matcher: Matcher<string> | null;
  readonly sequence: SequenceKey | null;
}

export function compileSequence(
  tag: number,
  items: readonly DataSet[],
  characterSet: CharacterSet,
  options: MatcherOptions,
): Result<SequenceKey, QueryFault> {
  const [item, ...others] = items;
  if (others.length > 0) return err(mismatch(`The key ${tagName(tag)} has more than one item`, tag));
  const keys = compileItem(item, characterSet, options);
  if (!keys.ok) return keys;
  const tests = keys.value.flatMap((key) => toTest(key) ?? []);
  const matches = (details: DicomJson) => tests.every((test) => test(details));
  return ok({
    test: tests.length === 0 ? null : (details) => jsonItems(details, tag).some(matches),
    write: (details) => ({
      tag,
      vr: 'SQ',
      items: jsonItems(details, tag)
        .filter(matches)
        .map((found) => (keys.value.length === 0 ? toWritableItem(found) : writeItem(keys.value, found))),
    }),
  });
}

function compileItem(
  item: DataSet | undefined,
  inherited: CharacterSet,
  options: MatcherOptions,
): Result<readonly ItemKey[], QueryFault> {
  if (item === undefined) return ok([]);
  const { characterSet } = new AttributeReader(item, inherited);
  const keys: ItemKey[] = [];
  for (const element of item.elements.values()) {
    const { tag } = element;
    const vr = dictionaryVr(tag, false);
    if (vr === 'UN' || tag % 0x10000 === 0) continue;
    if (vr === 'SQ') {
      const nested = compileSequence(tag, element.items ?? [], characterSet, options);
      if (!nested.ok) return nested;
      keys.push({ tag, matcher: null, sequence: nested.value });
      continue;
    }
    const text = keyText(element, item.isBigEndian, characterSet);
    const matcher = isUniversalKey(text) ? ok(null) : compileKey(tag, vr, text, options);
    if (!matcher.ok) return err(mismatch(`The key ${tagName(tag)} ${matcher.error}`, tag));
    keys.push({ tag, matcher: matcher.value, sequence: null });
  }
  return ok(keys);
}

function toTest({ tag, matcher, sequence }: ItemKey): ((details: DicomJson) => boolean) | null {
  if (sequence) return sequence.test;
  return matcher === null ? null : (details) => matcher(jsonText(details, tag));
}

function writeItem(keys: readonly ItemKey[], found: DicomJson): readonly WritableElement[] {
  return keys.flatMap(({ tag, sequence }) => {
    if (sequence) return sequence.write(found);
    const element = found[toTagHex(tag)];
    return (element && toWritable(tag, element)) ?? { tag, vr: dictionaryVr(tag, false), value: '' };
  });
}
