import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The same policy that the desktop window has (design section 8), plus the socket of the browser UI. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

/**
 * Serves the built renderer from `folder`. Paths outside it do not exist.
 *
 * @returns false when there is no such file
 */
export async function serveStaticUi(
  folder: string,
  urlPath: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const file = resolveInside(folder, urlPath === '/' ? '/index.html' : urlPath);
  if (file === null) return false;
  const status = await stat(file).catch(() => null);
  if (!status?.isFile()) return false;
  const isHashed = path.dirname(file) !== path.resolve(folder);
  response.writeHead(200, {
    'Content-Type': CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream',
    'Content-Length': status.size,
    'Cache-Control': isHashed ? 'private, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
  return true;
}

function resolveInside(folder: string, urlPath: string): string | null {
  const root = path.resolve(folder);
  const file = path.resolve(root, `.${path.posix.normalize(urlPath)}`);
  return file.startsWith(root + path.sep) ? file : null;
}
