import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../build/runtime/cache-folder.ts';
import { ModelRunner } from '../../../main/core/inference/model-runner.ts';

const NODE = path.resolve(import.meta.dirname, '../../../node_modules/.bin/node');
const SCRIPT = path.join(import.meta.dirname, 'run-on-webgpu.ts');
/** What Chromium brings for machines without a graphics device: a Vulkan driver in software, and the loader for it. */
const DRIVER = 'vk_swiftshader_icd.json';
const LOADER = 'libvulkan.so.1';

/** A folder of the Electron runtime (or Chromium) that has both. */
function softwareAdapter(): string | null {
  const cache = cacheFolder();
  const runtimes = existsSync(cache) ? readdirSync(cache).map((name) => path.join(cache, name)) : [];
  const folders = [...runtimes, path.resolve('node_modules/electron/dist'), '/usr/lib/chromium'];
  return (
    folders.find((folder) => [DRIVER, LOADER].every((file) => existsSync(path.join(folder, file)))) ?? null
  );
}

interface Answer {
  readonly provider: string;
  readonly rejections: readonly string[];
  readonly probabilities: readonly number[];
}

/** In a process of its own: the loader looks for drivers once. */
function runWith(env: NodeJS.ProcessEnv, clock: 'standing-still' | 'slowing'): Answer {
  const output = execFileSync(NODE, [SCRIPT, clock], { env: { ...process.env, ...env }, stdio: 'pipe' });
  return JSON.parse(output.toString()) as Answer;
}

async function probabilitiesOnCpu(): Promise<readonly number[]> {
  const model = readFileSync(new URL('../../../native-models/anatomy/model.onnx', import.meta.url));
  const data = Float32Array.from({ length: 64 * 64 }, (_, index) => (index % 89) / 88);
  const inputs = { image: { data, shape: [1, 1, 64, 64] } };
  const opened = await ModelRunner.open(model, inputs, { providers: [] });
  if (!opened.ok) throw new Error(opened.error);
  await using runner = opened.value;
  return [...((await runner.run(inputs))['probabilities'] ?? [])];
}

const adapter = softwareAdapter();

describe('WebGPU', () => {
  it.runIf(adapter !== null)('runs the model on a software adapter and agrees with the CPU', async () => {
    const env = {
      VK_ICD_FILENAMES: path.join(adapter ?? '', DRIVER),
      LD_LIBRARY_PATH: adapter ?? '',
    };
    const answer = runWith(env, 'standing-still');
    expect({ provider: answer.provider, rejections: answer.rejections }).toEqual({
      provider: 'webgpu',
      rejections: [],
    });
    const expected = await probabilitiesOnCpu();
    expect(answer.probabilities).toHaveLength(expected.length);
    for (const [index, value] of answer.probabilities.entries())
      expect(value).toBeCloseTo(expected[index] ?? NaN, 4);
    // Where it is slower, the CPU it is.
    expect(runWith(env, 'slowing')).toMatchObject({
      provider: 'cpu',
      rejections: ['webgpu: slower than the CPU.'],
    });
  });

  it.runIf(process.platform === 'linux')('gives way to the CPU where there is no adapter', () => {
    const answer = runWith({ VK_ICD_FILENAMES: '/nonexistent.json', LD_LIBRARY_PATH: '' }, 'standing-still');
    expect(answer.provider).toBe('cpu');
    expect(answer.rejections).toEqual([expect.stringMatching(/^webgpu: not here\. /)]);
  });
});
