import type { CallerRight } from '../shared/caller-policy.ts';
import type { CallResult } from './activity.ts';

/** Finishes a sentence that begins with the name of a station. */
interface CallWords {
  readonly result: CallResult;
  readonly words: string;
}

/** An operation that was answered. */
interface AnsweredOperation {
  /** Name of the service, such as `Study Root Query (FIND)`. */
  readonly service: string;
  /** Such as `C-FIND`. */
  readonly operation: string;
  /** DIMSE status of the final response. */
  readonly status: number;
  readonly count: number;
}

const WISHES: Readonly<Record<CallerRight, string>> = {
  echo: 'test the connection',
  store: 'send images',
  query: 'search',
  retrieve: 'fetch images',
  worklist: 'ask for the worklist',
  'procedure-step': 'report examination steps',
  commitment: 'have its images confirmed',
};

const CANCELLED = 0xfe00;

/** "search and fetch images" */
export function toWishes(rights: readonly CallerRight[]): string {
  const words = rights.map((right) => WISHES[right]);
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');
}

export function describeStored(storedCount: number, failedCount: number): CallWords {
  const count = storedCount + failedCount;
  const sent = `sent ${toAmount(count, 'image', 'images')}.`;
  if (failedCount === 0)
    return { result: 'done', words: `${sent} ${count === 1 ? 'It is' : 'All are'} stored.` };
  const lost = count === 1 ? 'It is' : `${failedCount} of them ${failedCount === 1 ? 'is' : 'are'}`;
  return { result: 'problem', words: `${sent} ${lost} not stored.` };
}

export function describeOperation({ service, operation, status, count }: AnsweredOperation): CallWords {
  const { did, wish, gain } = describeDeed(service, operation, count);
  if (status === CANCELLED) return { result: 'done', words: `${did}, then stopped that itself.` };
  const isWarning = (status & 0xf000) === 0xb000;
  if (status !== 0 && !isWarning) {
    const code = status.toString(16).toUpperCase().padStart(4, '0');
    return { result: 'problem', words: `wanted to ${wish}. That ended with status 0x${code}.` };
  }
  return isWarning
    ? { result: 'problem', words: `${did}${gain}, but not all.` }
    : { result: 'done', words: `${did}${gain}.` };
}

interface Deed {
  readonly did: string;
  readonly wish: string;
  /** Follows `did`. */
  readonly gain: string;
}

function describeDeed(service: string, operation: string, count: number): Deed {
  switch (operation) {
    case 'C-FIND':
      return service.includes('Worklist')
        ? {
            did: 'asked for its worklist',
            wish: WISHES.worklist,
            gain: ` and got ${toAmount(count, 'entry', 'entries')}`,
          }
        : { did: 'searched', wish: WISHES.query, gain: ` and got ${toAmount(count, 'answer', 'answers')}` };
    case 'C-MOVE':
    case 'C-GET':
      return {
        did: 'fetched images',
        wish: WISHES.retrieve,
        gain: `: ${toAmount(count, 'image', 'images')} went out`,
      };
    case 'N-ACTION':
      return { did: 'asked whether its images are kept', wish: WISHES.commitment, gain: '' };
    case 'N-CREATE':
    case 'N-SET':
      return { did: 'reported an examination step', wish: 'report an examination step', gain: '' };
    default:
      return { did: `used ${service}`, wish: `use ${service} (${operation})`, gain: '' };
  }
}

function toAmount(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}
