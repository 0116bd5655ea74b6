import { err, ok, type Result } from '../../shared/result.ts';
import {
  CONTEXT_RESULT,
  NO_USER_INFORMATION,
  type AssociateAccept,
  type AssociateReject,
  type AssociateRequest,
  type ContextAnswer,
  type ProposedContext,
  type UserInformation,
} from '../pdu/associate-pdu.ts';

/** DICOM Application Context Name (PS3.7 Annex A.2.1); there is only one. */
export const APPLICATION_CONTEXT_NAME = '1.2.840.10008.3.1.1.1';
/** Storage Service Class (PS3.4 Annex B), as named in SOP Class Common Extended Negotiation. */
const STORAGE_SERVICE_CLASS = '1.2.840.10008.4.2';
const DICOM_ROOT = '1.2.840.10008.';
const PROTOCOL_VERSION_1 = 0x0001;
/** Put into the answer to a rejected context, where it means nothing. */
const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';

/** What this station takes from callers. */
export interface NegotiationPolicy {
  readonly aeTitle: string;
  readonly acceptAnyCalledAeTitle: boolean;
  readonly acceptPrivateTransferSyntaxes: boolean;
  readonly maxPduBytes: number;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  readonly isVerificationSopClass: (uid: string) => boolean;
  readonly isStorageSopClass: (uid: string) => boolean;
  /** Whether a registered transfer syntax may be kept. */
  readonly carriesPixels: (transferSyntaxUid: string) => boolean;
}

/** A presentation context that both sides agreed on. */
export interface AcceptedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
  /** Whether objects may be stored with it. */
  readonly isStorage: boolean;
}

export interface Agreement {
  readonly accept: AssociateAccept;
  readonly contexts: ReadonlyMap<number, AcceptedContext>;
}

export type RefusalKind =
  'protocol-version' | 'application-context' | 'called-ae-title' | 'too-many-associations' | 'stopping';

/** A-ASSOCIATE-RJ result, source and reason (PS3.8 Table 9-21). */
export const REJECT_FIELDS: Readonly<Record<RefusalKind, AssociateReject>> = {
  'protocol-version': { result: 1, source: 2, reason: 2 },
  'application-context': { result: 1, source: 1, reason: 2 },
  'called-ae-title': { result: 1, source: 1, reason: 7 },
  'too-many-associations': { result: 2, source: 3, reason: 2 },
  stopping: { result: 2, source: 3, reason: 1 },
};

/** Decides on a request. Looks at what it says only; how many associations are open is for the listener to know. */
export function negotiate(
  request: AssociateRequest,
  policy: NegotiationPolicy,
): Result<Agreement, RefusalKind> {
  if ((request.protocolVersion & PROTOCOL_VERSION_1) === 0) return err('protocol-version');
  if (request.applicationContextName !== APPLICATION_CONTEXT_NAME) return err('application-context');
  if (!policy.acceptAnyCalledAeTitle && request.calledAeTitle !== policy.aeTitle)
    return err('called-ae-title');

  const contexts = new Map<number, AcceptedContext>();
  const answers = new Map<number, ContextAnswer>();
  for (const proposed of request.presentationContexts) {
    if (answers.has(proposed.id)) continue; // the same id twice: the first one stands
    const answer = answerContext(proposed, request.userInformation, policy);
    answers.set(proposed.id, answer);
    if (answer.result !== CONTEXT_RESULT.acceptance) continue;
    contexts.set(proposed.id, {
      id: proposed.id,
      abstractSyntax: proposed.abstractSyntax,
      transferSyntax: answer.transferSyntax,
      isStorage: !policy.isVerificationSopClass(proposed.abstractSyntax),
    });
  }
  return ok({
    contexts,
    accept: {
      protocolVersion: PROTOCOL_VERSION_1,
      // PS3.8 section 9.3.3: the titles come back as they were sent.
      calledAeTitle: request.calledAeTitle,
      callingAeTitle: request.callingAeTitle,
      applicationContextName: APPLICATION_CONTEXT_NAME,
      presentationContexts: [...answers.values()],
      userInformation: answerUserInformation(request.userInformation, policy),
    },
  });
}

function answerContext(
  proposed: ProposedContext,
  information: UserInformation,
  policy: NegotiationPolicy,
): ContextAnswer {
  const { id, abstractSyntax, transferSyntaxes } = proposed;
  const refuse = (result: number): ContextAnswer => ({
    id,
    result,
    transferSyntax: transferSyntaxes[0] ?? IMPLICIT_VR_LITTLE_ENDIAN,
  });
  // Only odd identifiers exist (PS3.8 section 9.3.2.2).
  if (id % 2 === 0) return refuse(CONTEXT_RESULT.noReason);
  if (!isKnownAbstractSyntax(abstractSyntax, information, policy)) {
    return refuse(CONTEXT_RESULT.abstractSyntaxNotSupported);
  }
  const transferSyntax = transferSyntaxes.find((uid) => isAcceptableTransferSyntax(uid, policy));
  if (transferSyntax === undefined) return refuse(CONTEXT_RESULT.transferSyntaxesNotSupported);
  return { id, result: CONTEXT_RESULT.acceptance, transferSyntax };
}

function isKnownAbstractSyntax(
  uid: string,
  information: UserInformation,
  policy: NegotiationPolicy,
): boolean {
  if (policy.isVerificationSopClass(uid) || policy.isStorageSopClass(uid)) return true;
  return information.commonExtendedNegotiations.some(
    (common) => common.sopClassUid === uid && common.serviceClassUid === STORAGE_SERVICE_CLASS,
  );
}

function isAcceptableTransferSyntax(uid: string, policy: NegotiationPolicy): boolean {
  if (policy.carriesPixels(uid)) return true;
  return policy.acceptPrivateTransferSyntaxes && uid !== '' && !uid.startsWith(DICOM_ROOT);
}

function answerUserInformation(asked: UserInformation, policy: NegotiationPolicy): UserInformation {
  return {
    ...NO_USER_INFORMATION,
    maxPduBytes: policy.maxPduBytes,
    implementationClassUid: policy.implementationClassUid,
    implementationVersionName: policy.implementationVersionName,
    // We receive only: a peer may be SCU, not SCP (PS3.7 section D.3.3.4).
    roleSelections: asked.roleSelections.map((role) => ({ ...role, isScp: false })),
    // A name is taken note of, never checked; tickets (Kerberos, SAML, JWT) would need a real answer, so get none.
    userIdentityResponse: isNameThatWantsAnswer(asked) ? Buffer.alloc(0) : null,
  };
}

function isNameThatWantsAnswer({ userIdentity }: UserInformation): boolean {
  return userIdentity !== null && userIdentity.isResponseRequested && userIdentity.type <= 2;
}
