import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findAsset } from './asset-path.ts';

const uiDir = path.resolve('/opt/bucky/dist/renderer');

describe('findAsset', () => {
  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8', false],
    ['/index.html', 'index.html', 'text/html; charset=utf-8', false],
    ['/assets/index-a1.js', 'assets/index-a1.js', 'text/javascript; charset=utf-8', true],
    ['/assets/decode-b2.wasm', 'assets/decode-b2.wasm', 'application/wasm', true],
    ['/assets/with%20space.css', 'assets/with space.css', 'text/css; charset=utf-8', true],
  ])('serves %s', (urlPath, file, mediaType, isImmutable) => {
    expect(findAsset(uiDir, urlPath)).toEqual({ file: path.join(uiDir, file), mediaType, isImmutable });
  });

  it.each([
    ['a way up', '/../shell/main.js'],
    ['a way up in percent-encoding', '/..%2f..%2fcore%2fmain.js'],
    ['a way up with backslashes', '/..%5c..%5ccore%5cmain.js'],
    ['the folder beside it whose name begins alike', '/../renderer-old/index.html'],
    ['a null byte', '/index.html%00.js'],
    ['broken percent-encoding', '/%E0%A4%A.js'],
    ['a file of an unknown type', '/assets/index-a1.js.map'],
    ['a folder', '/assets/'],
  ])('refuses %s', (_what, urlPath) => {
    expect(findAsset(uiDir, urlPath)).toBeNull();
  });
});
