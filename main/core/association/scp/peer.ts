import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import type { AssociationPeer } from '../store-handler.ts';

/** Longest name of a foreign program that the log repeats; the standard allows 16. */
const MAX_NAME_LENGTH = 64;

/** What a caller says of itself, cleaned of control characters, because logs and screens repeat it. */
export function toPeer(request: AssociateRequest, associationId: number, address: string): AssociationPeer {
  const { implementationClassUid, implementationVersionName } = request.userInformation;
  return {
    associationId,
    callingAeTitle: toPrintable(request.callingAeTitle),
    calledAeTitle: toPrintable(request.calledAeTitle),
    address,
    implementationClassUid: implementationClassUid === null ? null : toPrintable(implementationClassUid),
    implementationVersionName:
      implementationVersionName === null ? null : toPrintable(implementationVersionName),
  };
}

/** @returns the address without the prefix that an IPv4 caller has on an IPv6 socket */
export function toPlainAddress(remoteAddress: string | undefined): string {
  return (remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d)/i, '');
}

function toPrintable(text: string): string {
  return text.slice(0, MAX_NAME_LENGTH).replaceAll(/\p{Cc}/gu, '?');
}
