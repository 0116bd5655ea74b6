import type { DimseService } from '../../shared/dimse-services.ts';
import type { UserInformation } from '../pdu/associate-pdu.ts';
import type { ContextUse } from './accepted-context.ts';
import { answerExtendedNegotiation } from './extended-negotiation.ts';

/** Storage Service Class (PS3.4 Annex B), as named in SOP Class Common Extended Negotiation. */
const STORAGE_SERVICE_CLASS = '1.2.840.10008.4.2';
const DICOM_ROOT = '1.2.840.10008.';

/** Which abstract and transfer syntaxes this station knows. */
export interface ContextPolicy {
  readonly acceptPrivateTransferSyntaxes: boolean;
  readonly isVerificationSopClass: (uid: string) => boolean;
  readonly isStorageSopClass: (uid: string) => boolean;
  /** Whether a registered transfer syntax may be kept. */
  readonly carriesPixels: (transferSyntaxUid: string) => boolean;
  /** By SOP Class UID. */
  readonly services: ReadonlyMap<string, DimseService>;
  /** In which services are spoken. */
  readonly uncompressedTransferSyntaxes: readonly string[];
}

/** @returns null for an abstract syntax that nothing here is served with */
export function findUse(uid: string, information: UserInformation, policy: ContextPolicy): ContextUse | null {
  if (policy.isVerificationSopClass(uid)) return { kind: 'verification' };
  const service = policy.services.get(uid);
  if (service) {
    const asked = information.extendedNegotiations.find(({ sopClassUid }) => sopClassUid === uid);
    const { agreed } = answerExtendedNegotiation(service, asked?.applicationInformation ?? null);
    return { kind: 'service', service, negotiation: agreed };
  }
  const isStorage =
    policy.isStorageSopClass(uid) ||
    information.commonExtendedNegotiations.some(
      (common) => common.sopClassUid === uid && common.serviceClassUid === STORAGE_SERVICE_CLASS,
    );
  return isStorage ? { kind: 'storage' } : null;
}

/** @returns the caller's first one that will do; undefined when none does */
export function chooseTransferSyntax(
  proposed: readonly string[],
  use: ContextUse,
  policy: ContextPolicy,
): string | undefined {
  if (use.kind === 'service')
    return proposed.find((uid) => policy.uncompressedTransferSyntaxes.includes(uid));
  return proposed.find(
    (uid) =>
      policy.carriesPixels(uid) ||
      (policy.acceptPrivateTransferSyntaxes && uid !== '' && !uid.startsWith(DICOM_ROOT)),
  );
}
