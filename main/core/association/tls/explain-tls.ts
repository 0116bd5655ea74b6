/** What TLS failures have in common, by the codes that Node and OpenSSL give them. */
export type TlsFailure =
  | 'not-tls'
  | 'no-common-protocol'
  | 'certificate-not-trusted'
  | 'certificate-out-of-date'
  | 'certificate-for-another-host'
  | 'no-certificate'
  | 'refused-by-peer'
  | 'too-slow'
  | 'other';

const CODES: readonly (readonly [pattern: RegExp, failure: TlsFailure])[] = [
  [/HANDSHAKE_TIMEOUT/, 'too-slow'],
  [/ALTNAME_INVALID/, 'certificate-for-another-host'],
  [/PEER_DID_NOT_RETURN_A_CERTIFICATE/, 'no-certificate'],
  // An alert is what the other side says of us.
  [/ALERT_(PROTOCOL_VERSION|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)/, 'no-common-protocol'],
  [/ALERT_(CERTIFICATE|UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/, 'refused-by-peer'],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'certificate-out-of-date'],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE/,
    'certificate-not-trusted',
  ],
  [
    /UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|VERSION_TOO_LOW|NO_PROTOCOLS|WRONG_SSL_VERSION|NO_SUITABLE/,
    'no-common-protocol',
  ],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|RECORD_|UNEXPECTED_MESSAGE|^EPROTO$/, 'not-tls'],
  [/^ERR_(SSL|TLS)_/, 'other'],
];

/** @returns null for a code that is not one of TLS */
export function findTlsFailure(code: string | null): TlsFailure | null {
  if (code === null) return null;
  return CODES.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}

/** From the station that was called: finishes "CT-1 wanted to connect encrypted and could not: …". */
export function explainTlsCaller(code: string | null): string {
  switch (findTlsFailure(code)) {
    case 'not-tls':
      return 'what it sent is not TLS';
    case 'no-common-protocol':
      return 'it knows no version or cipher of TLS that is allowed here. Where that is meant, allow the older profile';
    case 'certificate-not-trusted':
      return 'its certificate is not among those that are trusted here';
    case 'certificate-out-of-date':
      return 'its certificate has expired or is not valid yet. Check the date on both sides';
    case 'no-certificate':
      return 'it has no certificate to show, and this port asks for one';
    case 'refused-by-peer':
      return 'it does not trust the certificate of this station. Give it our certificate';
    case 'too-slow':
      return 'it did not finish the greeting in time';
    case 'certificate-for-another-host':
    case 'other':
    case null:
      return `the greeting failed (${code ?? 'closed early'})`;
  }
}
