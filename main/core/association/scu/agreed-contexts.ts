import { CONTEXT_RESULT, type AssociateAccept, type ProposedContext } from '../pdu/associate-pdu.ts';
import { MAX_CONTEXTS, type WantedContext } from './scu-options.ts';

/** A presentation context that the peer accepted. */
export interface AgreedContext {
  readonly id: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

/** @throws RangeError if there are none or more than the protocol can number */
export function toProposedContexts(wanted: readonly WantedContext[]): readonly ProposedContext[] {
  if (wanted.length === 0 || wanted.length > MAX_CONTEXTS) {
    throw new RangeError(`An association needs 1 to ${MAX_CONTEXTS} contexts, got ${wanted.length}`);
  }
  return wanted.map((context, index) => ({
    id: 2 * index + 1,
    abstractSyntax: context.sopClassUid,
    transferSyntaxes: context.transferSyntaxUids,
  }));
}

/** Those that the peer accepted; an answer with an id or a transfer syntax that was never proposed does not count. */
export function toAgreedContexts(
  proposed: readonly ProposedContext[],
  accept: AssociateAccept,
): readonly AgreedContext[] {
  return accept.presentationContexts.flatMap(({ id, result, transferSyntax }) => {
    const context = proposed.find((candidate) => candidate.id === id);
    if (result !== CONTEXT_RESULT.acceptance || !context?.transferSyntaxes.includes(transferSyntax))
      return [];
    return [{ id, sopClassUid: context.abstractSyntax, transferSyntaxUid: transferSyntax }];
  });
}
