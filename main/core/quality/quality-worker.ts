import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { NativeCodecs } from '../pixels/decode/native-codecs.ts';
import { QualityModel } from './models/quality-model.ts';
import { toTerms } from './pipeline/model-terms.ts';
import type { FromQualityWorker, ToQualityWorker } from './pipeline/protocol.ts';
import { readInstance } from './pipeline/read-instance.ts';

/** Entry of the worker thread. A throw ends the thread, which `QualitySeat` sees and answers for. */
const port = parentPort;
if (!port) throw new Error('The quality worker runs as a worker thread only');
lowerPriority();
const { modelsUrl, userModelsDir } = workerData as { modelsUrl: string; userModelsDir: string }; // from QualitySeat
const codecs = new NativeCodecs();
await codecs.load();
const opened = await QualityModel.open(new URL(modelsUrl), { userModelsDir });
const model = opened.ok ? opened.value : null;

port.on('message', ({ id, request }: ToQualityWorker) => {
  void readInstance(request, codecs, model).then(({ reading, isCodecSuspect }) => {
    send({ type: 'judged', id, reading, isWorkerSuspect: isCodecSuspect });
  });
});
send({
  type: 'ready',
  terms: toTerms(model),
  problems: opened.ok ? opened.value.problems : [opened.error],
});

function send(message: FromQualityWorker): void {
  port?.postMessage(message);
}

/** On Linux each thread has a priority of its own: reception goes first. Elsewhere the pauses between images must do. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (threadId > 0 && threadId !== process.pid) setPriority(threadId, 10);
  } catch {
    // A sandbox without /proc: judging works all the same.
  }
}
