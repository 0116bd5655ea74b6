const MINUTES_PER_DAY = 1_440;
const MS_PER_MINUTE = 60_000;

/** Minutes east of UTC of Timezone Offset From UTC (0008,0201), such as `+0100`; null when it is none. */
export function parseOffset(text: string): number | null {
  const match = /^([+-])(\d{2})(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > MINUTES_PER_DAY) return null;
  return match[1] === '-' ? -minutes : minutes;
}

/** A date (DA) and time (TM), as they are in another time zone. */
export interface Moment {
  readonly date: string;
  readonly time: string;
}

/**
 * Brings a moment to another time zone (PS3.4 section C.2.2.2.5 with timezone query adjustment). A date without a time
 * cannot be moved.
 *
 * @param fromMinutes offset of the stored moment; null for the time zone of this station
 */
export function moveMoment(moment: Moment, fromMinutes: number | null, toMinutes: number): Moment {
  const date = /^(\d{4})(\d{2})(\d{2})$/.exec(moment.date);
  const time = /^(\d{2})(\d{2})?(\d{2})?(\.\d+)?$/.exec(moment.time);
  if (date === null || time === null) return moment;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = time;
  const parts = [date[1], date[2], date[3], hours, minutes, seconds].map(Number) as MomentParts; // six matched groups
  const [year, month, day, ...clock] = parts;
  const utcMs =
    fromMinutes === null
      ? new Date(year, month - 1, day, ...clock).getTime()
      : Date.UTC(year, month - 1, day, ...clock) - fromMinutes * MS_PER_MINUTE;
  const moved = new Date(utcMs + toMinutes * MS_PER_MINUTE).toISOString();
  return {
    date: moved.slice(0, 10).replaceAll('-', ''),
    time:
      moved
        .slice(11, 19)
        .replaceAll(':', '')
        .slice(0, moment.time.length - fraction.length) + fraction,
  };
}

type MomentParts = [number, number, number, number, number, number];
