import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ModelRunner } from './model-runner.ts';
import { providersToTry } from './provider.ts';

const MODEL = readFileSync(new URL('../../../native-models/self-test/model.onnx', import.meta.url));
const SAMPLE = { x: { data: Float32Array.of(-1, 0, 0.5, 3), shape: [4] } };

it('runs a model on the CPU when nothing else is to be tried', async () => {
  const opened = await ModelRunner.open(MODEL, SAMPLE, { providers: [] });
  if (!opened.ok) throw new Error(opened.error);
  await using runner = opened.value;
  expect(runner.provider).toBe('cpu');
  // 2 x + 1
  expect(await runner.run(SAMPLE)).toEqual({ y: Float32Array.of(-1, 1, 2, 7) });
});

it('falls back to the CPU and says why when a provider is not there', async () => {
  const absent = process.platform === 'win32' ? 'coreml' : 'dml';
  const opened = await ModelRunner.open(MODEL, SAMPLE, { providers: [absent] });
  if (!opened.ok) throw new Error(opened.error);
  await using runner = opened.value;
  expect(runner.provider).toBe('cpu');
  expect(runner.rejections).toEqual([expect.stringMatching(new RegExp(`^${absent}: `))]);
});

it('says in words that a file is no model', async () => {
  const opened = await ModelRunner.open(MODEL.subarray(0, 60), SAMPLE, { providers: [] });
  expect(opened).toMatchObject({ ok: false, error: expect.stringContaining('does not run here') as string });
});

it('tries what each platform may have, and WebGPU on Linux only beside a graphics device', () => {
  expect(providersToTry('win32', false)).toEqual(['dml', 'webgpu']);
  expect(providersToTry('darwin', false)).toEqual(['coreml', 'webgpu']);
  expect(providersToTry('linux', true)).toEqual(['cuda', 'webgpu']);
  expect(providersToTry('linux', false)).toEqual(['cuda']);
  expect(providersToTry('freebsd', true)).toEqual([]);
});
