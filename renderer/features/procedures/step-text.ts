import type { ProcedureRow, StepStatus } from '../../../preload/contract/procedures.ts';
import type { PersonName } from '../../../preload/contract/study.ts';
import type { DiscFill } from '../../ui/ReadingDisc.tsx';

/** `Muster, Berta`: family name first, as stored. Never empty. */
export function nameText({ alphabetic, ideographic, phonetic }: PersonName): string {
  return joined(alphabetic, ', ') || joined(ideographic, ' ') || joined(phonetic, ' ') || 'No name';
}

/** The ideographic group beside an alphabetic one; empty when there is none. */
export function nameBeside({ alphabetic, ideographic }: PersonName): string {
  return alphabetic === '' ? '' : joined(ideographic, ' ');
}

function joined(group: string, afterFamily: string): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
    .split('^')
    .map((part) => part.trim());
  const rest = [prefix, given, middle].filter(Boolean).join(' ');
  return [[family, rest].filter(Boolean).join(afterFamily), suffix].filter(Boolean).join(', ');
}

const STATUS_WORDS: Readonly<Record<StepStatus, { readonly word: string; readonly fill: DiscFill }>> = {
  scheduled: { word: 'Scheduled', fill: 'full' },
  arrived: { word: 'Arrived', fill: 'full' },
  'in-progress': { word: 'In progress', fill: 'half' },
  completed: { word: 'Completed', fill: 'empty' },
  discontinued: { word: 'Broken off', fill: 'empty' },
};

export function statusText(status: StepStatus): { readonly word: string; readonly fill: DiscFill } {
  return STATUS_WORDS[status];
}

export function isOver(status: StepStatus): boolean {
  return status === 'completed' || status === 'discontinued';
}

/** `24 of 24`, `6`, or empty while nothing came and nothing is announced. */
export function imagesText({ study }: Pick<ProcedureRow, 'study'>): string {
  if (study === null) return '';
  return study.expectedCount === null
    ? String(study.instanceCount)
    : `${study.instanceCount} of ${study.expectedCount}`;
}

const weekdayAndDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const wholeDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `YYYY-MM-DD` of this PC's day, some days from now. */
export function isoDay(nowMs: number, daysFromNow = 0): string {
  const now = new Date(nowMs);
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysFromNow);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Head of a day: `Today, Tuesday 24 November`. */
export function dayText(iso: string, nowMs: number): string {
  const date = new Date(`${iso}T00:00`); // without Z: midnight here
  if (Number.isNaN(date.getTime())) return iso;
  if (iso === isoDay(nowMs)) return `Today, ${weekdayAndDay.format(date)}`;
  if (iso === isoDay(nowMs, 1)) return `Tomorrow, ${weekdayAndDay.format(date)}`;
  if (iso === isoDay(nowMs, -1)) return 'Yesterday';
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear();
  return isThisYear ? weekdayAndDay.format(date) : wholeDate.format(date);
}

/** `12 Mar 1968` */
export function dateText(iso: string): string {
  const date = new Date(`${iso}T00:00`);
  return Number.isNaN(date.getTime()) ? iso : shortDate.format(date);
}

/** `3 s`, `6 min`, `2 h`, `4 days` */
export function agoText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? '1 day' : `${days} days`;
}

export function stepsText(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}
