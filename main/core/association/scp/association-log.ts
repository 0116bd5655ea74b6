import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import type { AssociationSummary, OperationReport, Refusal } from '../association-observer.ts';
import type { AssociationPeer } from '../store-handler.ts';
import type { LogFields, Logger } from '../../shared/logger.ts';
import { assertNever } from '../../shared/result.ts';
import type { CallerRight } from '../../shared/caller-policy.ts';
import type { Agreement, RefusalKind } from '../acse/negotiation.ts';
import { formatStatus } from '../dimse/status.ts';

/** What is behind a refusal. */
export interface RefusalCause {
  readonly kind: RefusalKind;
  /** From the policy, where it knows better. */
  readonly words?: string;
}

/** Plain words for a refusal, from the station's side. */
export function explainRefusal(cause: RefusalCause, peer: AssociationPeer, aeTitle: string): Refusal {
  const { kind } = cause;
  const words = cause.words ?? explainKind(kind, peer, aeTitle);
  return { kind, message: `${nameOf(peer)} called and was refused. ${words}` };
}

function explainKind(kind: RefusalKind, peer: AssociationPeer, aeTitle: string): string {
  switch (kind) {
    case 'called-ae-title':
      return `It asked for ${peer.calledAeTitle || 'no AE title at all'}, and this station is ${aeTitle}. Correct the AE title there, or let Bucky answer to any.`;
    case 'application-context':
      return 'It asked for something other than DICOM.';
    case 'protocol-version':
      return 'It speaks a version of the DICOM protocol that does not exist.';
    case 'unknown-caller':
      return 'Bucky does not know it. Accept it as a device to let it in.';
    case 'address':
      return 'Its network address is not among those that may call.';
    case 'user-identity':
      return 'The user name or passcode that it gave is not the right one.';
    case 'held':
      return 'It waits for somebody here to accept it as a device.';
    case 'too-many-of-caller':
      return 'It has as many connections open already as it may have.';
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
  { contexts, deniedRights }: Agreement,
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
  const denied = deniedRights.size === 0 ? '' : ` It may not ${toWords(deniedRights)} here.`;
  const message = `${nameOf(peer)} connected and asked for ${peer.calledAeTitle}; ${agreed}${denied}`;
  if (contexts.size === 0) logger.warn(`${message} It can do nothing this way.`, fields);
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

export function logAnswered(logger: Logger, peer: AssociationPeer, report: OperationReport): void {
  const { service, operation, status, count, durationMs } = report;
  const how = `${count === 0 ? '' : `${count} found or sent, `}ended with status ${formatStatus(status)}`;
  logger.info(`${nameOf(peer)} asked ${service}: ${how}.`, {
    ...fieldsOf(peer),
    operation,
    status: formatStatus(status),
    count,
    durationMs: Math.round(durationMs),
  });
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

const RIGHT_WORDS: Readonly<Record<CallerRight, string>> = {
  echo: 'test the connection',
  store: 'send images',
  query: 'search',
  retrieve: 'fetch images',
  worklist: 'ask for the worklist',
  'procedure-step': 'report procedure steps',
  commitment: 'ask for storage commitment',
};

/** "search, fetch images" */
function toWords(rights: ReadonlySet<CallerRight>): string {
  return [...rights].map((right) => RIGHT_WORDS[right]).join(', ');
}
