import 'reflect-metadata'; // what the next one builds on
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

export interface CertificateOrder {
  readonly commonName: string;
  /** Names and addresses by which others call this station. */
  readonly hosts: readonly string[];
  readonly validYears: number;
  readonly nowMs: number;
}

export interface MadeCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

/** RSA, because modalities that know TLS at all know it; 2048 bits are what RFC 9325 section 4.5 asks for. */
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
/** Clocks of devices are wrong; a certificate of today must be good for one that lives in yesterday. */
const BEGINS_BEFORE_MS = 86_400_000;

/** Makes a key and a certificate that signs itself, for both sides of a connection. */
export async function makeCertificate(order: CertificateOrder): Promise<MadeCertificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const notAfter = new Date(order.nowMs);
  notAfter.setFullYear(notAfter.getFullYear() + order.validYears);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [order.commonName] }],
      notBefore: new Date(order.nowMs - BEGINS_BEFORE_MS),
      notAfter,
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        ...(order.hosts.length === 0 ? [] : [new SubjectAlternativeNameExtension(order.hosts.map(toName))]),
      ],
    },
    webcrypto,
  );
  return { certificate: `${certificate.toString('pem')}\n`, privateKey: KeyObject.from(keys.privateKey) };
}

function toName(host: string): { readonly type: 'ip' | 'dns'; readonly value: string } {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host };
}
