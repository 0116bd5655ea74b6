import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../shared/result.ts';

const DEADLINE_MS = 30_000;
const INPUT = Float32Array.of(-1, 0, 0.5, 3);
/** 2 x + 1, as native-models/self-test/card.md says. */
const EXPECTED = Float32Array.of(-1, 1, 2, 7);

export interface SelfTestParts {
  /** Beside the core's bundle. */
  readonly workerUrl?: URL;
  readonly modelUrl?: URL;
}

export interface SelfTestReport {
  readonly runtime: 'onnxruntime-node';
  readonly provider: 'cpu';
  readonly durationMs: number;
}

/**
 * Runs a tiny model in a worker thread: proves that the inference runtime was packaged, loads and computes here.
 *
 * @returns what ran, or in plain words why not
 */
export async function runSelfTest(parts: SelfTestParts = {}): Promise<Result<SelfTestReport, string>> {
  const workerUrl = parts.workerUrl ?? new URL('./self-test-worker.mjs', import.meta.url);
  const modelUrl = parts.modelUrl ?? new URL('../../native-models/self-test/model.onnx', import.meta.url);
  const startedMs = performance.now();
  let model: Uint8Array;
  try {
    model = readFileSync(modelUrl);
  } catch {
    return err('The model of the self-test is missing.');
  }
  const output = await runWorker(workerUrl, model);
  if (!output.ok) return output;
  const isRight =
    output.value.length === EXPECTED.length &&
    EXPECTED.every((value, index) => output.value[index] === value);
  if (!isRight) return err('The model of the self-test gave other numbers than it should.');
  return ok({
    runtime: 'onnxruntime-node',
    provider: 'cpu',
    durationMs: Math.round(performance.now() - startedMs),
  });
}

async function runWorker(workerUrl: URL, model: Uint8Array): Promise<Result<Float32Array, string>> {
  const worker = new Worker(workerUrl, { workerData: { model, input: INPUT } });
  const outcome = await new Promise<Result<Float32Array, string>>((resolve) => {
    const timer = setTimeout(() => {
      resolve(err('The inference runtime did not answer within 30 s.'));
    }, DEADLINE_MS);
    worker.once('message', (message: unknown) => {
      clearTimeout(timer);
      resolve(message instanceof Float32Array ? ok(message) : err('The inference runtime gave no numbers.'));
    });
    worker.once('error', (error) => {
      clearTimeout(timer);
      const why = error instanceof Error ? error.message : String(error);
      resolve(err(`The inference runtime does not run here. ${why}`));
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve(err('The inference runtime ended before it answered.'));
    });
  });
  await worker.terminate();
  return outcome;
}
