import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../dicom/implementation.ts';
import { APPLICATION_CONTEXT_NAME } from '../acse/negotiation.ts';
import { NO_USER_INFORMATION, type AssociateRequest, type ProposedContext } from '../pdu/associate-pdu.ts';
import type { RemoteStation } from './association-error.ts';

/** What we say when we call: the plain default roles, one operation at a time, no user identity. */
export function toAssociateRequest(
  station: RemoteStation,
  presentationContexts: readonly ProposedContext[],
  maxPduBytes: number,
): AssociateRequest {
  return {
    protocolVersion: 1,
    calledAeTitle: station.calledAeTitle,
    callingAeTitle: station.callingAeTitle,
    applicationContextName: APPLICATION_CONTEXT_NAME,
    presentationContexts,
    userInformation: {
      ...NO_USER_INFORMATION,
      maxPduBytes,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersionName: IMPLEMENTATION_VERSION_NAME,
    },
  };
}
