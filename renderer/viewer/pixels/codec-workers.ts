import { getWebWorkerManager } from '@cornerstonejs/core';
import { failed, loaded, type FrameFailure, type FrameResult } from '../frames/frame-failure.ts';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import { transferSyntax } from '../metadata/transfer-syntax.ts';
import type { Samples } from './decoded-frame.ts';

/** The slowest honest frame (a 9 Mpx JPEG 2000 on an old PC) takes about two seconds. */
export const DECODE_DEADLINE_MS = 10_000;

/** Name under which `dicom-image-loader` registers its workers. */
const WORKERS = 'dicomImageLoader';

export interface CodecOutput {
  readonly samples: Samples;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
}

type Attempt =
  | { readonly end: 'done'; readonly output: unknown }
  | { readonly end: 'failed'; readonly error: unknown }
  | { readonly end: 'late' | 'stopped' | 'aborted' };

const stopListeners = new Set<() => void>();

/**
 * Decodes a compressed frame with cornerstone's codecs in its workers. A decoder that hangs is stopped with its workers;
 * frames that were in the same workers are tried once more.
 */
export async function decodeInWorker(
  bytes: Uint8Array<ArrayBuffer>,
  format: PixelFormat,
  transferSyntaxUid: string,
  signal?: AbortSignal,
): Promise<FrameResult<CodecOutput>> {
  const encoding = transferSyntax(transferSyntaxUid).name;
  let attempt = await runTask(bytes, format, transferSyntaxUid, signal);
  if (attempt.end === 'stopped') attempt = await runTask(bytes, format, transferSyntaxUid, signal);
  switch (attempt.end) {
    case 'done':
      return checkOutput(attempt.output, encoding);
    case 'failed':
      return failed(codecFailure(encoding, codecMessage(attempt.error)));
    case 'aborted':
      return failed({ kind: 'aborted' });
    case 'late':
    case 'stopped':
      return failed({ kind: 'late', step: 'decode', afterMs: DECODE_DEADLINE_MS });
  }
}

function runTask(
  bytes: Uint8Array<ArrayBuffer>,
  format: PixelFormat,
  transferSyntaxUid: string,
  signal: AbortSignal | undefined,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const finish = (attempt: Attempt) => {
      clearTimeout(timer);
      stopListeners.delete(stopped);
      signal?.removeEventListener('abort', aborted);
      resolve(attempt);
    };
    const stopped = () => finish({ end: 'stopped' });
    const aborted = () => finish({ end: 'aborted' });
    const timer = setTimeout(() => {
      finish({ end: 'late' });
      stopWorkers();
    }, DECODE_DEADLINE_MS);
    if (signal?.aborted) {
      aborted();
      return;
    }
    signal?.addEventListener('abort', aborted);
    stopListeners.add(stopped);
    const { rows, columns, samplesPerPixel, photometricInterpretation, bitsAllocated, bitsStored } = format;
    const imageFrame = {
      rows,
      columns,
      samplesPerPixel,
      photometricInterpretation,
      planarConfiguration: 0,
      bitsAllocated,
      bitsStored,
      pixelRepresentation: format.isSigned ? 1 : 0,
    };
    // The pixels stay stored values: rescaling, colour and window are ours.
    const options = { preScale: { enabled: false } };
    getWebWorkerManager()
      .executeTask(WORKERS, 'decodeTask', {
        imageFrame,
        transferSyntax: transferSyntaxUid,
        pixelData: bytes,
        options,
        decodeConfig: {},
      })
      .then(
        (output: unknown) => finish({ end: 'done', output }),
        (error: unknown) => finish({ end: 'failed', error }),
      );
  });
}

/** New workers start with the next task. */
function stopWorkers(): void {
  getWebWorkerManager().terminate(WORKERS);
  for (const stopped of [...stopListeners]) stopped();
}

function checkOutput(output: unknown, encoding: string): FrameResult<CodecOutput> {
  const { pixelData, rows, columns, componentsPerPixel, samplesPerPixel } = (output ?? {}) as Record<
    string,
    unknown
  >;
  const components = typeof componentsPerPixel === 'number' ? componentsPerPixel : samplesPerPixel;
  if (
    !isSamples(pixelData) ||
    typeof rows !== 'number' ||
    typeof columns !== 'number' ||
    typeof components !== 'number'
  ) {
    return failed({ kind: 'damaged', encoding, detail: 'the decoder gave no pixels' });
  }
  return loaded({ samples: pixelData, rows, columns, samplesPerPixel: components });
}

function isSamples(value: unknown): value is Samples {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array);
}

/** What a browser says when it cannot fetch or start a WebAssembly module or a part of the decoder's script. */
const NOT_LOADED = /CompileError|LinkError|wasm|dynamically imported|importing a module/i;

function codecFailure(encoding: string, detail: string): FrameFailure {
  return { kind: NOT_LOADED.test(detail) ? 'no-decoder' : 'damaged', encoding, detail };
}

/** Codecs throw strings, numbers and Errors. */
function codecMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, 200);
}
