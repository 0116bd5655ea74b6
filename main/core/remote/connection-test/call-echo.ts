import { Worker } from 'node:worker_threads';
import { echoNewsSchema, type EchoCall, type EchoNews } from './echo-news.ts';

/** How the call of the independent client went, as it tells. */
export interface EchoCallResult {
  readonly acceptedContextCount: number | null;
  readonly echoStatus: number | null;
  /** The client threw or reported a fault; for the log. */
  readonly clientFault: string | null;
}

/** The call of the independent client, in a worker that is ended when it has said enough, or when its time is up. */
export class EchoCaller {
  readonly done: Promise<void>;
  #acceptedContextCount: number | null = null;
  #echoStatus: number | null = null;
  #clientFault: string | null = null;
  readonly #worker: Worker;
  #finish: () => void = () => undefined;

  constructor(workerUrl: URL, call: EchoCall) {
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
    // Whatever the client prints could hold what a peer sent: nobody reads it.
    this.#worker = new Worker(workerUrl, { workerData: call, stdout: true, stderr: true });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', (message: unknown) => {
      const news = echoNewsSchema.safeParse(message);
      if (news.success) this.#hear(news.data);
    });
    this.#worker.once('error', (error: unknown) => {
      this.#clientFault ??= error instanceof Error ? error.message : String(error);
      this.#finish();
    });
    this.#worker.once('exit', () => {
      this.#finish();
    });
  }

  get result(): EchoCallResult {
    return {
      acceptedContextCount: this.#acceptedContextCount,
      echoStatus: this.#echoStatus,
      clientFault: this.#clientFault,
    };
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(news: EchoNews): void {
    switch (news.event) {
      case 'accepted':
        this.#acceptedContextCount = news.contextCount;
        // Without a context the client has nothing to send, and would wait.
        if (news.contextCount === 0) this.#finish();
        return;
      case 'echo':
        this.#echoStatus = news.status;
        return;
      case 'error':
        this.#clientFault ??= news.message;
        this.#finish();
        return;
      case 'rejected':
      case 'released':
      case 'closed':
        this.#finish();
    }
  }
}
