import type { StudyRow } from '../../../preload/contract/study.ts';
import { isArriving } from './reading-status.ts';
import { dayText, toIsoDay } from './time-text.ts';

/** A line of the list: the head of a group, or a study. */
export type ListItem =
  | { readonly kind: 'group'; readonly key: string; readonly title: string; readonly studyCount: number }
  | { readonly kind: 'study'; readonly key: string; readonly studyIndex: number };

/** Time of the newest image: what the last column shows, and what the core sorts it by. */
export function arrivedAtMs(study: Pick<StudyRow, 'lastReceivedAtMs'>): number {
  return study.lastReceivedAtMs;
}

/**
 * Day under which the core puts a study: the day it was made, so that an old study that is fetched today does not stand
 * among today's; without a date the day it came. `YYYY-MM-DD`.
 */
export function dayOf(study: Pick<StudyRow, 'studyDate' | 'firstReceivedAtMs'>): string {
  return study.studyDate ?? toIsoDay(study.firstReceivedAtMs);
}

/** Puts heads between studies that the core has ordered: arriving first, then by day. */
export function groupByDay(studies: readonly StudyRow[], nowMs: number): readonly ListItem[] {
  const items: ListItem[] = [];
  let openKey: string | null = null;
  let headIndex = -1;
  studies.forEach((study, studyIndex) => {
    const key = isArriving(study) ? 'arriving' : dayOf(study);
    if (key !== openKey) {
      openKey = key;
      headIndex = items.length;
      const title = key === 'arriving' ? 'Arriving now' : dayText(key, nowMs);
      items.push({ kind: 'group', key: `${key} ${studyIndex}`, title, studyCount: 0 });
    }
    const head = items[headIndex];
    if (head?.kind === 'group') items[headIndex] = { ...head, studyCount: head.studyCount + 1 };
    items.push({ kind: 'study', key: study.studyInstanceUid, studyIndex });
  });
  return items;
}

/** One group only: a person's own order replaces the days. */
export function inOneGroup(studies: readonly StudyRow[], title: string): readonly ListItem[] {
  return [
    { kind: 'group', key: 'all', title, studyCount: studies.length },
    ...studies.map((study, studyIndex) => ({
      kind: 'study' as const,
      key: study.studyInstanceUid,
      studyIndex,
    })),
  ];
}
