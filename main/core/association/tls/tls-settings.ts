import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { err, ok, type Result } from '../../shared/result.ts';
import type { TlsIdentity, TlsProfile } from './tls-options.ts';

/** RFC 9325 section 4.2, and for TLS 1.3 all suites but those with short tags. */
const MODERN_SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
];

/** What TLS 1.2 began with, the suite of the retired AES profile (PS3.15 section B.3) last. */
const OLDER_SUITES = [
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES128-SHA',
];

/** Settings of Node's TLS for a profile. */
export function toTlsSettings(
  profile: TlsProfile,
  identity: TlsIdentity | undefined,
  trusted: readonly (string | Buffer)[],
): SecureContextOptions {
  const suites = profile === 'bcp195' ? MODERN_SUITES : [...MODERN_SUITES, ...OLDER_SUITES];
  return {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: suites.join(':'),
    honorCipherOrder: true,
    dhparam: 'auto',
    ca: [...trusted], // in place of the authorities of the web, none of which vouches for a modality
    ...(identity && {
      cert: identity.certificate,
      key: identity.privateKey,
      passphrase: identity.passphrase,
    }),
  };
}

/** @returns plain words for what is wrong with a certificate, a key or what is trusted; null when nothing is */
export function findTlsProblem(settings: SecureContextOptions): string | null {
  const made = attempt(() => createSecureContext(settings));
  return made.ok ? null : explain(made.error);
}

function attempt<T>(make: () => T): Result<T, unknown> {
  try {
    return ok(make());
  } catch (error) {
    return err(error);
  }
}

function explain(error: unknown): string {
  const code = String((error as NodeJS.ErrnoException | null)?.code);
  const detail = error instanceof Error ? error.message : '';
  if (
    /BAD_DECRYPT|INTERRUPTED_OR_CANCELLED|BAD_PASSWORD/.test(code) ||
    /bad decrypt|password/i.test(detail)
  ) {
    return 'The passphrase of the private key is missing or wrong.';
  }
  if (code.includes('KEY_VALUES_MISMATCH')) return 'The private key does not belong to the certificate.';
  return 'The certificate or the private key cannot be read. Both have to be PEM files.';
}
