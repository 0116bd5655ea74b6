import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { runSelfTest } from './self-test.ts';

const modelDir = new URL('../../../native-models/self-test/', import.meta.url);
const modelUrl = new URL('model.onnx', modelDir);
/** Node runs the TypeScript source as it is. */
const workerUrl = new URL('./self-test-worker.ts', import.meta.url);

describe('runSelfTest', () => {
  it('runs the tiny model in a worker and finds the right numbers', async () => {
    const result = await runSelfTest({ modelUrl, workerUrl });
    expect(result).toMatchObject({ ok: true, value: { runtime: 'onnxruntime-node', provider: 'cpu' } });
  });

  it('says that the model is missing when it was not packaged', async () => {
    const result = await runSelfTest({ modelUrl: new URL('absent.onnx', modelDir), workerUrl });
    expect(result).toEqual({ ok: false, error: 'The model of the self-test is missing.' });
  });

  it('says why the runtime cannot run a model that is damaged', async () => {
    using folder = aTemporaryFolder();
    const damaged = path.join(folder.path, 'model.onnx');
    writeFileSync(damaged, readFileSync(modelUrl).subarray(0, 60));
    const result = await runSelfTest({ modelUrl: pathToFileURL(damaged), workerUrl });
    expect(result).toMatchObject({
      ok: false,
      error: expect.stringContaining('does not run here') as string,
    });
  });

  it('is the model whose hash stands in its manifest', () => {
    const manifest = JSON.parse(readFileSync(new URL('manifest.json', modelDir), 'utf8')) as {
      sha256: string;
    };
    expect(createHash('sha256').update(readFileSync(modelUrl)).digest('hex')).toBe(manifest.sha256);
  });
});
