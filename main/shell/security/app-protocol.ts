import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { findAsset } from './asset-path.ts';
import { CONTENT_SECURITY_POLICY } from './content-policy.ts';
import { fetchFromCore, isCorePath, type CoreAddress } from './core-proxy.ts';

const SCHEME = 'app';
const HOST = 'ui';
export const UI_ORIGIN = `${SCHEME}://${HOST}`;

/** Call it before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the window: the built UI from disk and the images from the core, all of one origin. */
export function serveAppScheme(uiDir: string, coreAddress: () => CoreAddress | null): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== HOST) return notFound();
    if (isCorePath(pathname)) return fetchFromCore(request, coreAddress());
    const asset = findAsset(uiDir, pathname);
    if (asset === null) return notFound();
    try {
      return new Response(await readFile(asset.file), {
        headers: {
          'content-type': asset.mediaType,
          'cache-control': asset.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        },
      });
    } catch {
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response('There is nothing here.', { status: 404, headers: { 'content-type': 'text/plain' } });
}
