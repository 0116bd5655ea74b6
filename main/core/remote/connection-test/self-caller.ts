import type { Caller, CallerDecision, CallerPolicy, CallerRight } from '../../shared/caller-policy.ts';
import { isOwnAddress } from './own-addresses.ts';

/** By which AE title the station calls itself; unlike its own, so that the log tells the two apart. */
export const SELF_TEST_AE_TITLE = 'BUCKY_SELFTEST';

const ECHO: ReadonlySet<CallerRight> = new Set<CallerRight>(['echo']);

/** Lets the station's own test of its port in, for an echo and nothing else, without a card in the inbox of callers. */
export function withSelfTest(policy: CallerPolicy): CallerPolicy {
  return {
    decide: (caller): CallerDecision | Promise<CallerDecision> =>
      isSelf(caller.peer) ? { kind: 'accept', rights: ECHO } : policy.decide(caller),
    mayNow: (peer, right) => (isSelf(peer) ? right === 'echo' : (policy.mayNow?.(peer, right) ?? true)),
  };
}

function isSelf({ callingAeTitle, address }: Caller['peer']): boolean {
  return callingAeTitle === SELF_TEST_AE_TITLE && isOwnAddress(address);
}
