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
  const sent = `sent ${toAmount(storedCount + failedCount, 'image', 'images')}.`;
  if (failedCount === 0)
    return { result: 'done', words: `${sent} ${storedCount === 1 ? 'It is' : 'All are'} stored.` };
  return {
    result: 'problem',
    words: `${sent} ${failedCount} of them ${failedCount === 1 ? 'is' : 'are'} not stored.`,
  };
}

export function describeOperation({ service, operation, status, count }: AnsweredOperation): CallWords {
  const { verb, gain } = describeDeed(service, operation, count);
  if (status === CANCELLED) return { result: 'done', words: `${verb}, then stopped that itself.` };
  const isWarning = (status & 0xf000) === 0xb000;
  if (status !== 0 && !isWarning) {
    const code = status.toString(16).toUpperCase().padStart(4, '0');
    return { result: 'problem', words: `${verb}. That ended with status 0x${code}.` };
  }
  return {
    result: isWarning ? 'problem' : 'done',
    words: `${verb}${gain}${isWarning ? ', but not all' : ''}.`,
  };
}

function describeDeed(service: string, operation: string, count: number): { verb: string; gain: string } {
  switch (operation) {
    case 'C-FIND':
      return service.includes('Worklist')
        ? { verb: 'asked for its worklist', gain: ` and got ${toAmount(count, 'entry', 'entries')}` }
        : { verb: 'searched', gain: ` and got ${toAmount(count, 'answer', 'answers')}` };
    case 'C-MOVE':
    case 'C-GET':
      return { verb: 'fetched images', gain: `: ${toAmount(count, 'image', 'images')} went out` };
    case 'N-ACTION':
      return { verb: 'asked whether its images are kept', gain: '' };
    case 'N-CREATE':
    case 'N-SET':
      return { verb: 'reported an examination step', gain: '' };
    default:
      return { verb: `used ${service} (${operation})`, gain: '' };
  }
}

function toAmount(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}
