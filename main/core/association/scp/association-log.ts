import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import type { Refusal, AssociationSummary } from '../association-observer.ts';
import type { AssociationPeer } from '../store-handler.ts';
import type { LogFields, Logger } from '../../shared/logger.ts';
import { assertNever } from '../../shared/result.ts';
import type { AcceptedContext, RefusalKind } from '../acse/negotiation.ts';

/** Plain words for a refusal, from the station's side. */
export function explainRefusal(kind: RefusalKind, peer: AssociationPeer, aeTitle: string): Refusal {
  return { kind, message: `${nameOf(peer)} called and was refused. ${explainKind(kind, peer, aeTitle)}` };
}

function explainKind(kind: RefusalKind, peer: AssociationPeer, aeTitle: string): string {
  switch (kind) {
    case 'called-ae-title':
      return `It asked for ${peer.calledAeTitle || 'no AE title at all'}, and this station is ${aeTitle}. Correct the AE title there, or let Bucky answer to any.`;
    case 'application-context':
      return 'It asked for something other than DICOM.';
    case 'protocol-version':
      return 'It speaks a version of the DICOM protocol that does not exist.';
    case 'too-many-associations':
      return 'As many devices as allowed are connected already. It may try again later.';
    case 'stopping':
      return 'Bucky is closing.';
    default:
      return assertNever(kind);
  }
}

export function logOpened(
  logger: Logger,
  peer: AssociationPeer,
  request: AssociateRequest,
  contexts: ReadonlyMap<number, AcceptedContext>,
): void {
  const proposed = request.presentationContexts.length;
  const fields: LogFields = {
    ...fieldsOf(peer),
    implementationClassUid: peer.implementationClassUid,
    implementationVersionName: peer.implementationVersionName,
    peerMaxPduBytes: request.userInformation.maxPduBytes,
    proposedContexts: proposed,
    acceptedContexts: contexts.size,
  };
  const agreed = `${contexts.size} of ${proposed} kinds of transfer agreed.`;
  const message = `${nameOf(peer)} connected and asked for ${peer.calledAeTitle}; ${agreed}`;
  if (contexts.size === 0) logger.warn(`${message} It can send nothing this way.`, fields);
  else logger.info(message, fields);
}

export function logClosed(logger: Logger, peer: AssociationPeer, summary: AssociationSummary): void {
  const { wasReleased, storedCount, failedCount, durationMs } = summary;
  const fields = { ...fieldsOf(peer), storedCount, failedCount, durationMs: Math.round(durationMs) };
  const objects = storedCount === 1 ? '1 object' : `${storedCount} objects`;
  const failed = failedCount === 0 ? '' : `, ${failedCount} not`;
  const message = `${nameOf(peer)} left: ${summary.ending}; ${objects} kept${failed}.`;
  if (wasReleased && failedCount === 0) logger.info(message, fields);
  else logger.warn(message, fields);
}

export function logRefused(logger: Logger, peer: AssociationPeer, refusal: Refusal): void {
  logger.warn(refusal.message, { ...fieldsOf(peer), refusal: refusal.kind });
}

function fieldsOf(peer: AssociationPeer): LogFields {
  return {
    associationId: peer.associationId,
    callingAeTitle: peer.callingAeTitle,
    calledAeTitle: peer.calledAeTitle,
    address: peer.address,
  };
}

/** "CT-1 (10.0.0.5, OFFIS_DCMTK_367)" */
function nameOf(peer: AssociationPeer): string {
  const program = peer.implementationVersionName;
  return `${peer.callingAeTitle || 'A device without a name'} (${peer.address}${program ? `, ${program}` : ''})`;
}
