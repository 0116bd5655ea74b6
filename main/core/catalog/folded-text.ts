/** Text without case and accents, for sorting and searching: what a person types without looking for the right key. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** DA as `YYYY-MM-DD`; null when absent or unreadable. */
export function toIsoDate(da: string): string | null {
  const match = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(da.trim());
  return match === null ? null : `${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}`;
}

/** TM as `HH:MM:SS`; null when absent or unreadable. */
export function toIsoTime(tm: string): string | null {
  const match = /^(\d{2}):?(\d{2})?:?(\d{2})?(\.\d*)?$/.exec(tm.trim());
  return match === null ? null : `${match[1] ?? '00'}:${match[2] ?? '00'}:${match[3] ?? '00'}`;
}
