import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { countSendersNow } from './reception-now.ts';

async function ask(answer: RequestListener): Promise<number | null> {
  using folder = aTemporaryFolder();
  const socketPath = path.join(folder.path, 'core.sock');
  const server = createServer(answer).listen(socketPath);
  await once(server, 'listening');
  const count = await countSendersNow({ socketPath, token: 'secret' });
  server.closeAllConnections();
  server.close();
  return count;
}

describe('countSendersNow', () => {
  it('asks the core with its token', async () => {
    const count = await ask((request, response) => {
      const isRight =
        request.url === '/api/v1/call/station.info' && request.headers.authorization === 'Bearer secret';
      const reception = { openAssociations: 3, sendersNow: 2, imagesLastMinute: 9, senders: [] };
      response.end(JSON.stringify(isRight ? { ok: true, value: { reception } } : { ok: false }));
    });
    expect(count).toBe(2);
  });

  it('does not know when the core answers with something else', async () => {
    expect(await ask((_request, response) => response.writeHead(500).end('no'))).toBeNull();
  });

  it('does not know when the core is gone', async () => {
    using folder = aTemporaryFolder();
    const socketPath = path.join(folder.path, 'gone.sock');
    expect(await countSendersNow({ socketPath, token: '' })).toBeNull();
  });
});
