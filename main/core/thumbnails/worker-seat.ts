import { Worker } from 'node:worker_threads';
import { assertNever, err, ok, type Result } from '../shared/result.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import type { ThumbnailError } from './thumbnail-error.ts';
import { DEFAULT_MAX_SIDE_PX, type ThumbnailRequest } from './thumbnail-request.ts';

export type ThumbnailOutcome = Result<Buffer, ThumbnailError>;

export interface WorkerSeatOptions {
  readonly workerUrl: URL;
  /** For one frame, counted from when a ready worker gets it. */
  readonly deadlineMs: number;
  /** For a new worker to say that it is ready. */
  readonly startDeadlineMs: number;
  /** A worker was given up; the next request starts another. */
  onDiscard(reason: string): void;
}

interface Running {
  readonly id: number;
  readonly settle: (outcome: ThumbnailOutcome) => void;
}

/** JavaScript heap of a worker, in MB; frames and codecs live outside of it. */
const MAX_HEAP_MB = 256;

/**
 * A place for one worker thread, which may have to be killed at any time: at the deadline, or when a codec has failed in
 * it. Starts a worker when there is work and none sits here.
 */
export class WorkerSeat {
  readonly #options: WorkerSeatOptions;
  #worker: Worker | null = null;
  #running: Running | null = null;
  #nextId = 1;

  constructor(options: WorkerSeatOptions) {
    this.#options = options;
  }

  get isFree(): boolean {
    return this.#running === null;
  }

  /** Only when free. The seat is free again when the promise resolves; it never rejects. */
  run(request: ThumbnailRequest): Promise<ThumbnailOutcome> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | null = null;
      const settle = (outcome: ThumbnailOutcome) => {
        if (timer) clearTimeout(timer);
        this.#running = null;
        resolve(outcome);
      };
      this.#running = { id, settle };
      const begin = (worker: Worker) => {
        timer = setTimeout(() => this.#expire(), this.#options.deadlineMs);
        send(worker, id, request);
      };
      if (this.#worker) {
        begin(this.#worker);
        return;
      }
      timer = setTimeout(() => this.#discard('it did not start'), this.#options.startDeadlineMs);
      this.#start((worker) => {
        if (timer) clearTimeout(timer);
        begin(worker);
      });
    });
  }

  /** Ends the worker; what it was doing is answered with `closed`. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#running?.settle(err({ kind: 'closed' }));
    await worker?.terminate();
  }

  #start(onReady: (worker: Worker) => void): void {
    const worker = new Worker(this.#options.workerUrl, {
      name: 'thumbnails',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker = worker;
    worker.on('message', (message: FromWorker) => {
      if (this.#worker !== worker) return;
      if (message.type === 'ready') onReady(worker);
      else this.#receive(message);
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#discard(error instanceof Error ? error.name : 'it threw');
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#discard(`it ended with code ${code}`);
    });
  }

  #receive(message: Exclude<FromWorker, { type: 'ready' }>): void {
    const running = this.#running;
    if (running?.id !== message.id) return;
    switch (message.type) {
      case 'made':
        running.settle(ok(Buffer.from(message.png.buffer)));
        break;
      case 'failed':
        if (message.isWorkerSuspect) this.#leave('a codec failed in it');
        running.settle(err({ kind: 'cannot-decode', detail: message.detail }));
        break;
      default:
        assertNever(message);
    }
  }

  #expire(): void {
    const running = this.#running;
    this.#leave('it took too long');
    running?.settle(err({ kind: 'timed-out', deadlineMs: this.#options.deadlineMs }));
  }

  #discard(reason: string): void {
    const running = this.#running;
    this.#leave(reason);
    running?.settle(err({ kind: 'worker-failed', detail: reason }));
  }

  /** Terminating also stops a thread that is busy in WebAssembly. */
  #leave(reason: string): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    this.#options.onDiscard(reason);
  }
}

function send(
  worker: Worker,
  id: number,
  { frame, transferSyntaxUid, image, maxSidePx }: ThumbnailRequest,
): void {
  const owned = toOwnedBytes(frame);
  const message: ToWorker = {
    type: 'make',
    id,
    frame: owned,
    transferSyntaxUid,
    image,
    maxSidePx: maxSidePx ?? DEFAULT_MAX_SIDE_PX,
  };
  worker.postMessage(message, [owned.buffer]);
}

/** A buffer that shares its memory (Node's pool, a slice of a file) is copied: moving would take the rest along. */
function toOwnedBytes(frame: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = frame;
  const isWhole = buffer instanceof ArrayBuffer && byteOffset === 0 && length === buffer.byteLength;
  return isWhole ? new Uint8Array(buffer) : new Uint8Array(frame);
}
