import type { StudyRow } from '../../../preload/contract/study.ts';
import { isArriving } from './reading-status.ts';
import { dayText, startOfDayMs } from './time-text.ts';

/** A line of the list: the head of a group, or a study. */
export type ListItem =
  | { readonly kind: 'group'; readonly key: string; readonly title: string; readonly studyCount: number }
  | { readonly kind: 'study'; readonly key: string; readonly studyIndex: number };

/**
 * Time by which a study stands in its day and that the last column shows: its first image, so that a late image does
 * not move it to another day.
 */
export function arrivedAtMs(study: Pick<StudyRow, 'firstReceivedAtMs'>): number {
  return study.firstReceivedAtMs;
}

/** Puts heads between studies that the core has ordered: arriving first, then by day. */
export function groupByDay(studies: readonly StudyRow[], nowMs: number): readonly ListItem[] {
  const items: ListItem[] = [];
  let openKey: string | null = null;
  let headIndex = -1;
  studies.forEach((study, studyIndex) => {
    const dayStartMs = startOfDayMs(arrivedAtMs(study));
    const key = isArriving(study) ? 'arriving' : `day ${dayStartMs}`;
    if (key !== openKey) {
      openKey = key;
      headIndex = items.length;
      const title = key === 'arriving' ? 'Arriving now' : dayText(dayStartMs, nowMs);
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
