import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { NativeCodecs } from '../../pixels/decode/native-codecs.ts';
import type { FromWorker, ToWorker, TranscodeRequest } from './protocol.ts';
import { transcodeObject } from './transcode-object.ts';

/** Entry of the worker thread. A throw ends the thread, which `Transcoder` sees and answers for. */
const port = parentPort;
if (!port) throw new Error('The transcode worker runs as a worker thread only');
const codecs = new NativeCodecs();
await codecs.load();

port.on('message', (message: ToWorker) => {
  void answer(message).then((news) => {
    port.postMessage(news, news.type === 'made' ? [news.bytes.buffer] : []);
  });
});
port.postMessage({ type: 'ready' } satisfies FromWorker);

async function answer({ id, request }: ToWorker): Promise<FromWorker> {
  const stored = await readDataSet(request);
  if (stored === null)
    return { type: 'failed', id, detail: 'Its file cannot be read.', isWorkerSuspect: false };
  const syntaxes = { stored: request.storedSyntaxUid, target: request.targetSyntaxUid };
  const made = await transcodeObject(stored, syntaxes, request.dataSetSha256, codecs);
  if (!made.ok) {
    const { detail, isCodecSuspect } = made.error;
    return { type: 'failed', id, detail, isWorkerSuspect: isCodecSuspect };
  }
  const { value } = made;
  const isWhole = value.byteOffset === 0 && value.length === value.buffer.byteLength;
  // A buffer that shares its memory with others is copied: moving would take the rest along.
  const bytes = isWhole ? new Uint8Array(value.buffer as ArrayBuffer) : new Uint8Array(value);
  return { type: 'made', id, bytes };
}

async function readDataSet({ filePath, dataSetOffset }: TranscodeRequest): Promise<Buffer | null> {
  try {
    await using file = await open(filePath, 'r');
    const { size } = await file.stat();
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, size - dataSetOffset));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, dataSetOffset + filled);
      if (bytesRead === 0) return null;
      filled += bytesRead;
    }
    return bytes;
  } catch {
    return null;
  }
}
