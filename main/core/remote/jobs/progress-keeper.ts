import type { Logger } from '../../shared/logger.ts';
import type { JobProgress } from './job-run.ts';

/** Counts are written so often while a job runs. */
const INTERVAL_MS = 500;

/** Writes how far a job has come: not for each image, and the newest in the end. */
export class ProgressKeeper {
  readonly #write: (progress: JobProgress) => Promise<void>;
  readonly #logger: Logger;
  #newest: JobProgress | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(write: (progress: JobProgress) => Promise<void>, logger: Logger) {
    this.#write = write;
    this.#logger = logger;
  }

  keep(progress: JobProgress): void {
    this.#newest = progress;
    this.#timer ??= setTimeout(() => {
      void this.#save();
    }, INTERVAL_MS);
  }

  /** Writes what is not written yet. Never rejects. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.#save();
  }

  async #save(): Promise<void> {
    this.#timer = null;
    const progress = this.#newest;
    this.#newest = null;
    if (!progress) return;
    try {
      await this.#write(progress);
    } catch (error) {
      this.#logger.error('How far a job has come could not be written.', { err: error });
    }
  }
}
