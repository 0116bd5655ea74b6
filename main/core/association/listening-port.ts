import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { err, ok, type Result } from '../shared/result.ts';
import { toListenProblem, type ListenProblem } from './listen-problem.ts';
import { toPlainAddress } from './scp/peer.ts';
import { explainTlsCaller } from './tls/explain-tls.ts';
import type { ListenerTls } from './tls/tls-options.ts';
import { findTlsProblem, toTlsSettings } from './tls/tls-settings.ts';

/** A port that takes connections. */
export interface ListeningPort {
  readonly port: number;
  /** Takes no more; connections that stand go on. */
  close(): void;
}

export interface PortUser {
  onConnection(socket: Socket): void;
  /** A caller did not get through the greeting of TLS. */
  onTlsFailure(address: string, words: string): void;
  /** The system's code. */
  onFault(code: string | undefined): void;
}

type Opened = Promise<Result<ListeningPort, ListenProblem>>;

/** Small receive buffers of older Node versions would pause the socket more often. */
const SOCKET_BUFFER_BYTES = 64 * 1024;
/** Connections in the middle of the greeting; the oldest makes room for a newcomer. */
const MAX_GREETING_CONNECTIONS = 256;
/** First byte of a TLS handshake record (RFC 8446 section 5.1). */
const TLS_HANDSHAKE = 0x16;
/** Alert "protocol version", fatal (RFC 8446 section 6): what a TLS server says to who does not speak TLS. */
const PROTOCOL_VERSION_ALERT = Buffer.from('15030100020246', 'hex');

export async function openPlainPort(host: string, port: number, user: PortUser): Opened {
  const options = { noDelay: true, pauseOnConnect: true, highWaterMark: SOCKET_BUFFER_BYTES };
  const server = createServer(options, (socket) => {
    user.onConnection(socket);
  });
  return bind(server, host, port, user);
}

/** @param greetingMs how long a caller may take to begin, and again to finish, the greeting */
export async function openTlsPort(
  host: string,
  tls: ListenerTls,
  greetingMs: number,
  user: PortUser,
): Opened {
  const settings = toTlsSettings(tls.profile, tls.identity, tls.trusted);
  const problem = findTlsProblem(settings);
  if (problem !== null) return err({ code: 'certificate', message: problem });
  const greeting = new Map<string, Socket>();
  const tlsServer = createTlsServer(
    {
      ...settings,
      requestCert: tls.clientCertificate !== 'ignored',
      rejectUnauthorized: tls.clientCertificate === 'required',
      handshakeTimeout: greetingMs,
    },
    (socket) => {
      greeting.delete(callerOf(socket));
      user.onConnection(socket);
    },
  );
  tlsServer.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const address = toPlainAddress(socket.remoteAddress);
    // Node itself closes on a certificate that it does not trust, and then reports a connection that was closed.
    const code = (socket.authorizationError as unknown as string | undefined) ?? error.code ?? null;
    socket.destroy();
    // Whoever only looks whether the port is open closes without a word; that is nobody's fault.
    if (code !== 'ECONNRESET') user.onTlsFailure(address, explainTlsCaller(code));
  });
  const server = createServer({ noDelay: true }, (socket) => {
    const [oldest] = greeting.values();
    if (oldest && greeting.size >= MAX_GREETING_CONNECTIONS) oldest.destroy();
    const caller = callerOf(socket);
    greeting.set(caller, socket);
    const timer = setTimeout(() => socket.destroy(), greetingMs);
    socket.on('error', () => undefined); // is seen as a close
    socket.once('close', () => {
      clearTimeout(timer);
      greeting.delete(caller);
    });
    socket.once('readable', () => {
      clearTimeout(timer);
      const first = socket.read() as Buffer | null; // null when it closed
      if (first === null) {
        socket.destroy();
      } else if (first[0] === TLS_HANDSHAKE) {
        socket.unshift(first);
        tlsServer.emit('connection', socket);
      } else {
        const words = 'it calls without encryption, and this port takes TLS only';
        user.onTlsFailure(toPlainAddress(socket.remoteAddress), words);
        socket.end(PROTOCOL_VERSION_ALERT, () => socket.destroy());
      }
    });
  });
  const bound = await bind(server, host, tls.port, user);
  if (!bound.ok) return bound;
  const close = () => {
    bound.value.close();
    for (const socket of greeting.values()) socket.destroy();
  };
  return ok({ port: bound.value.port, close });
}

/** A connection and the encrypted one on top of it have this in common. */
function callerOf(socket: Socket): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}

function bind(server: Server, host: string, port: number, user: PortUser): Opened {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => {
      resolve(err(toListenProblem(error, host, port)));
    };
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      server.on('error', (error: NodeJS.ErrnoException) => {
        user.onFault(error.code);
      });
      const address = server.address() as AddressInfo; // a TCP server that listens has one
      resolve(ok({ port: address.port, close: () => server.close() }));
    });
  });
}
