import { IMPLICIT_VR_LITTLE_ENDIAN } from '../../dicom/transfer-syntax.ts';
import type { CallerRight } from '../../shared/caller-policy.ts';
import {
  CONTEXT_RESULT,
  NO_USER_INFORMATION,
  type AssociateAccept,
  type AssociateReject,
  type AssociateRequest,
  type ContextAnswer,
  type RoleSelection,
  type UserInformation,
} from '../pdu/associate-pdu.ts';
import { rightFor, type AcceptedContext, type ContextUse } from './accepted-context.ts';
import { chooseTransferSyntax, findUse, type ContextPolicy } from './context-use.ts';
import { answerExtendedNegotiation } from './extended-negotiation.ts';
import { agreeOnOperations, toWindowAnswer, type OperationsTerms } from './operations-terms.ts';
import { answerRole, rolesOf } from './role-answer.ts';

/** DICOM Application Context Name (PS3.7 Annex A.2.1); there is only one. */
export const APPLICATION_CONTEXT_NAME = '1.2.840.10008.3.1.1.1';
const PROTOCOL_VERSION_1 = 0x0001;

/** What this station takes from callers. */
export interface NegotiationPolicy extends ContextPolicy {
  /** All the names that this station answers to. */
  readonly aeTitles: readonly string[];
  readonly acceptAnyCalledAeTitle: boolean;
  readonly maxPduBytes: number;
  /** Where the caller asks for an Asynchronous Operations Window. */
  readonly operations: OperationsTerms;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
}

export interface Agreement {
  readonly accept: AssociateAccept;
  readonly contexts: ReadonlyMap<number, AcceptedContext>;
  readonly operations: OperationsTerms;
  /** Asked for, and not allowed to this caller. */
  readonly deniedRights: ReadonlySet<CallerRight>;
}

export type RefusalKind =
  | 'protocol-version'
  | 'application-context'
  | 'called-ae-title'
  | 'unknown-caller'
  | 'address'
  | 'user-identity'
  | 'held'
  | 'too-many-associations'
  | 'too-many-of-caller'
  | 'stopping';

/** A-ASSOCIATE-RJ result, source and reason (PS3.8 Table 9-21; for the user identity PS3.7 section D.3.3.7). */
export const REJECT_FIELDS: Readonly<Record<RefusalKind, AssociateReject>> = {
  'protocol-version': { result: 1, source: 2, reason: 2 },
  'application-context': { result: 1, source: 1, reason: 2 },
  'called-ae-title': { result: 1, source: 1, reason: 7 },
  'unknown-caller': { result: 1, source: 1, reason: 3 },
  address: { result: 1, source: 1, reason: 3 },
  'user-identity': { result: 1, source: 2, reason: 1 },
  held: { result: 2, source: 1, reason: 3 },
  'too-many-associations': { result: 2, source: 3, reason: 2 },
  'too-many-of-caller': { result: 2, source: 3, reason: 2 },
  stopping: { result: 2, source: 3, reason: 1 },
};

/** What is wrong with a request as such, whoever makes it; null when nothing is. */
export function findRefusal(request: AssociateRequest, policy: NegotiationPolicy): RefusalKind | null {
  if ((request.protocolVersion & PROTOCOL_VERSION_1) === 0) return 'protocol-version';
  if (request.applicationContextName !== APPLICATION_CONTEXT_NAME) return 'application-context';
  const isOurName = policy.acceptAnyCalledAeTitle || policy.aeTitles.includes(request.calledAeTitle);
  return isOurName ? null : 'called-ae-title';
}

/** What the caller wants to be allowed to, by its presentation contexts. */
export function findWantedRights(
  request: AssociateRequest,
  policy: NegotiationPolicy,
): ReadonlySet<CallerRight> {
  const roles = rolesOf(request.userInformation);
  const rights = request.presentationContexts.flatMap(({ abstractSyntax }) => {
    const use = findUse(abstractSyntax, request.userInformation, policy);
    return use ? [neededRight(use, roles.get(abstractSyntax))] : [];
  });
  return new Set(rights);
}

/** Answers a request that nothing is wrong with, context by context. */
export function negotiate(
  request: AssociateRequest,
  policy: NegotiationPolicy,
  rights: ReadonlySet<CallerRight>,
): Agreement {
  const { userInformation } = request;
  const roles = rolesOf(userInformation);
  const contexts = new Map<number, AcceptedContext>();
  const answers = new Map<number, ContextAnswer>();
  const deniedRights = new Set<CallerRight>();
  for (const proposed of request.presentationContexts) {
    const { id, abstractSyntax, transferSyntaxes } = proposed;
    if (answers.has(id)) continue; // the same id twice: the first one stands
    // The transfer syntax of a rejected context means nothing (PS3.8 section 9.3.3.2), but has to be there.
    const answer = (result: number, transferSyntax = transferSyntaxes[0] ?? IMPLICIT_VR_LITTLE_ENDIAN) => {
      answers.set(id, { id, result, transferSyntax });
    };
    const use = findUse(abstractSyntax, userInformation, policy);
    const transferSyntax = use && chooseTransferSyntax(transferSyntaxes, use, policy);
    if (id % 2 === 0) {
      answer(CONTEXT_RESULT.noReason); // only odd identifiers exist (PS3.8 section 9.3.2.2)
    } else if (!use) {
      answer(CONTEXT_RESULT.abstractSyntaxNotSupported);
    } else if (!rights.has(neededRight(use, roles.get(abstractSyntax)))) {
      deniedRights.add(neededRight(use, roles.get(abstractSyntax)));
      answer(CONTEXT_RESULT.userRejection);
    } else if (!transferSyntax) {
      answer(CONTEXT_RESULT.transferSyntaxesNotSupported);
    } else {
      const { isScu, isScp } = answerRole(roles.get(abstractSyntax), use, rights);
      if (!isScu && !isScp) {
        answer(CONTEXT_RESULT.userRejection);
        continue;
      }
      answer(CONTEXT_RESULT.acceptance, transferSyntax);
      contexts.set(id, { id, abstractSyntax, transferSyntax, use, isPeerScu: isScu, isPeerScp: isScp });
    }
  }
  const operations = agreeOnOperations(userInformation.asynchronousOperationsWindow, policy.operations);
  return {
    contexts,
    operations,
    deniedRights,
    accept: {
      protocolVersion: PROTOCOL_VERSION_1,
      // PS3.8 section 9.3.3: the titles come back as they were sent.
      calledAeTitle: request.calledAeTitle,
      callingAeTitle: request.callingAeTitle,
      applicationContextName: APPLICATION_CONTEXT_NAME,
      presentationContexts: [...answers.values()],
      userInformation: answerUserInformation(userInformation, policy, [...contexts.values()], operations),
    },
  };
}

/** An object's class that the caller takes as an SCP only is for the way back of a C-GET. */
function neededRight(use: ContextUse, role: RoleSelection | undefined): CallerRight {
  const isWayBackOnly = use.kind === 'storage' && role !== undefined && role.isScp && !role.isScu;
  return isWayBackOnly ? 'retrieve' : rightFor(use);
}

function answerUserInformation(
  asked: UserInformation,
  policy: NegotiationPolicy,
  contexts: readonly AcceptedContext[],
  operations: OperationsTerms,
): UserInformation {
  const accepted = new Map(contexts.map((context) => [context.abstractSyntax, context]));
  return {
    ...NO_USER_INFORMATION,
    maxPduBytes: policy.maxPduBytes,
    implementationClassUid: policy.implementationClassUid,
    implementationVersionName: policy.implementationVersionName,
    asynchronousOperationsWindow: asked.asynchronousOperationsWindow && toWindowAnswer(operations),
    roleSelections: asked.roleSelections.map(({ sopClassUid }) => {
      const context = accepted.get(sopClassUid);
      return { sopClassUid, isScu: context?.isPeerScu ?? false, isScp: context?.isPeerScp ?? false };
    }),
    extendedNegotiations: asked.extendedNegotiations.flatMap(({ sopClassUid, applicationInformation }) => {
      const use = accepted.get(sopClassUid)?.use;
      if (use?.kind !== 'service') return [];
      const answer = answerExtendedNegotiation(use.service, applicationInformation).applicationInformation;
      return answer ? [{ sopClassUid, applicationInformation: answer }] : [];
    }),
    // Who the user is has been decided on by now; tickets (Kerberos, SAML, JWT) would need a real answer, so get none.
    userIdentityResponse: isNameThatWantsAnswer(asked) ? Buffer.alloc(0) : null,
  };
}

function isNameThatWantsAnswer({ userIdentity }: UserInformation): boolean {
  return userIdentity !== null && userIdentity.isResponseRequested && userIdentity.type <= 2;
}
