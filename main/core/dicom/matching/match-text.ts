import type { PersonName } from '../instance-header.ts';
import { foldForSearch, toSearchWords } from '../search-text.ts';

/** Whether a key asks for everything: empty, or nothing but `*` (PS3.4 sections C.2.2.2.3 and C.2.2.2.4). */
export function isUniversalKey(key: string): boolean {
  return /^\**$/.test(key);
}

/** Whether a value matches the key that was compiled: once for a key that is held against many values. */
export type Matcher<T> = (value: T) => boolean;

/** Single value and wildcard matching of codes and texts: `*` any run, `?` one character, case as written. */
export function matchesText(key: string, value: string): boolean {
  return compileText(key)(value);
}

/** `matchesText` for many values. */
export function compileText(key: string): Matcher<string> {
  if (isUniversalKey(key)) return () => true;
  const pattern = toPattern(key, (literal) => literal);
  return (value) => pattern.test(value);
}

/** Single value and wildcard matching without case, accents and width: for descriptions that people typed. */
export function matchesFoldedText(key: string, value: string): boolean {
  return compileFoldedText(key)(value);
}

/** `matchesFoldedText` for many values. */
export function compileFoldedText(key: string): Matcher<string> {
  if (isUniversalKey(key)) return () => true;
  const pattern = toPattern(key, foldPart);
  return (value) => pattern.test(foldForSearch(value));
}

/** List of UID matching: `\` between the UIDs of the key (PS3.4 section C.2.2.2.2). */
export function matchesUid(key: string, uid: string): boolean {
  const wanted = splitUids(key);
  return wanted.length === 0 || wanted.includes(uid);
}

/** The UIDs of a key, padding removed. */
export function splitUids(key: string): readonly string[] {
  return key
    .split('\\')
    .map((uid) => uid.replace(/[\0 ]+$/, '').replace(/^ +/, ''))
    .filter((uid) => uid !== '');
}

/**
 * Name matching without case, accents and width. A key with one group may be in any group of the name; a key with
 * several, `=` between them, is held against the same groups. A component that the name does not have counts as empty.
 */
export function matchesName(key: string, name: PersonName): boolean {
  return compileName(key)(name);
}

/** `matchesName` for many names. */
export function compileName(key: string): Matcher<PersonName> {
  const keys = key.split('=').map((group) => group.replace(/[\^ \0]+$/, '').trim());
  const matchers = keys.map((group) => (isUniversalKey(group) ? null : compileGroup(group)));
  if (matchers.every((matcher) => matcher === null)) return () => true;
  const [only] = matchers;
  if (matchers.length === 1 && only)
    return (name) => groupsOf(name).some((group) => group !== '' && only(group));
  return (name) => {
    const groups = groupsOf(name);
    return matchers.every((matcher, index) => matcher === null || matcher(groups[index] ?? ''));
  };
}

function groupsOf(name: PersonName): readonly string[] {
  return [name.alphabetic, name.ideographic, name.phonetic];
}

/**
 * Fuzzy matching of names (PS3.4 section C.2.2.2.1.1 leaves it to the SCP): each word of the key starts a word of the
 * name, in any order and any group.
 */
export function matchesNameFuzzily(key: string, name: PersonName): boolean {
  return compileFuzzyName(key)(name);
}

/** `matchesNameFuzzily` for many names. */
export function compileFuzzyName(key: string): Matcher<PersonName> {
  const wanted = toSearchWords(key.replace(/[*?]/g, ' '));
  return (name) => {
    const words = toSearchWords(groupsOf(name).join(' '));
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
}

function compileGroup(key: string): Matcher<string> {
  const pattern = toPattern(key, foldPart);
  return (group) => {
    const folded = foldForSearch(group);
    return pattern.test(folded) || pattern.test(`${folded} `); // `MUSTER^*` finds a Muster without a given name too
  };
}

/** Folding trims its ends, which inside a pattern would join two components. */
function foldPart(literal: string): string {
  return foldForSearch(`x${literal}x`).slice(1, -1);
}

/** Runs of `*` become one, so that a hostile key cannot make the engine try every way to share a text among them. */
function toPattern(key: string, fold: (literal: string) => string): RegExp {
  const source = key
    .replace(/\*+/g, '*')
    .split(/([*?])/)
    .map((part) => {
      if (part === '*') return '[^]*';
      if (part === '?') return '[^]';
      return fold(part).replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
    });
  return new RegExp(`^${source.join('')}$`, 'u');
}
