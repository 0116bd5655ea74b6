import {
  nameExpression,
  startingWith,
  type StudyFilter,
  type TextSpan,
} from '../catalog/queries/find-keys.ts';
import { parseDateKey } from '../dicom/matching/match-range.ts';
import { isUniversalKey, splitUids } from '../dicom/matching/match-text.ts';
import { TAG } from '../dicom/tag.ts';

/** Text of a key, empty when it is absent. */
export type KeyTexts = ReadonlyMap<number, string>;

export interface FilterOptions {
  readonly isFuzzy: boolean;
  /** Dates may fall on the day before or after, in another time zone. */
  readonly mayMoveDays: boolean;
}

const DAY_MS = 86_400_000;

/** What indexes can make of the keys, the narrowest first as far as can be guessed. */
export function toStudyFilters(texts: KeyTexts, options: FilterOptions): readonly StudyFilter[] {
  const filters: (StudyFilter | null)[] = [
    uidFilter('study-uids', texts.get(TAG.studyInstanceUid)),
    uidFilter('series-uids', texts.get(TAG.seriesInstanceUid)),
    uidFilter('instance-uids', texts.get(TAG.sopInstanceUid)),
    spanFilter('accession-number', texts.get(TAG.accessionNumber)),
    spanFilter('patient-id', texts.get(TAG.patientId)),
    dateFilter(texts.get(TAG.studyDate), options),
    nameFilter(texts.get(TAG.patientName), options),
  ];
  return filters.filter((filter) => filter !== null);
}

function uidFilter(kind: 'study-uids' | 'series-uids' | 'instance-uids', key = ''): StudyFilter | null {
  const uids = isUniversalKey(key) ? [] : splitUids(key);
  return uids.length === 0 ? null : { kind, uids };
}

function spanFilter(kind: 'patient-id' | 'accession-number', key = ''): StudyFilter | null {
  if (key.includes('\\')) return null;
  const start = literalStart(key);
  if (start === '') return null;
  const span: TextSpan = start === key ? { from: key, to: key } : startingWith(start);
  return { kind, span };
}

function dateFilter(key = '', { mayMoveDays }: FilterOptions): StudyFilter | null {
  const range = parseDateKey(key);
  if (!range.ok || (range.value.from === null && range.value.to === null)) return null;
  const move = (day: string, days: number) =>
    mayMoveDays ? new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10) : day;
  const { from, to } = range.value;
  const span = { from: from === null ? '' : move(from, -1), to: to === null ? '9999-12-31' : move(to, 1) };
  return { kind: 'study-dates', span };
}

/** Names are indexed by words: those before the first wildcard are looked up. */
function nameFilter(key = '', { isFuzzy }: FilterOptions): StudyFilter | null {
  if (key.includes('\\')) return null;
  const groups = key.split('=').map((group) => (isFuzzy ? firstWord(group) : literalStart(group)));
  const start = groups.find((group) => nameExpression(group) !== null);
  const expression = start === undefined ? null : nameExpression(start);
  return expression === null ? null : { kind: 'name', expression };
}

function literalStart(key: string): string {
  return /^[^*?]*/.exec(key)?.[0] ?? '';
}

/** Empty where a wildcard comes first: the word may then begin before it. */
function firstWord(key: string): string {
  return /^[\^ ]*([^*?^= ]+)/.exec(key)?.[1] ?? '';
}
