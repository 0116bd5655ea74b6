import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../shared/result.ts';
import type {
  FromQualityWorker,
  InstanceReading,
  JudgeRequest,
  ModelTerms,
  ToQualityWorker,
} from './protocol.ts';

export interface QualitySeatOptions {
  readonly workerUrl: URL;
  /** Folder with one folder for each model. */
  readonly modelsUrl: URL;
  /** Folder with one folder for each model of the user's own; need not exist. */
  readonly userModelsDir: string;
  /** For one instance, counted from when a ready worker gets it. */
  readonly deadlineMs: number;
  /** Models that cannot be used, and why; told each time that a worker starts. */
  onProblems(problems: readonly string[]): void;
  /** A worker was given up; the next request starts another. */
  onDiscard(reason: string): void;
}

/** For a new worker to load its models; generous, because it covers a machine that has just woken up. */
const START_DEADLINE_MS = 30_000;
/** JavaScript heap of a worker, in MB; pixels and models live outside of it. */
const MAX_HEAP_MB = 512;

type Settle = (outcome: Result<InstanceReading, string>) => void;

/** A place for one worker thread, which may have to be killed at any time: at its deadline, or after a codec failed in it. */
export class QualitySeat {
  readonly #options: QualitySeatOptions;
  #worker: Worker | null = null;
  #starting: PromiseWithResolvers<ModelTerms | null> | null = null;
  #running: { readonly id: number; readonly settle: Settle } | null = null;
  #nextId = 1;
  #isClosed = false;

  constructor(options: QualitySeatOptions) {
    this.#options = options;
  }

  /** Starts a worker when none sits here. @returns null when it did not start */
  async ready(): Promise<ModelTerms | null> {
    if (this.#isClosed) return null;
    if (this.#starting === null) this.#start();
    return (await this.#starting?.promise) ?? null;
  }

  /** One at a time. @returns why there is no reading, in plain words; never rejects */
  async judge(request: JudgeRequest): Promise<Result<InstanceReading, string>> {
    const terms = await this.ready();
    const worker = this.#worker;
    if (terms === null || worker === null) return err('The quality check did not start.');
    const id = this.#nextId++;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#discard(`Decoding and judging it took longer than ${this.#options.deadlineMs / 1000} s.`);
      }, this.#options.deadlineMs);
      this.#running = {
        id,
        settle: (outcome) => {
          clearTimeout(timer);
          this.#running = null;
          resolve(outcome);
        },
      };
      worker.postMessage({ type: 'judge', id, request } satisfies ToQualityWorker);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#leave();
    await worker?.terminate();
  }

  #start(): void {
    const starting = withResolvers<ModelTerms | null>();
    const worker = new Worker(this.#options.workerUrl, {
      name: 'quality',
      workerData: { modelsUrl: this.#options.modelsUrl.href, userModelsDir: this.#options.userModelsDir },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#starting = starting;
    this.#worker = worker;
    const timer = setTimeout(() => {
      if (this.#worker === worker) this.#discard('It did not start.');
    }, START_DEADLINE_MS);
    worker.on('message', (message: FromQualityWorker) => {
      if (this.#worker !== worker) return;
      if (message.type === 'ready') {
        clearTimeout(timer);
        if (message.problems.length > 0) this.#options.onProblems(message.problems);
        starting.resolve(message.terms);
      } else if (message.id === this.#running?.id) {
        const { settle } = this.#running;
        if (message.isWorkerSuspect) this.#discard('A codec failed in it.', false);
        settle(ok(message.reading));
      }
    });
    worker.on('error', (error) => {
      if (this.#worker === worker)
        this.#discard(`The decoder failed${error instanceof Error ? ` (${error.name})` : ''}.`);
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      if (this.#worker === worker) this.#discard('The decoder stopped while it worked on it.');
    });
  }

  /** Terminating also stops a thread that is busy in WebAssembly. */
  #discard(reason: string, isFailure = true): void {
    this.#options.onDiscard(reason);
    const settle = isFailure ? this.#running?.settle : undefined;
    const worker = this.#worker;
    this.#leave();
    settle?.(err(reason));
    void worker?.terminate();
  }

  #leave(): void {
    this.#worker = null;
    this.#starting?.resolve(null);
    this.#starting = null;
  }
}

/** Node 20, on which Electron runs the core, has no Promise.withResolvers. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: PromiseWithResolvers<T>['resolve'] = () => undefined;
  let reject: PromiseWithResolvers<T>['reject'] = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
