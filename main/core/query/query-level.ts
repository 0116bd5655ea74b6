/** The levels of the query models, from above (PS3.4 sections C.6.1.1 and C.6.2.1). */
export const LEVELS = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'] as const;
export type QueryLevel = (typeof LEVELS)[number];

/** The two information models that are served. */
export type QueryRoot = 'patient' | 'study';

export function isAbove(a: QueryLevel, b: QueryLevel): boolean {
  return LEVELS.indexOf(a) < LEVELS.indexOf(b);
}

const tags = (list: string): readonly number[] => list.split(/\s+/).map((hex) => Number.parseInt(hex, 16));

/**
 * Attributes by the level that they are asked for at: PS3.4 Tables C.6-1 to C.6-4, and what else the modules of PS3.3 put at
 * that level. Institution and department are the equipment's by the book, but everybody asks for them with the study.
 */
const LEVEL_BY_TAG: ReadonlyMap<number, QueryLevel> = new Map([
  ...tags(`00100010 00100020 00100021 00100022 00100024 00100026 00100030 00100032 00100040 00101000 00101001 00101002
    00101005 00101060 00102160 00104000 00081120 00201200 00201202 00201204`).map(
    (tag): [number, QueryLevel] => [tag, 'PATIENT'],
  ),
  ...tags(`0020000D 00200010 00080020 00080030 00080050 00080051 00080061 00080062 00080080 00080081 00080090 00080096
    00081030 00081032 00081040 00081048 00081049 00081060 00081062 00081080 00081084 00081110 00101010 00101020 00101030
    00102000 00102110 00102180 001021B0 00201070 00201206 00201208 00321032 00321060 00321064 00380010 00380060
    00380062`).map((tag): [number, QueryLevel] => [tag, 'STUDY']),
  ...tags(`0020000E 00200011 00200052 00200060 00201040 00201209 00080021 00080031 00080060 00080070 0008103E 0008103F
    00081010 00081050 00081052 00081070 00081072 00081090 00081111 00180015 00181000 00181020 00181030 00185100 00400244
    00400245 00400250 00400251 00400253 00400254 00400260 00400275 00400280`).map(
    (tag): [number, QueryLevel] => [tag, 'SERIES'],
  ),
]);

/** What is in no table above belongs to the instance. Study Root has no patient level: it is part of the study's. */
export function levelOf(tag: number, root: QueryRoot): QueryLevel {
  const level = LEVEL_BY_TAG.get(tag) ?? 'IMAGE';
  return level === 'PATIENT' && root === 'study' ? 'STUDY' : level;
}

/** Attributes that have their place at a level, unique keys among them; for the conformance statement. */
export function tagsOfLevel(level: QueryLevel): readonly number[] {
  return [...LEVEL_BY_TAG].filter(([, own]) => own === level).map(([tag]) => tag);
}

/** Unique keys by level. */
export const UNIQUE_KEYS: Readonly<Record<QueryLevel, { readonly tag: number; readonly name: string }>> = {
  PATIENT: { tag: 0x00100020, name: 'Patient ID' },
  STUDY: { tag: 0x0020000d, name: 'Study Instance UID' },
  SERIES: { tag: 0x0020000e, name: 'Series Instance UID' },
  IMAGE: { tag: 0x00080018, name: 'SOP Instance UID' },
};
