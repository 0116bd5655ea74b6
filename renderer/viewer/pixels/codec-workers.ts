import { getWebWorkerManager } from '@cornerstonejs/core';
import { failed, loaded, type FrameFailure, type FrameResult } from '../frames/frame-failure.ts';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import { transferSyntax } from '../metadata/transfer-syntax.ts';
import type { Samples } from './decoded-frame.ts';
import { GuardedPool } from './guarded-pool.ts';

/** The slowest honest frame (a 9 Mpx JPEG 2000 on an old PC) takes about two seconds. */
const DECODE_DEADLINE_MS = 10_000;

/** Name under which `dicom-image-loader` registers its workers. */
const WORKERS = 'dicomImageLoader';

export interface CodecOutput {
  readonly samples: Samples;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
}

interface DecodeTask {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: PixelFormat;
  readonly transferSyntaxUid: string;
}

const pool = new GuardedPool<DecodeTask>(
  {
    run: (task) => getWebWorkerManager().executeTask(WORKERS, 'decodeTask', toWorkerTask(task)),
    stop: () => getWebWorkerManager().terminate(WORKERS),
  },
  DECODE_DEADLINE_MS,
);

/** Decodes a compressed frame with cornerstone's codecs in its workers. Never rejects. */
export async function decodeInWorker(
  task: DecodeTask,
  signal?: AbortSignal,
): Promise<FrameResult<CodecOutput>> {
  const encoding = transferSyntax(task.transferSyntaxUid).name;
  const attempt = await pool.run(task, signal);
  switch (attempt.end) {
    case 'done':
      return checkOutput(attempt.output, encoding);
    case 'failed':
      return failed(codecFailure(encoding, codecMessage(attempt.error)));
    case 'aborted':
      return failed({ kind: 'aborted' });
    case 'late':
      return failed({ kind: 'late', step: 'decode', afterMs: DECODE_DEADLINE_MS });
  }
}

function toWorkerTask({ bytes, format, transferSyntaxUid }: DecodeTask): object {
  const { rows, columns, samplesPerPixel, photometricInterpretation, bitsAllocated, bitsStored } = format;
  return {
    imageFrame: {
      rows,
      columns,
      samplesPerPixel,
      photometricInterpretation,
      planarConfiguration: 0,
      bitsAllocated,
      bitsStored,
      pixelRepresentation: format.isSigned ? 1 : 0,
    },
    transferSyntax: transferSyntaxUid,
    pixelData: bytes,
    // The pixels stay stored values: rescaling, colour and window are ours.
    options: { preScale: { enabled: false } },
    decodeConfig: {},
  };
}

function checkOutput(output: unknown, encoding: string): FrameResult<CodecOutput> {
  const { pixelData, rows, columns, componentsPerPixel, samplesPerPixel } = (output ?? {}) as Record<
    string,
    unknown
  >;
  const components = componentsPerPixel ?? samplesPerPixel;
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
const NOT_LOADED = /CompileError|LinkError|fetching of the wasm|dynamically imported|importing a module/i;

function codecFailure(encoding: string, detail: string): FrameFailure {
  if (/^unsupported/i.test(detail)) {
    return { kind: 'unsupported', what: `a ${encoding} image of a kind that its decoder does not know` };
  }
  return { kind: NOT_LOADED.test(detail) ? 'no-decoder' : 'damaged', encoding, detail };
}

/** Codecs throw strings, numbers and Errors. */
function codecMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, 200);
}
