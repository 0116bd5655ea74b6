import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE_NAME = 'bucky_session';

/** Cookie that a browser gets for opening the UI with the right token: same rights as the token, this core only. */
export function sessionCookie(token: string): string {
  return `${COOKIE_NAME}=${token}; HttpOnly; SameSite=Strict; Path=/`;
}

/** Whether a request carries the token, as `Authorization: Bearer` or as the browser UI's cookie. */
export function isAuthorised(request: IncomingMessage, token: string): boolean {
  const bearer = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return isSameSecret(bearer, token);
  const cookies = (request.headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  return cookies.some(
    ([name, value]) => name === COOKIE_NAME && value !== undefined && isSameSecret(value, token),
  );
}

/** Compares in a time that does not depend on where two secrets differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

/**
 * Whether the request names this machine as its host. A page elsewhere can make a browser send requests here under
 * its own name (DNS rebinding); it cannot make it say `127.0.0.1`.
 */
export function isLoopbackHost(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
}

/** Whether a WebSocket handshake comes from our own page, or from no page at all. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host ?? ''}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
