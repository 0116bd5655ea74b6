import { assertNever } from '../../shared/result.ts';
import type { TlsFailure } from '../tls/explain-tls.ts';
import type { AssociationError, RemoteStation } from './association-failure.ts';

/** Plain words for what went wrong with encryption. `wants-tls`: we called without, and the other side speaks nothing else. */
export function toTlsError(failure: TlsFailure | 'wants-tls', station: RemoteStation): AssociationError {
  const { host, port, calledAeTitle } = station;
  const make = (kind: AssociationError['kind'], message: string): AssociationError => ({
    kind,
    message,
    isWorthRetrying: false,
  });
  switch (failure) {
    case 'wants-tls':
      return make(
        'tls-mismatch',
        `Port ${port} at ${host} speaks TLS only. Switch encryption on for ${calledAeTitle}, or use its plain DICOM port.`,
      );
    case 'not-tls':
      return make(
        'tls-mismatch',
        `Port ${port} at ${host} answers, but not encrypted. Switch encryption off for ${calledAeTitle}, or use its TLS port.`,
      );
    case 'no-common-protocol':
      return make(
        'tls-failed',
        `${calledAeTitle} knows no version or cipher of TLS that is allowed here. If it is an older device, allow the older profile for it.`,
      );
    case 'certificate-not-trusted':
      return make(
        'certificate-not-trusted',
        `The certificate of ${calledAeTitle} is not among those that are trusted here. Add it, or the authority that signed it.`,
      );
    case 'certificate-out-of-date':
      return make(
        'certificate-not-trusted',
        `The certificate of ${calledAeTitle} has expired or is not valid yet. Check the date on both sides, or ask for a new one.`,
      );
    case 'certificate-for-another-host':
      return make(
        'certificate-not-trusted',
        `The certificate of ${calledAeTitle} was made for another computer than ${host}.`,
      );
    case 'refused-by-peer':
    case 'no-certificate':
      return make(
        'own-certificate-refused',
        `${calledAeTitle} does not accept our certificate, or wants one and we showed none. Somebody there has to add ours.`,
      );
    case 'too-slow':
    case 'other':
      return make('tls-failed', `The encrypted connection to ${calledAeTitle} could not be set up.`);
    default:
      return assertNever(failure);
  }
}
