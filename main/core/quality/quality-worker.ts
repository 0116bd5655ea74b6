import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { NativeCodecs } from '../pixels/decode/native-codecs.ts';
import { measureImage } from './metrics/measure-image.ts';
import { explainMetrics, readManifest, toTerms } from './pipeline/load-models.ts';
import type { FromQualityWorker, ToQualityWorker } from './pipeline/protocol.ts';
import { readInstance, type FrameJudge } from './pipeline/read-instance.ts';

/** Entry of the worker thread. A throw ends the thread, which `QualitySeat` sees and answers for. */
const port = parentPort;
if (!port) throw new Error('The quality worker runs as a worker thread only');
lowerPriority();
const { modelsUrl } = workerData as { modelsUrl: string }; // from QualitySeat
const manifest = await readManifest(new URL(modelsUrl));
const codecs = new NativeCodecs();
await codecs.load();
const judge: FrameJudge = {
  measure: (frame, modality) => measureImage(frame, { modality }),
  judge: () => Promise.resolve(null),
  explain: (metrics, modality) => explainMetrics(manifest, metrics, modality),
};

port.on('message', ({ id, request }: ToQualityWorker) => {
  void readInstance(request, codecs, judge).then(({ reading, isCodecSuspect }) => {
    send({ type: 'judged', id, reading, isWorkerSuspect: isCodecSuspect });
  });
});
send({ type: 'ready', terms: toTerms(manifest, '') });

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
