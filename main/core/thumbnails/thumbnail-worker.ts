import { parentPort } from 'node:worker_threads';
import { NativeCodecs } from '../pixels/decode/native-codecs.ts';
import { makeThumbnail } from './make-thumbnail.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** Entry of the worker thread. A throw ends the thread, which `ThumbnailMaker` sees and answers for. */
const port = parentPort;
if (!port) throw new Error('The thumbnail worker runs as a worker thread only');
const codecs = new NativeCodecs();
await codecs.load();

port.on('message', (message: ToWorker) => {
  void makeThumbnail(message, codecs).then((answer) => send(answer));
});
send({ type: 'ready' });

function send(message: FromWorker): void {
  port?.postMessage(message, message.type === 'made' ? [message.png.buffer] : []);
}
