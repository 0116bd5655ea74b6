import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';

const REPEAT_MS = 10_000;

/** A full disk refuses every image; its log line is written once in ten seconds, with the count of the others. */
export class FailureLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #last = new Map<string, { atMs: number; unsaid: number }>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** @param matter same matter, same line */
  report(matter: string, message: string, fields: Readonly<Record<string, unknown>>): void {
    const nowMs = this.#clock.nowMs();
    const last = this.#last.get(matter);
    if (last !== undefined && nowMs - last.atMs < REPEAT_MS) {
      last.unsaid += 1;
      return;
    }
    const unsaid = last?.unsaid ?? 0;
    this.#last.set(matter, { atMs: nowMs, unsaid: 0 });
    this.#logger.error(message, unsaid === 0 ? fields : { ...fields, alsoSinceLastLine: unsaid });
  }
}
