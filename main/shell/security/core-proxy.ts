import { Agent, request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Where the running core serves HTTP. */
export interface CoreAddress {
  readonly socketPath: string;
  readonly token: string;
}

const PASSED_REQUEST_HEADERS = ['accept', 'range', 'if-none-match', 'if-modified-since'];
/** Hop by hop (RFC 9110 section 7.6.1): they speak of the socket, not of what came over it. */
const DROPPED_RESPONSE_HEADERS = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'trailer',
]);
/** Statuses whose response has no body (Fetch standard); a body would make `Response` throw. */
const BODILESS = new Set([204, 205, 304]);

/** The viewer fetches several frames at once; more would only queue in the core. */
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Which paths the window may fetch from the core. */
export function isCorePath(pathname: string): boolean {
  return pathname.startsWith('/dicom-web/') || pathname.startsWith('/api/v1/');
}

/** Passes a GET on to the core and its answer back, as a stream. When the window loses interest, so does the core. */
export async function fetchFromCore(incoming: Request, address: CoreAddress | null): Promise<Response> {
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    return plainAnswer(405, 'Only GET passes here; commands go over the message port.');
  }
  if (address === null) return plainAnswer(503, 'The core is not running at this moment.');
  const { pathname, search } = new URL(incoming.url);
  const headers: Record<string, string> = { authorization: `Bearer ${address.token}` };
  for (const name of PASSED_REQUEST_HEADERS) {
    const value = incoming.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return new Promise((resolve) => {
    const outgoing = request({
      agent,
      headers,
      method: incoming.method,
      path: pathname + search,
      signal: incoming.signal,
      socketPath: address.socketPath,
    });
    outgoing.once('response', (answer) => {
      resolve(toResponse(answer, incoming.method === 'HEAD'));
    });
    outgoing.once('error', () => {
      resolve(plainAnswer(502, 'The core stopped before it answered.'));
    });
    outgoing.end();
  });
}

function toResponse(answer: IncomingMessage, isHead: boolean): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !DROPPED_RESPONSE_HEADERS.has(name)) headers.set(name, String(value));
  }
  const status = answer.statusCode ?? 502;
  if (isHead || BODILESS.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  // Node and the DOM describe the same stream with types of their own.
  return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers });
}

function plainAnswer(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
