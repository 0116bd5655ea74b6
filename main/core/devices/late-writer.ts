import type { Logger } from '../shared/logger.ts';

export interface LateWriterParts {
  readonly write: (keys: readonly string[]) => Promise<void>;
  /** How long what is not urgent may wait. */
  readonly delayMs: number;
  /** For the log, when it could not be written; it is tried again with the next change. */
  readonly failureWords: string;
  readonly logger: Logger;
}

/** Gathers what changed in memory and writes it later, many changes of one thing at once. */
export class LateWriter {
  readonly #parts: LateWriterParts;
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: LateWriterParts) {
    this.#parts = parts;
  }

  changed(key: string, { isUrgent = false } = {}): void {
    this.#changed.add(key);
    if (isUrgent) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), this.#parts.delayMs).unref();
  }

  /** Leaves out what was changed and is gone now. */
  forget(key: string): void {
    this.#changed.delete(key);
  }

  /** Resolves when everything that changed up to now is written. Never rejects. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const keys = [...this.#changed];
    if (keys.length === 0) return;
    this.#changed.clear();
    try {
      await this.#parts.write(keys);
    } catch (error) {
      for (const key of keys) this.#changed.add(key);
      this.#parts.logger.error(this.#parts.failureWords, { err: error });
    }
  }
}
