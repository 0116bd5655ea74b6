import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TlsIdentity } from '../../../main/core/association/tls/tls-options.ts';
import { findProgram } from '../../support/programs.ts';

export interface TestCertificate extends TlsIdentity {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export const PASSPHRASE = 'open sesame';

/** Makes keys and certificates that sign themselves, as small clinics do, in a folder that goes with the test. */
export class CertificateMaker {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param madeFor subjectAltName, as OpenSSL writes it */
  make(
    name: string,
    { isExpired = false, isKeyEncrypted = false, madeFor = 'IP:127.0.0.1' } = {},
  ): TestCertificate {
    const keyFile = path.join(this.#folder, `${name}.key`);
    const certificateFile = path.join(this.#folder, `${name}.crt`);
    const encryption = isKeyEncrypted ? ['-passout', `pass:${PASSPHRASE}`] : ['-noenc'];
    this.#openssl([
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      ...encryption,
      '-keyout',
      keyFile,
      '-out',
      certificateFile,
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-addext',
      `subjectAltName=${madeFor}`,
    ]);
    if (isExpired) {
      const again = [
        'x509',
        '-in',
        certificateFile,
        '-signkey',
        keyFile,
        '-days',
        '-1',
        '-out',
        certificateFile,
      ];
      this.#openssl(again);
    }
    return {
      certificate: readFileSync(certificateFile),
      privateKey: readFileSync(keyFile),
      ...(isKeyEncrypted ? { passphrase: PASSPHRASE } : {}),
      certificateFile,
      keyFile,
    };
  }

  #openssl(args: readonly string[]): void {
    execFileSync(findProgram('openssl') ?? 'openssl', args, { stdio: 'ignore' });
  }
}
