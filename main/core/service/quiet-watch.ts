import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '../shared/logger.ts';

export interface QuietWatchParts {
  /** A study counts as complete when nothing came for so long. */
  readonly quietTimeMs: number;
  /** Completes at most `limit` of those that had nothing since `beforeMs`. @returns the studies that changed */
  readonly complete: (beforeMs: number, limit: number) => Promise<readonly string[]>;
  readonly onCompleted: (studyInstanceUids: readonly string[]) => void;
  readonly logger: Logger;
}

const BATCH = 500;
const SHORTEST_CHECK_MS = 250;
const LONGEST_CHECK_MS = 5_000;

/** Looks from time to time for studies that have gone quiet. */
export class QuietWatch {
  readonly #parts: QuietWatchParts;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: QuietWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    const intervalMs = Math.min(LONGEST_CHECK_MS, Math.max(SHORTEST_CHECK_MS, this.#parts.quietTimeMs / 4));
    this.#timer = setInterval(() => void this.check(Date.now()), intervalMs);
  }

  /** Never rejects. */
  async check(nowMs: number): Promise<void> {
    try {
      let completed: readonly string[];
      do {
        completed = await this.#parts.complete(nowMs - this.#parts.quietTimeMs, BATCH);
        if (completed.length > 0) this.#parts.onCompleted(completed);
        await nextTurn(); // thousands are due at one time after an index was made again; others must have their turn
      } while (completed.length === BATCH && this.#timer !== null);
    } catch (error) {
      this.#parts.logger.error('Looking for complete studies failed; it is tried again.', { err: error });
    }
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
