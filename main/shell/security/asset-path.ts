import path from 'node:path';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  /** Streaming compilation refuses any other type. */
  '.wasm': 'application/wasm',
};

export interface Asset {
  readonly file: string;
  readonly mediaType: string;
  /** Its name carries a hash of its content, so it never changes. */
  readonly isImmutable: boolean;
}

/**
 * The file of the built UI that a URL path names.
 *
 * @param urlPath the path as it stands in the URL, percent-encoded
 * @returns null for what is no file of the UI: another type, or a way out of the folder
 */
export function findAsset(uiDir: string, urlPath: string): Asset | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null; // not percent-encoding
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const name = decoded === '/' ? '/index.html' : decoded;
  const file = path.join(uiDir, name);
  if (!file.startsWith(uiDir + path.sep)) return null;
  const mediaType = MEDIA_TYPES[path.extname(file)];
  if (mediaType === undefined) return null;
  return { file, mediaType, isImmutable: name.startsWith('/assets/') };
}
