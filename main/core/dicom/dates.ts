/**
 * A date (DA) as `YYYY-MM-DD`; null when it is absent or no day of the calendar. Old objects write `YYYY.MM.DD`, and
 * some devices `YYYY-MM-DD` (PS3.5 section 6.2).
 */
export function toIsoDate(da: string): string | null {
  const [, year, month, day] =
    /^(\d{4})([.-]?)(\d{2})\2(\d{2})$/.exec(da.trim())?.filter((_, group) => group !== 2) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return isDay ? iso : null;
}

/**
 * A time (TM) as `HH:MM:SS`; null when it is absent or no time of day. Minutes and seconds may be missing, a fraction is
 * cut off, 60 is a leap second, and old objects write colons (PS3.5 section 6.2).
 */
export function toIsoTime(tm: string): string | null {
  const match = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.\d*)?)?)?$/.exec(tm.trim());
  if (match === null) return null;
  const [, hours = '00', minutes = '00', seconds = '00'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  return `${hours}:${minutes}:${seconds === '60' ? '59' : seconds}`;
}

/** The day of a moment in the time zone of this PC, `YYYY-MM-DD`. */
export function toLocalDay(unixMs: number): string {
  const date = new Date(unixMs);
  return `${date.getFullYear()}-${toTwoDigits(date.getMonth() + 1)}-${toTwoDigits(date.getDate())}`;
}

/** The time of a moment in the time zone of this PC, to the minute: `HH:MM:00`. */
export function toLocalMinute(unixMs: number): string {
  const date = new Date(unixMs);
  return `${toTwoDigits(date.getHours())}:${toTwoDigits(date.getMinutes())}:00`;
}

function toTwoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
