import type { AssociationEnding } from '../acse/association-ending.ts';
import { explainAbort } from '../pdu/pdu-fault.ts';
import { SPEAKS_TLS } from '../pdu/unknown-protocol.ts';
import { findTlsFailure } from '../tls/explain-tls.ts';
import type { AssociationError, RemoteStation } from './association-failure.ts';
import { toTlsError } from './tls-error.ts';
import type { AssociateReject } from '../pdu/associate-pdu.ts';
import { assertNever } from '../../shared/result.ts';

export type { AssociationError, RemoteStation } from './association-failure.ts';

export function toAssociationError(ending: AssociationEnding, station: RemoteStation): AssociationError {
  const { calledAeTitle } = station;
  switch (ending.kind) {
    case 'released':
      return {
        kind: 'association-over',
        message: `The association with ${calledAeTitle} is over.`,
        isWorthRetrying: true,
      };
    case 'rejected':
      return toRejection(ending.reject, station);
    case 'aborted-by-peer': {
      const message = `${calledAeTitle} broke off the association: ${explainAbort(ending.source, ending.reason)}.`;
      return { kind: 'aborted', message, isWorthRetrying: true };
    }
    case 'aborted-by-us':
      if (ending.fault.detail === SPEAKS_TLS) return toTlsError('wants-tls', station);
      return {
        kind: ending.fault.source === 'service-provider' ? 'not-dicom' : 'aborted',
        message: `Bucky broke off the association with ${calledAeTitle}: ${ending.fault.detail}.`,
        isWorthRetrying: ending.fault.source === 'service-user',
      };
    case 'peer-silent':
      return { kind: 'no-answer', message: `${calledAeTitle} does not answer.`, isWorthRetrying: true };
    case 'connection-lost': {
      const failure = findTlsFailure(ending.code);
      return failure ? toTlsError(failure, station) : toLoss(ending.code, station);
    }
    default:
      return assertNever(ending);
  }
}

/** For a connection that never stood. */
export function toConnectError(code: string | null, station: RemoteStation): AssociationError {
  const { host, port } = station;
  switch (code ?? '') {
    case 'ECONNREFUSED':
      return {
        kind: 'nothing-listens',
        message: `The PC at ${host} is on, but nothing answers at port ${port}. The DICOM program there may not be running, or the port may be another one.`,
        isWorthRetrying: true,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        kind: 'unknown-host',
        message: `No computer named ${host} is known on this network. Check the name, or use its IP address.`,
        isWorthRetrying: code === 'EAI_AGAIN',
      };
    default:
      return {
        kind: 'unreachable',
        message: `Nothing answers at ${host}, port ${port}. The PC there may be off, or the port may be another one.`,
        isWorthRetrying: true,
      };
  }
}

/** How far the connection had come: `secured` is what follows `connected` with TLS. */
export type OpeningProgress = 'connecting' | 'connected' | 'secured';

/** For a connection that was lost before the association stood. */
export function toOpeningError(
  ending: Extract<AssociationEnding, { kind: 'connection-lost' }>,
  station: RemoteStation & { readonly tls?: unknown },
  progress: OpeningProgress,
): AssociationError {
  if (progress === 'connecting') return toConnectError(ending.code, station);
  const failure = findTlsFailure(ending.code);
  if (failure) return toTlsError(failure, station);
  // Whoever does not understand a greeting of TLS hangs up; whoever trusts no certificate of ours, right after it.
  if (station.tls) return toTlsError(progress === 'connected' ? 'not-tls' : 'refused-by-peer', station);
  const lost = toAssociationError(ending, station);
  return { ...lost, message: `${lost.message} It may also want an encrypted connection (TLS).` };
}

/** The peer answers, but took no presentation context for what is wanted. */
export function notAgreed({ calledAeTitle }: RemoteStation, what: string): AssociationError {
  const message = `${calledAeTitle} answers, but does not take ${what}.`;
  return { kind: 'not-agreed', message, isWorthRetrying: false };
}

export function noAnswer(
  { calledAeTitle }: RemoteStation,
  what: string,
  timeoutMs: number,
): AssociationError {
  const seconds = Math.round(timeoutMs / 1000);
  const message = `${calledAeTitle} is there, but did not react to ${what} within ${seconds} s.`;
  return { kind: 'no-answer', message, isWorthRetrying: true };
}

function toLoss(code: string | null, station: RemoteStation): AssociationError {
  const detail = code === null ? '' : ` (${code})`;
  return {
    kind: 'connection-lost',
    message: `${station.calledAeTitle} closed the network connection without a word${detail}. The program there may have stopped, or something between closes connections.`,
    isWorthRetrying: true,
  };
}

function toRejection(reject: AssociateReject, station: RemoteStation): AssociationError {
  const isTransient = reject.result === 2;
  return {
    kind: 'rejected',
    message: explainRejection(reject, station),
    isWorthRetrying: isTransient,
    reject,
  };
}

/** PS3.8 Table 9-21: source, then reason. */
function explainRejection({ source, reason }: AssociateReject, station: RemoteStation): string {
  const { host, port, callingAeTitle, calledAeTitle } = station;
  switch (`${source}.${reason}`) {
    case '1.2':
      return `${calledAeTitle} answers, but does not take DICOM associations of this kind.`;
    case '1.3':
      return `${calledAeTitle} answers, but does not know us. It refused the name ${callingAeTitle}. Somebody there has to enter it.`;
    case '1.7':
      return `A DICOM program answers at ${host}, port ${port}, but it is not called ${calledAeTitle}. Check the AE title.`;
    case '2.2':
      return `${calledAeTitle} answers, but says that it speaks another version of the DICOM protocol.`;
    case '3.1':
    case '3.2':
      return `${calledAeTitle} answers, but is busy: it takes no more connections now.`;
    default:
      return `${calledAeTitle} answers, but refused the association without saying why.`;
  }
}
