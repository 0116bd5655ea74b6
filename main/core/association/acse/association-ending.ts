import { explainAbort, type PduFault } from '../pdu/pdu-fault.ts';
import type { AssociateReject } from '../pdu/associate-pdu.ts';
import { assertNever } from '../../shared/result.ts';

/** How an association, or the attempt at one, came to its end. */
export type AssociationEnding =
  | { readonly kind: 'released' }
  | { readonly kind: 'rejected'; readonly reject: AssociateReject }
  | { readonly kind: 'aborted-by-peer'; readonly source: number; readonly reason: number }
  | { readonly kind: 'aborted-by-us'; readonly fault: PduFault }
  /** ARTIM ran out: the peer connected and then said nothing (PS3.8 section 9.1.4). */
  | { readonly kind: 'peer-silent' }
  /** The transport connection closed under the association; `code` is the system's, such as ECONNRESET. */
  | { readonly kind: 'connection-lost'; readonly code: string | null; readonly wasInsidePdu: boolean };

/** Finishes the sentence "The association with CT-1 ended: …". */
export function explainEnding(ending: AssociationEnding): string {
  switch (ending.kind) {
    case 'released':
      return 'the caller was done';
    case 'rejected':
      return 'it was refused';
    case 'aborted-by-peer':
      return `the other side broke it off (${explainAbort(ending.source, ending.reason)})`;
    case 'aborted-by-us':
      return `Bucky broke it off: ${ending.fault.detail}`;
    case 'peer-silent':
      return 'the other side connected and then said nothing';
    case 'connection-lost':
      return explainLoss(ending.code, ending.wasInsidePdu);
    default:
      return assertNever(ending);
  }
}

function explainLoss(code: string | null, wasInsidePdu: boolean): string {
  const where = wasInsidePdu ? ' in the middle of a message' : '';
  return `the network connection closed${where}${code === null ? '' : ` (${code})`}`;
}
