import { assertNever } from '../../shared/result.ts';
import type { Abort, AssociateAccept, AssociateReject, AssociateRequest } from '../pdu/associate-pdu.ts';
import {
  decodeAbort,
  decodeAssociateAccept,
  decodeAssociateReject,
  decodeAssociateRequest,
} from '../pdu/decode-pdu.ts';
import type { PduFault } from '../pdu/pdu-fault.ts';
import { PDU_TYPE, type PduType } from '../pdu/pdu-type.ts';

/** An event of the state machine that a whole PDU from the peer causes, with what the PDU said. */
export type PeerEvent =
  | { readonly event: 'associate-rq-pdu'; readonly request: AssociateRequest }
  | { readonly event: 'associate-ac-pdu'; readonly accept: AssociateAccept }
  | { readonly event: 'associate-rj-pdu'; readonly reject: AssociateReject }
  | { readonly event: 'release-rq-pdu' }
  | { readonly event: 'release-rp-pdu' }
  | { readonly event: 'abort-pdu'; readonly abort: Abort }
  | { readonly event: 'invalid-pdu'; readonly fault: PduFault };

export function toPeerEvent(type: Exclude<PduType, typeof PDU_TYPE.data>, body: Buffer): PeerEvent {
  switch (type) {
    case PDU_TYPE.associateRequest: {
      const request = decodeAssociateRequest(body);
      return request.ok ? { event: 'associate-rq-pdu', request: request.value } : invalid(request.error);
    }
    case PDU_TYPE.associateAccept: {
      const accept = decodeAssociateAccept(body);
      return accept.ok ? { event: 'associate-ac-pdu', accept: accept.value } : invalid(accept.error);
    }
    case PDU_TYPE.associateReject: {
      const reject = decodeAssociateReject(body);
      return reject.ok ? { event: 'associate-rj-pdu', reject: reject.value } : invalid(reject.error);
    }
    case PDU_TYPE.releaseRequest:
      return { event: 'release-rq-pdu' };
    case PDU_TYPE.releaseReply:
      return { event: 'release-rp-pdu' };
    case PDU_TYPE.abort:
      return { event: 'abort-pdu', abort: decodeAbort(body) };
    default:
      return assertNever(type);
  }
}

function invalid(fault: PduFault): PeerEvent {
  return { event: 'invalid-pdu', fault };
}
