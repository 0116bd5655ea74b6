import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { fetchFromCore, isCorePath } from './core-proxy.ts';

describe('fetchFromCore', () => {
  const toClose: Server[] = [];
  afterEach(() => {
    for (const server of toClose.splice(0)) server.closeAllConnections();
  });

  async function aCore(folder: string, answer: RequestListener) {
    const server = createServer(answer);
    toClose.push(server);
    const socketPath = path.join(folder, 'core.sock');
    server.listen(socketPath);
    await once(server, 'listening');
    return { socketPath, token: 'secret' };
  }

  it('passes path, query, range and the token on, and status, headers and bytes back', async () => {
    using folder = aTemporaryFolder();
    let seen: IncomingMessage | null = null;
    const address = await aCore(folder.path, (request, response) => {
      seen = request;
      response.writeHead(206, { 'content-type': 'application/octet-stream', 'x-frames': '2' });
      response.end(Buffer.of(0, 255, 7));
    });
    const request = new Request('app://ui/dicom-web/studies/1.2/frames/1?accept=raw', {
      headers: { range: 'bytes=0-2', cookie: 'no' },
    });
    const response = await fetchFromCore(request, address);
    expect(seen).toMatchObject({
      url: '/dicom-web/studies/1.2/frames/1?accept=raw',
      headers: { authorization: 'Bearer secret', range: 'bytes=0-2' },
    });
    expect(seen!).not.toHaveProperty('headers.cookie');
    expect(response.status).toBe(206);
    expect(response.headers.get('x-frames')).toBe('2');
    expect(response.headers.get('connection')).toBeNull();
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(0, 255, 7));
  });

  it('hands the first bytes on before the last are there', async () => {
    using folder = aTemporaryFolder();
    let finish: () => void = () => undefined;
    const address = await aCore(folder.path, (_request, response) => {
      response.write('first');
      finish = () => response.end('last');
    });
    const response = await fetchFromCore(new Request('app://ui/dicom-web/a'), address);
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value).toString()).toBe('last');
    expect((await reader.read()).done).toBe(true);
  });

  it('hangs up on the core when the window loses interest', async () => {
    using folder = aTemporaryFolder();
    const hungUp = Promise.withResolvers<undefined>();
    const address = await aCore(folder.path, (_request, response) => {
      response.write('first');
      response.once('close', () => {
        hungUp.resolve(undefined);
      });
    });
    const response = await fetchFromCore(new Request('app://ui/dicom-web/a'), address);
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    await hungUp.promise;
  });

  it('answers 304 without a body', async () => {
    using folder = aTemporaryFolder();
    const address = await aCore(folder.path, (_request, response) => response.writeHead(304).end());
    const response = await fetchFromCore(new Request('app://ui/api/v1/x'), address);
    expect([response.status, response.body]).toEqual([304, null]);
  });

  it('lets nothing but reading through', async () => {
    const request = new Request('app://ui/api/v1/call/study.open', { method: 'POST', body: '{}' });
    expect((await fetchFromCore(request, { socketPath: '/nowhere', token: '' })).status).toBe(405);
  });

  it('says that the archive is not running, or stopped meanwhile', async () => {
    const request = () => new Request('app://ui/dicom-web/a');
    expect((await fetchFromCore(request(), null)).status).toBe(503);
    using folder = aTemporaryFolder();
    const socketPath = path.join(folder.path, 'gone.sock');
    expect((await fetchFromCore(request(), { socketPath, token: '' })).status).toBe(502);
  });
});

describe('isCorePath', () => {
  it.each([
    ['/dicom-web/studies', true],
    ['/api/v1/thumbnails/1', true],
    ['/api/v2/x', false],
    ['/assets/index.js', false],
    ['/', false],
  ])('%s: %s', (pathname, expected) => {
    expect(isCorePath(pathname)).toBe(expected);
  });
});
