import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../dicom/implementation.ts';
import { isStorageSopClass, VERIFICATION_SOP_CLASS } from '../../dicom/sop-class.ts';
import {
  carriesPixels,
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from '../../dicom/transfer-syntax.ts';
import {
  OPEN_CALLER_POLICY,
  type CallerDecision,
  type CallerIdentity,
  type CallerPolicy,
} from '../../shared/caller-policy.ts';
import type { DimseService } from '../../shared/dimse-services.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { findRefusal, findWantedRights, negotiate, type NegotiationPolicy } from '../acse/negotiation.ts';
import { DEFAULT_OPERATIONS, type ListenerOptions } from '../listener-options.ts';
import type { AssociateRequest, UserInformation } from '../pdu/associate-pdu.ts';
import type { AssociationPeer } from '../store-handler.ts';
import type { Admission, ConnectionSecurity } from './association-host.ts';
import type { RefusalCause } from './association-log.ts';

/** In which identifiers and other data sets of services travel; compressing them is for objects alone. */
export const SERVICE_TRANSFER_SYNTAXES: readonly string[] = [
  IMPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
];

type Decision = Result<Admission, RefusalCause>;

/** Decides who is let in, and for what: the rules of the standard first, then the policy of the station. */
export class Reception {
  readonly #options: () => ListenerOptions;
  readonly #services: ReadonlyMap<string, DimseService>;
  readonly #callers: CallerPolicy;

  constructor(
    options: () => ListenerOptions,
    services: readonly DimseService[],
    callers: CallerPolicy = OPEN_CALLER_POLICY,
  ) {
    this.#options = options;
    this.#services = new Map(services.map((service) => [service.sopClassUid, service]));
    this.#callers = callers;
  }

  decide(
    request: AssociateRequest,
    peer: AssociationPeer,
    security: ConnectionSecurity,
  ): Decision | Promise<Decision> {
    const policy = this.#toNegotiationPolicy();
    const refusal = findRefusal(request, policy);
    if (refusal !== null) return err({ kind: refusal });
    const decision = this.#callers.decide({
      peer,
      asksFor: findWantedRights(request, policy),
      identity: toIdentity(request.userInformation),
      ...security,
    });
    return decision instanceof Promise
      ? decision.then((settled) => toAdmission(request, policy, settled))
      : toAdmission(request, policy, decision);
  }

  #toNegotiationPolicy(): NegotiationPolicy {
    const options = this.#options();
    return {
      ...options,
      aeTitles: [options.aeTitle, ...(options.otherAeTitles ?? [])],
      operations: options.operations ?? DEFAULT_OPERATIONS,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersionName: IMPLEMENTATION_VERSION_NAME,
      isVerificationSopClass: (uid) => uid === VERIFICATION_SOP_CLASS,
      isStorageSopClass,
      carriesPixels,
      services: this.#services,
      uncompressedTransferSyntaxes: SERVICE_TRANSFER_SYNTAXES,
    };
  }
}

function toAdmission(
  request: AssociateRequest,
  policy: NegotiationPolicy,
  decision: CallerDecision,
): Decision {
  if (decision.kind === 'refuse') return err({ kind: decision.reason, words: decision.words });
  return ok({
    agreement: negotiate(request, policy, decision.rights),
    maxAssociationsOfCaller: decision.maxAssociations ?? null,
  });
}

/** Types 1 and 2 of PS3.7 section D.3.3.7 are text in UTF-8; tickets are not looked at. */
function toIdentity({ userIdentity }: UserInformation): CallerIdentity | null {
  if (userIdentity?.type !== 1 && userIdentity?.type !== 2) return null;
  return {
    userName: userIdentity.primaryField.toString('utf8'),
    passcode: userIdentity.type === 2 ? userIdentity.secondaryField.toString('utf8') : null,
  };
}
