import type { LiveAssociation } from '../../shared/dimse-services.ts';
import type { DimseSession } from '../dimse/dimse-session.ts';
import type { AssociateAccept } from '../pdu/associate-pdu.ts';
import type { OperationHost } from '../scp/operations/operation-host.ts';
import type { ConnectOptions } from './scu-options.ts';

/** Not one of the listener's associations, which count from 1. */
const OUTGOING_ASSOCIATION_ID = 0;

/** What is served to a peer that we called: the objects of our own C-GET, and reports on what we asked. */
export function toOperationHost(
  options: ConnectOptions,
  accept: AssociateAccept,
  session: DimseSession,
  { live, onBug }: { readonly live: LiveAssociation; readonly onBug: (error: unknown) => void },
): OperationHost {
  return {
    peer: {
      associationId: OUTGOING_ASSOCIATION_ID,
      callingAeTitle: options.calledAeTitle, // the peer's name, which is what `peer` is about
      calledAeTitle: options.callingAeTitle,
      address: options.host,
      implementationClassUid: accept.userInformation.implementationClassUid,
      implementationVersionName: accept.userInformation.implementationVersionName,
    },
    storeHandler: options.storeHandler ?? null,
    session,
    association: live,
    isAllowed: () => true,
    reportBug: onBug,
    onEchoed: () => undefined,
    onStored: (report) => options.onStored?.(report),
    onAnswered: () => undefined,
  };
}
