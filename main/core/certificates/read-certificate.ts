import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../shared/result.ts';

/** What a person needs to know of a certificate. */
export interface CertificateFacts {
  /** Common name, or all of the subject where there is none. */
  readonly name: string;
  readonly hosts: readonly string[];
  readonly validFromMs: number;
  readonly validToMs: number;
  /** SHA-256, as other programs show it: for comparing over the telephone. */
  readonly fingerprint: string;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Each certificate of a PEM text; what is wrong with it, in plain words. */
export function readCertificates(pem: string): Result<readonly X509Certificate[], string> {
  const parts = pem.match(PEM_CERTIFICATE) ?? [];
  if (parts.length === 0)
    return err('This is no certificate in PEM form: it must begin with BEGIN CERTIFICATE.');
  try {
    return ok(parts.map((part) => new X509Certificate(part)));
  } catch {
    return err('This certificate cannot be read. It may have been cut off when it was copied.');
  }
}

export function readPrivateKey(pem: string, passphrase: string | null): Result<KeyObject, string> {
  try {
    return ok(createPrivateKey({ key: pem, ...(passphrase === null ? {} : { passphrase }) }));
  } catch {
    return pem.includes('ENCRYPTED')
      ? err('The passphrase of the private key is missing or wrong.')
      : err('This private key cannot be read. It must be in PEM form and begin with BEGIN PRIVATE KEY.');
  }
}

export function toFacts(certificate: X509Certificate): CertificateFacts {
  const { subject, subjectAltName, validFrom, validTo, fingerprint256 } = certificate;
  const commonName: string | readonly string[] | undefined = certificate.toLegacyObject().subject.CN;
  return {
    name: typeof commonName === 'string' ? commonName : subject.replaceAll('\n', ', '),
    hosts: (subjectAltName ?? '')
      .split(', ')
      .map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
      .filter((entry) => entry !== ''),
    validFromMs: Date.parse(validFrom),
    validToMs: Date.parse(validTo),
    fingerprint: fingerprint256,
  };
}
