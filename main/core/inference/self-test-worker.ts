import { InferenceSession, Tensor } from 'onnxruntime-node';
import { parentPort, workerData } from 'node:worker_threads';

/** Runs the self-test's model once on the numbers that it was given; posts what came out. */
const { model, input } = workerData as { model: Uint8Array; input: Float32Array }; // from startSelfTest beside this file
const session = await InferenceSession.create(model, { executionProviders: ['cpu'] });
const output = await session.run({ x: new Tensor('float32', input, [input.length]) });
parentPort?.postMessage(output['y']?.data);
await session.release();
