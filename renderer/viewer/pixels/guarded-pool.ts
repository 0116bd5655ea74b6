/** Workers that may hang. Stopping them leaves their tasks without an answer for ever; new ones start with the next task. */
export interface WorkerPool<Task> {
  run(task: Task): Promise<unknown>;
  stop(): void;
}

/** How a task ended. Every task ends. */
export type Attempt =
  | { readonly end: 'done'; readonly output: unknown }
  | { readonly end: 'failed'; readonly error: unknown }
  | { readonly end: 'late' | 'aborted' };

/**
 * Gives each task a deadline. One that misses it takes its workers down; tasks that were in the same workers through no
 * fault of theirs are run once more.
 */
export class GuardedPool<Task> {
  readonly #pool: WorkerPool<Task>;
  readonly #deadlineMs: number;
  readonly #stopListeners = new Set<() => void>();

  constructor(pool: WorkerPool<Task>, deadlineMs: number) {
    this.#pool = pool;
    this.#deadlineMs = deadlineMs;
  }

  async run(task: Task, signal?: AbortSignal): Promise<Attempt> {
    const first = await this.#runOnce(task, signal);
    if (first !== 'stopped') return first;
    const second = await this.#runOnce(task, signal);
    return second === 'stopped' ? { end: 'late' } : second;
  }

  #runOnce(task: Task, signal: AbortSignal | undefined): Promise<Attempt | 'stopped'> {
    if (signal?.aborted) return Promise.resolve({ end: 'aborted' });
    return new Promise((resolve) => {
      const finish = (attempt: Attempt | 'stopped') => {
        clearTimeout(timer);
        this.#stopListeners.delete(onStop);
        signal?.removeEventListener('abort', onAbort);
        resolve(attempt);
      };
      const onStop = () => finish('stopped');
      const onAbort = () => finish({ end: 'aborted' });
      const timer = setTimeout(() => {
        finish({ end: 'late' });
        this.#pool.stop();
        for (const stopped of [...this.#stopListeners]) stopped();
      }, this.#deadlineMs);
      this.#stopListeners.add(onStop);
      signal?.addEventListener('abort', onAbort);
      this.#pool.run(task).then(
        (output) => finish({ end: 'done', output }),
        (error: unknown) => finish({ end: 'failed', error }),
      );
    });
  }
}
