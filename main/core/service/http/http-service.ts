import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Reply } from '../../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../../preload/contract/event.ts';
import type { Logger } from '../../shared/logger.ts';
import { localUser, type Actor } from '../actor.ts';
import { serveFrames } from '../frame-line.ts';
import type { FramePort } from '../service-port.ts';
import { isAuthorised, isLoopbackHost, isOwnOrigin, isSameSecret, sessionCookie } from './auth.ts';
import { serveStaticUi } from './static-ui.ts';

const MAX_COMMAND_BYTES = 1024 * 1024;

export interface HttpParts {
  readonly token: string;
  /** Folder of the built renderer. */
  readonly uiFolder: string;
  readonly dicomWeb: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  /** Verdicts on images and studies; false when the path is another one. */
  readonly quality: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;
  readonly run: (command: string, input: unknown, actor: Actor) => Promise<Reply<unknown>>;
  readonly subscribe: (listener: (event: WorkstationEvent) => void) => () => void;
  readonly logger: Logger;
}

export type HttpPlace = { readonly port: number } | { readonly socketPath: string };

/**
 * The HTTP and WebSocket side of the core: browser UI at `/`, commands at `/api/v1/call/<name>`, frames of the typed
 * contract at `/api/v1/socket`, pixels and metadata under `/dicom-web`. TCP binds to loopback; everything wants the token.
 */
export class HttpService {
  readonly #parts: HttpParts;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_COMMAND_BYTES });
  #isOnSocketPath = false;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** @returns the TCP port, or 0 on a socket path. Rejects when the place is taken. */
  async listen(place: HttpPlace): Promise<number> {
    this.#isOnSocketPath = 'socketPath' in place;
    if ('socketPath' in place && process.platform !== 'win32') rmSync(place.socketPath, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(
        'port' in place ? { host: '127.0.0.1', port: place.port } : place.socketPath,
        () => {
          this.#server.off('error', reject);
          resolve();
        },
      );
    });
    if ('socketPath' in place) {
      if (process.platform !== 'win32') chmodSync(place.socketPath, 0o600);
      return 0;
    }
    return (this.#server.address() as AddressInfo).port; // a TCP server has an object here
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      if (request.destroyed || response.destroyed) return; // the client went away in the middle: nobody to tell
      this.#parts.logger.error('An HTTP request failed inside Bucky.', { err: error });
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Bucky failed on this request. The log says more.');
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#isOnSocketPath && !isLoopbackHost(request)) {
      sendText(response, 403, 'This address answers only as 127.0.0.1.');
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (this.#signIn(url, response)) return;
    if (!isAuthorised(request, this.#parts.token)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      sendText(
        response,
        401,
        'Open the address that Bucky printed when it started: it carries the key to this page.',
      );
      return;
    }
    if (url.pathname.startsWith('/dicom-web/')) await this.#parts.dicomWeb(request, response, url);
    else if (url.pathname.startsWith('/api/v1/call/')) await this.#call(request, response, url);
    else if (!(await this.#parts.quality(request, response, url)))
      await this.#serveUi(request, response, url);
  }

  /** `/?token=…` turns the token into a cookie and takes it out of the address bar. */
  #signIn(url: URL, response: ServerResponse): boolean {
    const given = url.pathname === '/' ? url.searchParams.get('token') : null;
    if (given === null || !isSameSecret(given, this.#parts.token)) return false;
    response.writeHead(302, {
      Location: '/',
      'Set-Cookie': sessionCookie(this.#parts.token),
      'Cache-Control': 'no-store',
    });
    response.end();
    return true;
  }

  async #serveUi(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendText(response, 405, 'Only GET is answered here.');
      return;
    }
    if (!(await serveStaticUi(this.#parts.uiFolder, url.pathname, request, response))) {
      sendText(
        response,
        404,
        url.pathname === '/' ? 'The browser UI is not built: run npm run build.' : 'Not found.',
      );
    }
  }

  async #call(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method !== 'POST') {
      sendText(response, 405, 'Commands are sent with POST.');
      return;
    }
    const body = await readJson(request);
    if (body === undefined) {
      sendText(response, 400, 'The body must be JSON of at most 1 MiB.');
      return;
    }
    const actor = localUser(request.socket.remoteAddress ?? 'local');
    const reply = await this.#parts.run(url.pathname.slice('/api/v1/call/'.length), body, actor);
    const text = JSON.stringify(reply);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(text);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const isAllowed =
      url.pathname === '/api/v1/socket' &&
      (this.#isOnSocketPath || isLoopbackHost(request)) &&
      isOwnOrigin(request) &&
      isAuthorised(request, this.#parts.token);
    if (!isAllowed) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      const actor = localUser(request.socket.remoteAddress ?? 'local');
      serveFrames(toFramePort(client), {
        run: (command, input) => this.#parts.run(command, input, actor),
        subscribe: this.#parts.subscribe,
      });
    });
  }
}

function toFramePort(client: WebSocket): FramePort {
  return {
    post: (frame) => {
      client.send(JSON.stringify(frame));
    },
    onMessage: (listener) => {
      client.on('message', (data: Buffer) => {
        const frame = parseJson(data.toString('utf8'));
        if (frame === undefined) client.close(1007, 'not JSON');
        else listener(frame);
      });
      client.on('error', () => {
        client.terminate();
      });
    },
    onClose: (listener) => {
      client.on('close', listener);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns undefined when the body is too long or no JSON; an empty body is `{}` */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteLength += chunk.length;
    if (byteLength > MAX_COMMAND_BYTES) return undefined;
    chunks.push(chunk);
  }
  return byteLength === 0 ? {} : parseJson(Buffer.concat(chunks).toString('utf8'));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}
