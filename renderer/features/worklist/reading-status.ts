import type { StudyStatus } from '../../../preload/contract/study.ts';
import type { DiscFill } from '../../ui/ReadingDisc.tsx';

export interface ReadingStatus {
  readonly word: string;
  readonly fill: DiscFill;
}

/** How far reading has come: what a radiologist wants to know of the life cycle of a study. */
export function readingStatus(status: StudyStatus): ReadingStatus {
  switch (status) {
    case 'received':
    case 'complete':
    case 'judged':
    case 'review_required':
      return { word: 'Unread', fill: 'full' };
    case 'reading':
      return { word: 'Reading', fill: 'half' };
    case 'final':
      return { word: 'Final', fill: 'empty' };
    case 'rejected':
      return { word: 'Rejected', fill: 'empty' };
  }
}

/** Nobody has to do anything with it any more. */
export function isDone(status: StudyStatus): boolean {
  return status === 'final' || status === 'rejected';
}

/** Images of it still come: the core calls a study complete after the quiet time. */
export function isArriving(study: { readonly status: StudyStatus }): boolean {
  return study.status === 'received';
}

/** What a person may set, with its key. Dictated comes with dictation. */
export const settableStatuses = [
  { status: 'complete', word: 'Unread', digit: '1' },
  { status: 'reading', word: 'Reading', digit: '2' },
  { status: 'final', word: 'Final', digit: '4' },
] as const satisfies readonly { status: StudyStatus; word: string; digit: string }[];
