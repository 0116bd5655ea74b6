import { connect, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type TLSSocket } from 'node:tls';
import { findTlsFailure } from '../../association/tls/explain-tls.ts';
import type { ScuTls } from '../../association/tls/tls-options.ts';
import { toTlsSettings } from '../../association/tls/tls-settings.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FindingKind } from './test-report.ts';

/** What went wrong while a connection was set up. `code` is the system's, for whoever looks after the other side. */
export interface OpeningFault {
  readonly kind: FindingKind;
  readonly code: string;
}

/** A TCP connection, nothing said on it yet. */
export function openConnection(
  target: { readonly host: string; readonly port: number },
  timeoutMs: number,
): Promise<Result<Socket, OpeningFault>> {
  const socket = connect({ ...target, noDelay: true });
  return untilEvent(socket, 'connect', timeoutMs, (code) => {
    if (code === null) return { kind: 'connect-timeout', code: 'ETIMEDOUT' };
    if (code === 'ECONNREFUSED') return { kind: 'refused', code };
    return { kind: code === 'ETIMEDOUT' ? 'connect-timeout' : 'unreachable', code };
  });
}

/** TLS over a connection that stands. */
export function encrypt(
  socket: Socket,
  tls: ScuTls,
  { host, timeoutMs }: { readonly host: string; readonly timeoutMs: number },
): Promise<Result<TLSSocket, OpeningFault>> {
  const encrypted = connectTls({
    ...toTlsSettings(tls.profile, tls.identity, tls.trusted),
    socket,
    host,
    checkServerIdentity: tls.checksHostName ? checkServerIdentity : () => undefined,
  });
  return untilEvent(encrypted, 'secureConnect', timeoutMs, (code) => ({
    kind: code === null ? 'silent' : toTlsFinding(code),
    code: code ?? 'ETIMEDOUT',
  }));
}

/** Whoever does not understand a greeting of TLS says something else, or hangs up. */
function toTlsFinding(code: string): FindingKind {
  switch (findTlsFailure(code)) {
    case 'no-common-protocol':
      return 'tls-too-old';
    case 'certificate-not-trusted':
      return 'certificate-unknown';
    case 'certificate-out-of-date':
      return 'certificate-expired';
    case 'certificate-for-another-host':
      return 'certificate-for-another-host';
    case 'refused-by-peer':
    case 'no-certificate':
      return 'own-certificate-refused';
    case 'too-slow':
      return 'silent';
    case 'other':
      return 'tls-failed';
    case 'not-tls':
    case null:
      return 'speaks-no-tls';
  }
}

function untilEvent<T extends Socket>(
  socket: T,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
  /** @param code null when time ran out */
  toFault: (code: string | null) => OpeningFault,
): Promise<Result<T, OpeningFault>> {
  return new Promise((resolve) => {
    const settle = (result: Result<T, OpeningFault>) => {
      clearTimeout(timer);
      socket.off('close', onClose);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const onClose = () => {
      settle(err(toFault('ECONNRESET')));
    };
    const timer = setTimeout(() => {
      settle(err(toFault(null)));
    }, timeoutMs);
    socket.once('close', onClose);
    // It stays: an error after `destroy` must find a listener too.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      settle(err(toFault(error.code ?? error.name)));
    });
    socket.once(event, () => {
      settle(ok(socket));
    });
  });
}
