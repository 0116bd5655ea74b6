import { readFileSync } from 'node:fs';
import { ModelRunner } from '../../../main/core/inference/model-runner.ts';

/** Opens the anatomy model with WebGPU as the first choice and prints where it runs and what it answers. */
const [clock] = process.argv.slice(2);
const model = readFileSync(new URL('../../../native-models/anatomy/model.onnx', import.meta.url));
const data = Float32Array.from({ length: 64 * 64 }, (_, index) => (index % 89) / 88);
const inputs = { image: { data, shape: [1, 1, 64, 64] } };
// What is tested is where the model runs, not how fast: with one clock every provider is as fast as the CPU, with the other
// each run seems slower than the one before.
let timeMs = 0;
let stepMs = 0;
const nowMs = () => {
  if (clock === 'slowing') stepMs += 1;
  timeMs += stepMs;
  return timeMs;
};
const opened = await ModelRunner.open(model, inputs, { providers: ['webgpu'], nowMs });
if (!opened.ok) throw new Error(opened.error);
const runner = opened.value;
const answer = await runner.run(inputs);
process.stdout.write(
  JSON.stringify({
    provider: runner.provider,
    rejections: runner.rejections,
    probabilities: [...(answer['probabilities'] ?? [])],
  }),
);
