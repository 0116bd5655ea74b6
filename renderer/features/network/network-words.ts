import type { DeviceRow, HeldCallerRow } from '../../../preload/contract/devices.ts';

export type Right = DeviceRow['rights'][number];

/** In the order in which people read them. `short` stands in the table, `wish` follows "to". */
export const RIGHTS: readonly {
  readonly right: Right;
  readonly short: string;
  readonly wish: string;
  readonly explanation: string;
}[] = [
  { right: 'store', short: 'send', wish: 'send images', explanation: 'Send images here (C-STORE)' },
  { right: 'query', short: 'find', wish: 'find studies', explanation: 'Find studies (C-FIND)' },
  { right: 'retrieve', short: 'fetch', wish: 'fetch images', explanation: 'Fetch images (C-MOVE, C-GET)' },
  { right: 'worklist', short: 'worklist', wish: 'ask for its worklist', explanation: 'Ask for its worklist' },
  {
    right: 'procedure-step',
    short: 'steps',
    wish: 'report examination steps',
    explanation: 'Report examination steps (MPPS)',
  },
  {
    right: 'commitment',
    short: 'commit',
    wish: 'have its images confirmed',
    explanation: 'Ask whether its images are kept (storage commitment)',
  },
  { right: 'echo', short: 'test', wish: 'test the connection', explanation: 'Test the connection (C-ECHO)' },
];

/** What the table says that a device may do: the test of the connection goes without saying. */
export function mayText(rights: readonly Right[]): string {
  if (rights.length === 0) return 'nothing, refused';
  const words = RIGHTS.filter(({ right }) => right !== 'echo' && rights.includes(right));
  return words.length === 0 ? 'test only' : words.map(({ short }) => short).join(', ');
}

/** The parts of "To find studies, and to fetch images", with the verb apart, which is set in bold. */
export function wishParts(
  rights: readonly Right[],
): readonly { readonly verb: string; readonly rest: string }[] {
  return RIGHTS.filter(({ right }) => rights.includes(right)).map(({ wish }) => {
    const [verb = '', ...rest] = wish.split(' ');
    return { verb, rest: rest.join(' ') };
  });
}

/** "find studies and fetch images" */
export function wishesText(rights: readonly Right[]): string {
  const wishes = RIGHTS.filter(({ right }) => rights.includes(right)).map(({ wish }) => wish);
  return [wishes.slice(0, -1).join(', '), ...wishes.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** What became of a caller's wishes so far. */
export function outcomeText({ denied, storedCount, askedFor }: HeldCallerRow): string {
  const stored =
    storedCount === 0
      ? ''
      : `${imagesText(storedCount)} arrived and ${storedCount === 1 ? 'is' : 'are'} stored.`;
  if (denied.length > 0) {
    const isAll = askedFor.every((right) => denied.includes(right));
    const held = isAll ? 'Held for you, until you say yes.' : `Held for you: to ${wishesText(denied)}.`;
    return [stored, held].filter(Boolean).join(' ');
  }
  if (stored !== '') return `${stored} Nothing is held back.`;
  return askedFor.length === 0 ? '' : 'Nothing is held back.';
}

/** "Held since 14:21, called 3 times" */
export function callerSinceText(caller: HeldCallerRow, nowMs: number): string {
  const since = momentText(caller.firstCallAtMs, nowMs);
  const times = caller.callCount === 1 ? 'called once' : `called ${countText(caller.callCount)} times`;
  return `${caller.denied.length > 0 ? 'Held since' : 'New since'} ${since}, ${times}`;
}

/** `10.4.0.12:104`; where it may call from when we do not call it. */
export function addressText({ host, port, addressMask }: DeviceRow): string {
  if (host !== '') return port === null ? host : `${host}:${port}`;
  return addressMask === '' ? 'any' : addressMask;
}

/** The one address from which a device may call; null when there are several, or none is set. */
export function onlyAddress({ addressMask }: DeviceRow): string | null {
  return addressMask === '' || /[,/\s]/.test(addressMask) ? null : addressMask;
}

/** Those whose wishes are held first; then in the order in which they came, so that no card moves when one calls again. */
export function inReadingOrder(callers: readonly HeldCallerRow[]): readonly HeldCallerRow[] {
  const isHeld = ({ denied }: HeldCallerRow) => (denied.length > 0 ? 0 : 1);
  return callers.toSorted((a, b) => isHeld(a) - isHeld(b) || a.firstCallAtMs - b.firstCallAtMs);
}

export interface CallableDevice extends DeviceRow {
  readonly port: number;
}

/** Whether we can call it, and not only it us. */
export function isCallable(device: DeviceRow): device is CallableDevice {
  return device.host !== '' && device.port !== null;
}

export const UNKNOWN_CALLER_RULES = [
  {
    value: 'accept',
    word: 'Accept',
    meaning: 'Whoever calls may do everything here: send, find and fetch. Only for networks that you trust.',
  },
  {
    value: 'hold',
    word: 'Hold for approval',
    meaning: 'New callers may send images. To ask for images, they need your yes.',
  },
  {
    value: 'refuse',
    word: 'Refuse',
    meaning: 'Only known devices get in. Images of others are refused and stay where they are.',
  },
] as const;

/* English texts with a 24 hour clock, as clinics write them. Built once: making a formatter is dear. */
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const grouped = new Intl.NumberFormat('en-GB');

/** `14:32` today, `23 Nov 14:32` before. */
export function momentText(atMs: number, nowMs: number): string {
  const time = clock.format(atMs);
  return isSameDay(atMs, nowMs) ? time : `${shortDay.format(atMs)} ${time}`;
}

/** `14:32:05` today, `23 Nov 14:32` before. */
export function callTimeText(atMs: number, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? clockWithSeconds.format(atMs) : momentText(atMs, nowMs);
}

/** `3 s ago`, `34 min ago`, `2 h ago`, `4 days ago`. A clock that runs ahead counts as now. */
export function agoText(atMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - atMs) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

export function countText(count: number): string {
  return grouped.format(count);
}

export function imagesText(count: number): string {
  return count === 1 ? '1 image' : `${countText(count)} images`;
}

function isSameDay(aMs: number, bMs: number): boolean {
  return new Date(aMs).toDateString() === new Date(bMs).toDateString();
}
