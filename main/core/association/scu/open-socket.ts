import { connect, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import { ReceiveBuffer } from '../../shared/receive-buffers.ts';
import { toTlsSettings } from '../tls/tls-settings.ts';
import type { ConnectOptions } from './scu-options.ts';

/** Begins to connect; what becomes of it the socket tells. */
export function openSocket({ host, port, tls }: ConnectOptions): Socket {
  if (!tls) return readIntoPool(host, port);
  return connectTls({
    ...toTlsSettings(tls.profile, tls.identity, tls.trusted),
    host,
    port,
    checkServerIdentity: tls.checksHostName ? checkServerIdentity : () => undefined,
  });
}

/** Emits `data` with memory that may be given back (`shared/receive-buffers.ts`) in place of fresh memory for each read. */
function readIntoPool(host: string, port: number): Socket {
  const received = new ReceiveBuffer();
  const onread = {
    buffer: () => received.space(),
    callback: (byteLength: number) => {
      socket.emit('data', received.take(byteLength));
      return true;
    },
  };
  const socket = connect({ host, port, noDelay: true, onread });
  socket.once('close', () => {
    received.release();
  });
  return socket;
}
