import { encode } from 'fast-png';
import { decodeFrame } from '../pixels/decode/decode-frame.ts';
import type { NativeCodecs } from '../pixels/decode/native-codecs.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { renderFrame } from './render/render-frame.ts';

/** What the worker does with one message: decode, shrink, encode. */
export async function makeThumbnail(message: ToWorker, codecs: NativeCodecs): Promise<FromWorker> {
  const { id, frame, transferSyntaxUid, image, maxSidePx } = message;
  const decoded = await decodeFrame(frame, transferSyntaxUid, image, codecs);
  if (!decoded.ok) {
    return {
      type: 'failed',
      id,
      detail: decoded.error.detail,
      isWorkerSuspect: decoded.error.isCodecSuspect,
    };
  }
  const picture = renderFrame(decoded.value, image, maxSidePx);
  if (!picture.ok) return { type: 'failed', id, detail: picture.error, isWorkerSuspect: false };
  // A buffer of its own, so that it can be moved.
  return { type: 'made', id, png: new Uint8Array(encode({ ...picture.value, depth: 8 })) };
}
