import type { AsynchronousOperationsWindow } from '../pdu/associate-pdu.ts';

/** How many operations may be outstanding in each direction; 0 is no limit. */
export interface OperationsTerms {
  /** Operations of the peer's that we serve at one time. */
  readonly maxPerformed: number;
  /** Operations of ours that the peer serves at one time. */
  readonly maxInvoked: number;
}

/** Without negotiation one after the other, both ways (PS3.7 section D.3.3.3). */
export const ONE_AT_A_TIME: OperationsTerms = { maxPerformed: 1, maxInvoked: 1 };

/** The acceptor's side: as much as the requestor asked for, up to our own limits. */
export function agreeOnOperations(
  asked: AsynchronousOperationsWindow | null,
  own: OperationsTerms,
): OperationsTerms {
  if (asked === null) return ONE_AT_A_TIME;
  return {
    maxPerformed: lesser(asked.maxInvoked, own.maxPerformed),
    maxInvoked: lesser(asked.maxPerformed, own.maxInvoked),
  };
}

/** What the acceptor says: how many it lets the requestor invoke, and perform. */
export function toWindowAnswer(agreed: OperationsTerms): AsynchronousOperationsWindow {
  return { maxInvoked: agreed.maxPerformed, maxPerformed: agreed.maxInvoked };
}

/** For counting. */
export function toCount(limit: number): number {
  return limit === 0 ? Number.POSITIVE_INFINITY : limit;
}

function lesser(a: number, b: number): number {
  const smaller = Math.min(toCount(a), toCount(b));
  return Number.isFinite(smaller) ? smaller : 0;
}
