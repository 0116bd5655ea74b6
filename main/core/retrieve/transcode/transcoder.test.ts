import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../shared/logger.ts';
import type { TranscodeRequest } from './protocol.ts';
import { Transcoder } from './transcoder.ts';

const REQUEST: TranscodeRequest = {
  filePath: 'x',
  dataSetOffset: 0,
  dataSetSha256: '',
  storedSyntaxUid: '1.2',
  targetSyntaxUid: '1.2',
};

describe('the worker for other transfer syntaxes', () => {
  const open = (onMessage: string) => {
    const discarded: string[] = [];
    const source = `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id, request }) => { ${onMessage} });
      parentPort.postMessage({ type: 'ready' });`;
    const transcoder = new Transcoder({
      workerUrl: new URL(`data:text/javascript,${encodeURIComponent(source)}`),
      logger: { ...silentLogger, warn: (message) => discarded.push(message) },
      deadlineMs: 200,
    });
    return { transcoder, discarded };
  };
  const MADE = `parentPort.postMessage({ type: 'made', id, bytes: new Uint8Array([1, 2]) });`;

  it('is killed when an object holds it up, and the next object gets a fresh one', async () => {
    const { transcoder, discarded } = open(`if (request.filePath === 'hang') for (;;); ${MADE}`);
    const [hung, next] = await Promise.all([
      transcoder.transcode({ ...REQUEST, filePath: 'hang' }),
      transcoder.transcode(REQUEST),
    ]);
    expect(hung).toMatchObject({ ok: false, error: expect.stringContaining('too long') as unknown });
    expect(next).toEqual({ ok: true, value: Buffer.from([1, 2]) });
    expect(discarded).toHaveLength(1);
    await transcoder.close();
  });

  it('is replaced when a codec failed in it, or when it throws', async () => {
    const failed = `{ type: 'failed', id, detail: 'Damaged.', isWorkerSuspect: true }`;
    const { transcoder, discarded } = open(`if (request.filePath === 'throw') throw new Error('no');
      parentPort.postMessage(${failed});`);
    expect(await transcoder.transcode(REQUEST)).toEqual({ ok: false, error: 'Damaged.' });
    expect(await transcoder.transcode({ ...REQUEST, filePath: 'throw' })).toMatchObject({ ok: false });
    expect(discarded).toHaveLength(2);
    await transcoder.close();
  });

  it('answers what waits when the core stops', async () => {
    const { transcoder } = open('');
    const waiting = [transcoder.transcode(REQUEST), transcoder.transcode(REQUEST)];
    await transcoder.close();
    for (const outcome of await Promise.all(waiting)) expect(outcome).toMatchObject({ ok: false });
    expect(await transcoder.transcode(REQUEST)).toMatchObject({ ok: false });
  });
});
