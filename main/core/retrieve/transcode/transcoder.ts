import { Worker } from 'node:worker_threads';
import type { Logger } from '../../shared/logger.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FromWorker, ToWorker, TranscodeRequest } from './protocol.ts';

export interface TranscoderOptions {
  /** `transcode-worker.ts` from source, `transcode-worker.mjs` beside the bundled core. */
  readonly workerUrl: URL;
  readonly logger: Logger;
  /** For one object, counted from when a ready worker gets it. */
  readonly deadlineMs?: number;
}

/** Plain words: why an object could not be brought to another transfer syntax. */
type NotMade = string;

interface Job {
  readonly id: number;
  readonly request: TranscodeRequest;
  readonly settle: (outcome: Result<Buffer, NotMade>) => void;
}

/** A multi-frame object of a gigabyte takes its time. */
const DEFAULT_DEADLINE_MS = 120_000;
/** Generous: it covers a machine that has just woken up. */
const START_DEADLINE_MS = 20_000;
/** JavaScript heap of the worker, in MB; pixels and codecs live outside of it. */
const MAX_HEAP_MB = 512;

/**
 * Brings stored objects to other transfer syntaxes, one after the other, in a worker thread: decoders of hostile data may
 * hang, crash or damage themselves. Such an object costs the worker and is not sent; the next one gets a fresh worker.
 */
export class Transcoder {
  readonly #options: TranscoderOptions;
  readonly #waiting: Job[] = [];
  #worker: Worker | null = null;
  #isReady = false;
  #running: Job | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastId = 0;
  #isClosed = false;

  constructor(options: TranscoderOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  transcode(request: TranscodeRequest): Promise<Result<Buffer, NotMade>> {
    if (this.#isClosed) return Promise.resolve(err('Bucky is closing.'));
    return new Promise((resolve) => {
      this.#lastId += 1;
      this.#waiting.push({ id: this.#lastId, request, settle: resolve });
      this.#advance();
    });
  }

  /** What waits or runs is answered with a failure. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#waiting.splice(0)) job.settle(err('Bucky is closing.'));
    const worker = this.#worker;
    this.#worker = null;
    this.#finish(err('Bucky is closing.'));
    await worker?.terminate();
  }

  #advance(): void {
    if (this.#running !== null || this.#waiting.length === 0) return;
    this.#running = this.#waiting.shift() ?? null;
    if (this.#worker === null) {
      this.#startTimer(START_DEADLINE_MS, 'it did not start');
      this.#start();
    } else if (this.#isReady) this.#send();
  }

  #send(): void {
    const job = this.#running;
    if (job === null) return;
    this.#startTimer(this.#options.deadlineMs ?? DEFAULT_DEADLINE_MS, 'it took too long');
    const message: ToWorker = { id: job.id, request: job.request };
    this.#worker?.postMessage(message);
  }

  #start(): void {
    const worker = new Worker(this.#options.workerUrl, {
      name: 'transcode',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.unref();
    this.#worker = worker;
    this.#isReady = false;
    worker.on('message', (message: FromWorker) => {
      if (this.#worker === worker) this.#receive(message);
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#discard(error instanceof Error ? error.name : 'it threw');
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#discard(`it ended with code ${code}`);
    });
  }

  #receive(message: FromWorker): void {
    if (message.type === 'ready') {
      this.#isReady = true;
      this.#send();
      return;
    }
    if (message.id !== this.#running?.id) return;
    if (message.type === 'made') this.#finish(ok(Buffer.from(message.bytes.buffer)));
    else {
      if (message.isWorkerSuspect) this.#leave('a codec failed in it');
      this.#finish(err(message.detail));
    }
  }

  #discard(reason: string): void {
    this.#leave(reason);
    this.#finish(err(`It could not be brought to another form: ${reason}.`));
  }

  /** Terminating also stops a thread that is busy in WebAssembly. */
  #leave(reason: string): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    this.#options.logger.warn(`A worker for other transfer syntaxes was replaced: ${reason}.`);
  }

  #finish(outcome: Result<Buffer, NotMade>): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const job = this.#running;
    this.#running = null;
    job?.settle(outcome);
    this.#advance();
  }

  #startTimer(timeoutMs: number, reason: string): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#discard(reason);
    }, timeoutMs);
  }
}
