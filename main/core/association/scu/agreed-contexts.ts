import { isStorageSopClass, VERIFICATION_SOP_CLASS } from '../../dicom/sop-class.ts';
import type { DimseService, QueryNegotiation } from '../../shared/dimse-services.ts';
import type { AcceptedContext, ContextUse } from '../acse/accepted-context.ts';
import { decodeExtendedNegotiation, NO_QUERY_NEGOTIATION } from '../acse/extended-negotiation.ts';
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
export function toAcceptedContexts(
  proposed: readonly ProposedContext[],
  accept: AssociateAccept,
  services: readonly DimseService[],
): ReadonlyMap<number, AcceptedContext> {
  const contexts = new Map<number, AcceptedContext>();
  for (const { id, result, transferSyntax } of accept.presentationContexts) {
    const context = proposed.find((candidate) => candidate.id === id);
    if (result !== CONTEXT_RESULT.acceptance || !context?.transferSyntaxes.includes(transferSyntax)) continue;
    const { abstractSyntax } = context;
    const role = accept.userInformation.roleSelections.find(
      ({ sopClassUid }) => sopClassUid === abstractSyntax,
    );
    contexts.set(id, {
      id,
      abstractSyntax,
      transferSyntax,
      use: findUse(abstractSyntax, services),
      // The roles in the answer are the requestor's, ours; the peer is the other side of each.
      isPeerScu: role?.isScp ?? false,
      isPeerScp: role?.isScu ?? true,
    });
  }
  return contexts;
}

/** What the peer agreed to for a query or retrieve service; nothing when it does not say. */
export function toQueryNegotiation(accept: AssociateAccept, sopClassUid: string): QueryNegotiation {
  const answer = accept.userInformation.extendedNegotiations.find((item) => item.sopClassUid === sopClassUid);
  return answer ? decodeExtendedNegotiation(answer.applicationInformation) : NO_QUERY_NEGOTIATION;
}

function findUse(sopClassUid: string, services: readonly DimseService[]): ContextUse | null {
  if (sopClassUid === VERIFICATION_SOP_CLASS) return { kind: 'verification' };
  const service = services.find((candidate) => candidate.sopClassUid === sopClassUid);
  if (service) return { kind: 'service', service, negotiation: NO_QUERY_NEGOTIATION };
  return isStorageSopClass(sopClassUid) ? { kind: 'storage' } : null;
}
