import type { CertificateList } from '../../../preload/contract/certificates.ts';
import type { FlagLevel } from '../../ui/Flag.tsx';
import { countText } from './network-words.ts';

export type CertificateFacts = NonNullable<CertificateList['own']>;
export type EncryptedPort = CertificateList['encryptedPort'];

const DAY_MS = 86_400_000;
/** From then on its end is said: enough time to hand a new one to everybody. */
const WARN_BEFORE_DAYS = 30;

export const PROFILES: readonly { readonly value: EncryptedPort['profile']; readonly word: string }[] = [
  { value: 'bcp195', word: 'As it is safe today (TLS 1.2 and 1.3)' },
  { value: 'older-devices', word: 'Also as older devices speak it (less safe)' },
];

export const CLIENT_CERTIFICATES: readonly {
  readonly value: EncryptedPort['clientCertificate'];
  readonly word: string;
}[] = [
  { value: 'ignored', word: 'Need not show a certificate' },
  { value: 'wanted', word: 'May show one; it is checked then' },
  { value: 'required', word: 'Must show one that is trusted here' },
];

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `31 Jan 2036` */
export function dayText(atMs: number): string {
  return day.format(atMs);
}

/** How long a certificate is good for still, and whether somebody has to act; `good` says nothing. */
export function validityOf(
  { validFromMs, validToMs }: Pick<CertificateFacts, 'validFromMs' | 'validToMs'>,
  nowMs: number,
): { readonly level: Extract<FlagLevel, 'good' | 'check' | 'repeat'>; readonly words: string } {
  if (nowMs > validToMs) return { level: 'repeat', words: `Expired on ${dayText(validToMs)}` };
  if (nowMs < validFromMs) return { level: 'check', words: `Not valid before ${dayText(validFromMs)}` };
  const days = Math.floor((validToMs - nowMs) / DAY_MS);
  const until = `Valid until ${dayText(validToMs)}`;
  if (days >= WARN_BEFORE_DAYS) return { level: 'good', words: until };
  if (days === 0) return { level: 'check', words: `${until}, less than a day` };
  return { level: 'check', words: `${until}, ${days === 1 ? '1 day' : `${countText(days)} days`} from now` };
}

/** A file name that every system takes. */
export function certificateFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${plain === '' ? 'certificate' : plain}.crt`;
}

const MAX_FILE_BYTES = 150_000;
/** A SEQUENCE, with which each DER file begins (X.690 section 8.9). */
const DER_SEQUENCE = 0x30;

export type ReadPem =
  { readonly ok: true; readonly pem: string } | { readonly ok: false; readonly message: string };

/** The PEM text of a file; a certificate in DER, as Windows exports it, becomes PEM. */
export async function readPemFile(
  file: Pick<File, 'name' | 'size' | 'arrayBuffer'>,
  kind: 'CERTIFICATE' | 'PRIVATE KEY',
): Promise<ReadPem> {
  if (/\.(pfx|p12)$/i.test(file.name))
    return {
      ok: false,
      message: `${file.name} holds certificate and key in one closed file. Export them as PEM files instead.`,
    };
  if (file.size > MAX_FILE_BYTES)
    return { ok: false, message: `${file.name} is larger than any certificate or key.` };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] !== DER_SEQUENCE) return { ok: true, pem: new TextDecoder().decode(bytes) };
  const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? [];
  return { ok: true, pem: [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n') };
}
