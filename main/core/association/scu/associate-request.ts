import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../dicom/implementation.ts';
import { encodeExtendedNegotiation } from '../acse/extended-negotiation.ts';
import { APPLICATION_CONTEXT_NAME } from '../acse/negotiation.ts';
import {
  NO_USER_INFORMATION,
  type AssociateRequest,
  type ProposedContext,
  type RoleSelection,
  type UserIdentity,
} from '../pdu/associate-pdu.ts';
import type { ConnectOptions, WantedContext } from './scu-options.ts';

/** What we say when we call: nothing beyond the defaults of the standard that was not asked for. */
export function toAssociateRequest(
  options: ConnectOptions,
  presentationContexts: readonly ProposedContext[],
  maxPduBytes: number,
): AssociateRequest {
  const { contexts, operations } = options;
  return {
    protocolVersion: 1,
    calledAeTitle: options.calledAeTitle,
    callingAeTitle: options.callingAeTitle,
    applicationContextName: APPLICATION_CONTEXT_NAME,
    presentationContexts,
    userInformation: {
      ...NO_USER_INFORMATION,
      maxPduBytes,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersionName: IMPLEMENTATION_VERSION_NAME,
      asynchronousOperationsWindow: operations ?? null,
      roleSelections: toRoleSelections(contexts),
      extendedNegotiations: contexts.flatMap(({ sopClassUid, negotiation }) =>
        negotiation ? [{ sopClassUid, applicationInformation: encodeExtendedNegotiation(negotiation) }] : [],
      ),
      userIdentity: toUserIdentity(options.userIdentity),
    },
  };
}

/** One for each SOP class that is not left at the default. */
function toRoleSelections(contexts: readonly WantedContext[]): readonly RoleSelection[] {
  const selections = new Map<string, RoleSelection>();
  for (const { sopClassUid, role } of contexts) {
    if (role === 'scp' || role === 'both') {
      selections.set(sopClassUid, { sopClassUid, isScu: role === 'both', isScp: true });
    }
  }
  return [...selections.values()];
}

function toUserIdentity(identity: ConnectOptions['userIdentity']): UserIdentity | null {
  if (!identity) return null;
  const { userName, passcode } = identity;
  return {
    type: passcode === undefined ? 1 : 2,
    isResponseRequested: false,
    primaryField: Buffer.from(userName, 'utf8'),
    secondaryField: Buffer.from(passcode ?? '', 'utf8'),
  };
}
