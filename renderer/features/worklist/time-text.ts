/* English texts with a 24 hour clock, as clinics write them. Built once: making a formatter is dear. */
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dateOnly = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const weekdayAndDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const wholeDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `14:32` */
export function clockText(atMs: number): string {
  return clock.format(atMs);
}

/** `14:32` today, `23 Nov 14:32` this year, `23 Nov 2025` before: for lists without day heads. */
export function momentText(atMs: number, nowMs: number): string {
  if (startOfDayMs(atMs) === startOfDayMs(nowMs)) return clock.format(atMs);
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return isThisYear ? `${shortDay.format(atMs)} ${clock.format(atMs)}` : shortDate.format(atMs);
}

/** `12 Mar 1968`; the text itself when it is no date. @param iso `YYYY-MM-DD` */
export function dateText(iso: string): string {
  const atMs = ISO_DATE.test(iso) ? Date.parse(iso) : NaN; // Date.parse alone finds dates in words
  return Number.isNaN(atMs) ? iso : dateOnly.format(atMs);
}

/** `3 s`, `6 min`, `2 h`, `4 days`. A clock that runs ahead counts as now. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? '1 day' : `${days} days`;
}

/**
 * Head of a day: `Today, Tuesday 24 November`, `Yesterday`, `Sunday 22 November`, `3 March 2025`.
 *
 * @param iso `YYYY-MM-DD`, a day of this PC's calendar
 */
export function dayText(iso: string, nowMs: number): string {
  const dayMs = new Date(`${iso}T00:00`).getTime(); // without Z: midnight here
  if (Number.isNaN(dayMs)) return iso;
  if (dayMs === startOfDayMs(nowMs)) return `Today, ${weekdayAndDay.format(dayMs)}`;
  if (dayMs === startOfYesterdayMs(nowMs)) return 'Yesterday';
  const isThisYear = new Date(dayMs).getFullYear() === new Date(nowMs).getFullYear();
  return isThisYear ? weekdayAndDay.format(dayMs) : wholeDate.format(dayMs);
}

/** Midnight before, in the time zone of this PC. Not 24 h arithmetic: days have 23 or 25 hours twice a year. */
export function startOfDayMs(atMs: number): number {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function startOfYesterdayMs(nowMs: number): number {
  const date = new Date(nowMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1).getTime();
}

/** `YYYY-MM-DD` of this PC's day. */
export function toIsoDay(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const grouped = new Intl.NumberFormat('en-GB');

/** `1,204` */
export function countText(count: number): string {
  return grouped.format(count);
}

/** `1 study`, `2 studies` */
export function studiesText(count: number): string {
  return count === 1 ? '1 study' : `${countText(count)} studies`;
}

/** `1 image`, `28 images` */
export function imagesText(count: number): string {
  return count === 1 ? '1 image' : `${countText(count)} images`;
}
