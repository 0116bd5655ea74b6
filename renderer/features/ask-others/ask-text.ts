import type { CommandOutput } from '../../../preload/contract/command.ts';
import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import type { PersonName } from '../../../preload/contract/study.ts';

export type RemoteStudyRow = CommandOutput<'remote.search.page'>['studies'][number];

/** The same study may be at two stations: each is a row of its own. */
export function rowKey({
  nodeName,
  studyInstanceUid,
}: Pick<RemoteStudyRow, 'nodeName' | 'studyInstanceUid'>): string {
  return `${studyInstanceUid} ${nodeName}`; // no UID has a space
}

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

const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `12 Mar 1968`; empty for null. */
export function dateText(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(`${iso}T00:00`); // without Z: midnight here
  return Number.isNaN(date.getTime()) ? iso : shortDate.format(date);
}

export function studiesText(count: number): string {
  return count === 1 ? '1 study' : `${count} studies`;
}

/** What stands in the list of jobs, and in the archive's log of who fetched what. */
export function jobLabel(study: RemoteStudyRow): string {
  const parts = [
    nameText(study.patientName),
    study.modalities.join(' '),
    study.studyDescription,
    dateText(study.studyDate),
  ];
  return parts.filter(Boolean).join(', ').slice(0, 256);
}

/** Whole: all that the station has is here. */
export function hereText({ hereCount, instanceCount }: RemoteStudyRow): string {
  if (hereCount === 0) return '';
  if (instanceCount === null) return `${hereCount} here`;
  return hereCount >= instanceCount ? 'All here' : `${hereCount} of ${instanceCount} here`;
}

/** Stands in the row of a study while a job fetches it. */
export function underwayText({ state, doneCount }: RemoteJobRow): string {
  if (state === 'paused') return 'Paused';
  if (state !== 'running') return 'Waits';
  return doneCount === 0 ? 'Fetching' : `Fetching, ${doneCount}`;
}

/** Jobs that fetch whole studies and are not through, by the key of the study's row. */
export function toUnderway(jobs: readonly RemoteJobRow[]): ReadonlyMap<string, RemoteJobRow> {
  const open = jobs.filter(
    ({ kind, state, seriesInstanceUid }) =>
      kind === 'retrieve' && seriesInstanceUid === null && ['waiting', 'running', 'paused'].includes(state),
  );
  return new Map(open.map((job) => [rowKey(job), job]));
}

/** `Fetch from Archive north` */
export function jobTitle({ kind, nodeName }: RemoteJobRow): { readonly deed: string; readonly node: string } {
  return { deed: kind === 'retrieve' ? 'Fetch from' : 'Send to', node: nodeName };
}

/** State and counts: `Fetching, 12 of 40 images`. */
export function jobStateText(job: RemoteJobRow, nowMs: number): string {
  const { doneCount, failedCount } = job;
  const total = jobTotal(job);
  const hasCounts = doneCount > 0 || total !== null;
  const isWhole = job.state === 'done' && total === doneCount;
  const counts = total === null || isWhole ? imagesText(doneCount) : `${doneCount} of ${imagesText(total)}`;
  const failed = failedCount === 0 ? '' : `${failedCount} did not go`;
  return [stateWord(job, nowMs), hasCounts ? counts : '', failed].filter(Boolean).join(', ');
}

/** Null while it is not known. */
export function jobTotal({ doneCount, failedCount, remainingCount }: RemoteJobRow): number | null {
  return remainingCount === null ? null : doneCount + failedCount + remainingCount;
}

function stateWord({ state, kind, attempts, runAfterMs }: RemoteJobRow, nowMs: number): string {
  switch (state) {
    case 'waiting':
      return attempts === 0 ? 'Waits for its turn' : `Is tried again ${inText(runAfterMs - nowMs)}`;
    case 'running':
      return kind === 'retrieve' ? 'Fetching' : 'Sending';
    case 'paused':
      return 'Paused';
    case 'done':
      return kind === 'retrieve' ? 'Fetched' : 'Sent';
    case 'failed':
      return 'Given up';
    case 'cancelled':
      return 'Cancelled';
  }
}

function inText(durationMs: number): string {
  const seconds = Math.ceil(durationMs / 1_000);
  if (seconds <= 0) return 'now';
  return seconds < 100 ? `in ${seconds} s` : `in ${Math.ceil(seconds / 60)} min`;
}

function imagesText(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}
