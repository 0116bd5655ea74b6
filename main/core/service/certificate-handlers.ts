import type {
  certificateCommands,
  CertificateList,
  CertificatesChanged,
} from '../../../preload/contract/certificates.ts';
import type { Reply } from '../../../preload/contract/command.ts';
import type { CertificateMistake } from '../certificates/certificates.ts';
import type { CertificateFacts } from '../certificates/read-certificate.ts';
import type { Result } from '../shared/result.ts';
import type { Handlers } from './dispatch.ts';
import type { Encryption } from './encryption.ts';
import { done, fail } from './reply.ts';

export interface CertificateHandlerParts {
  readonly encryption: Encryption;
  /** Number of the newest event. */
  readonly sequence: () => number;
}

/** Answers the commands of certificates and of the encrypted port. */
export function createCertificateHandlers(
  parts: CertificateHandlerParts,
): Pick<Handlers, keyof typeof certificateCommands> {
  const { certificates } = parts.encryption;
  const apply = async (): Promise<Reply<CertificatesChanged>> => {
    await parts.encryption.apply();
    return done({ list: toList(parts), mistakes: [] });
  };
  const applyOr = (result: Result<null, CertificateMistake>) =>
    result.ok ? apply() : Promise.resolve(done({ list: toList(parts), mistakes: [{ ...result.error }] }));
  return {
    'certificates.list': () => Promise.resolve(done(toList(parts))),
    'certificates.make': async (order) => {
      await certificates.make(order);
      return apply();
    },
    'certificates.import': async ({ certificate, privateKey, passphrase }) =>
      applyOr(await certificates.importIdentity(certificate, privateKey, passphrase)),
    'certificates.trust': async ({ label, certificate }) =>
      applyOr(await certificates.trust(label, certificate)),
    'certificates.distrust': async ({ certificateKey }) =>
      (await certificates.distrust(certificateKey)) ? apply() : fail('not-found', NOT_TRUSTED),
    'certificates.setPort': async (settings) => {
      await certificates.setSettings(settings);
      return apply();
    },
  };
}

const NOT_TRUSTED = 'This certificate is not in the list any more.';

function toList({ encryption, sequence }: CertificateHandlerParts): CertificateList {
  const { certificates, problem } = encryption;
  const { identity, identityFacts } = certificates;
  return {
    own: identity && identityFacts && toRow(identityFacts, identity.certificate),
    trusted: certificates.listTrusted().map(({ certificateKey, name, certificate, facts }) => ({
      certificateKey,
      label: name,
      ...toRow(facts, certificate),
    })),
    encryptedPort: { ...certificates.settings },
    problem,
    sequence: sequence(),
  };
}

function toRow(facts: CertificateFacts, pem: string) {
  return { ...facts, hosts: [...facts.hosts], pem };
}
