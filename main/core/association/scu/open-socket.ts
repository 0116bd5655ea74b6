import { connect, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import { toTlsSettings } from '../tls/tls-settings.ts';
import type { ConnectOptions } from './scu-options.ts';

/** Begins to connect; what becomes of it the socket tells. */
export function openSocket({ host, port, tls }: ConnectOptions): Socket {
  if (!tls) return connect({ host, port, noDelay: true });
  return connectTls({
    ...toTlsSettings(tls.profile, tls.identity, tls.trusted),
    host,
    port,
    checkServerIdentity: tls.checksHostName ? checkServerIdentity : () => undefined,
  });
}
