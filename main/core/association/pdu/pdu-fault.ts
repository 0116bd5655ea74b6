/** Who aborts (PS3.8 section 9.3.8, Table 9-26). */
export const ABORT_SOURCE = { serviceUser: 0, serviceProvider: 2 } as const;

/** Why the service provider aborts (PS3.8 Table 9-26). Meaningless when the source is the service user. */
export const ABORT_REASON = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedParameter: 4,
  unexpectedParameter: 5,
  invalidParameterValue: 6,
} as const;
export type AbortReason = (typeof ABORT_REASON)[keyof typeof ABORT_REASON];

/** Why an association is aborted by this side. */
export interface PduFault {
  readonly source: 'service-user' | 'service-provider';
  readonly reason: AbortReason;
  /** Plain words for the log; no content of a data set. */
  readonly detail: string;
}

export function providerFault(reason: AbortReason, detail: string): PduFault {
  return { source: 'service-provider', reason, detail };
}

/** An abort for reasons of our own: the peer did nothing wrong. */
export function userFault(detail: string): PduFault {
  return { source: 'service-user', reason: ABORT_REASON.notSpecified, detail };
}

const REASON_WORDS: Readonly<Record<number, string>> = {
  [ABORT_REASON.notSpecified]: 'no reason given',
  [ABORT_REASON.unrecognizedPdu]: 'it did not recognise a message of ours',
  [ABORT_REASON.unexpectedPdu]: 'it did not expect a message of ours at that moment',
  [ABORT_REASON.unrecognizedParameter]: 'it did not recognise a part of a message of ours',
  [ABORT_REASON.unexpectedParameter]: 'it did not expect a part of a message of ours',
  [ABORT_REASON.invalidParameterValue]: 'it found a wrong value in a message of ours',
};

/** What an A-ABORT from a peer says, in plain words. */
export function explainAbort(source: number, reason: number): string {
  if (source !== ABORT_SOURCE.serviceProvider) return 'the program there ended it, no reason given';
  return REASON_WORDS[reason] ?? `reason ${reason}, which the standard does not define`;
}
