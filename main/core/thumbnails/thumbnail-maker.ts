import type { Logger } from '../shared/logger.ts';
import { err } from '../shared/result.ts';
import type { ThumbnailError } from './thumbnail-error.ts';
import type { ThumbnailRequest } from './thumbnail-request.ts';
import { WaitingLine } from './waiting-line.ts';
import { WorkerSeat, type ThumbnailOutcome } from './worker-seat.ts';

export interface ThumbnailMakerOptions {
  /** `thumbnail-worker.ts` from source, `thumbnail-worker.mjs` beside the bundled core. */
  readonly workerUrl: URL;
  readonly logger: Logger;
  readonly workerCount?: number;
  readonly deadlineMs?: number;
}

const DEFAULT_WORKER_COUNT = 1;
const DEFAULT_DEADLINE_MS = 5_000;
/** Generous: it covers a machine that has just woken up. */
const START_DEADLINE_MS = 20_000;
/** About two screens of a series strip. */
const MAX_WAITING_COUNT = 64;
const MAX_WAITING_BYTES = 0x10000000;
/** Decoded samples of one frame. Twice the largest mammogram; whole slides are stored in tiles. */
const MAX_FRAME_BYTES = 0x10000000;

/**
 * Makes small pictures of frames in worker threads, because decoders of hostile data may hang, crash or damage themselves:
 * such a frame costs its worker and gives an error, and the next one gets a fresh worker.
 */
export class ThumbnailMaker {
  readonly #seats: readonly WorkerSeat[];
  readonly #waiting = new WaitingLine({ maxCount: MAX_WAITING_COUNT, maxBytes: MAX_WAITING_BYTES });
  #isClosed = false;

  constructor(options: ThumbnailMakerOptions) {
    const { workerUrl, logger, workerCount = DEFAULT_WORKER_COUNT } = options;
    this.#seats = Array.from(
      { length: workerCount },
      () =>
        new WorkerSeat({
          workerUrl,
          deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS,
          startDeadlineMs: START_DEADLINE_MS,
          onDiscard: (reason) => logger.warn(`A thumbnail worker was replaced: ${reason}`),
        }),
    );
  }

  /**
   * A PNG of the frame, 8 bits gray or RGB. The newest request is served first. Never rejects.
   */
  make(request: ThumbnailRequest): Promise<ThumbnailOutcome> {
    const objection = this.#findObjection(request);
    if (objection) return Promise.resolve(err(objection));
    return new Promise((resolve) => {
      this.#waiting.add({ request, settle: resolve });
      this.#assign();
    });
  }

  /** Stops the workers. What is waiting or running is answered with `closed`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.dropAll({ kind: 'closed' });
    await Promise.all(this.#seats.map((seat) => seat.close()));
  }

  #findObjection({ frame, image, signal }: ThumbnailRequest): ThumbnailError | null {
    if (this.#isClosed) return { kind: 'closed' };
    if (signal?.aborted) return { kind: 'cancelled' };
    if (frame.length === 0) return { kind: 'no-image', detail: 'Its image data is empty.' };
    const decodedBytes = (image.rows * image.columns * image.samplesPerPixel * image.bitsAllocated) / 8;
    const neededBytes = Math.max(frame.length, decodedBytes);
    return neededBytes > MAX_FRAME_BYTES
      ? { kind: 'too-large', neededBytes, limitBytes: MAX_FRAME_BYTES }
      : null;
  }

  #assign(): void {
    for (const seat of this.#seats) {
      if (!seat.isFree) continue;
      const next = this.#waiting.takeNewest();
      if (!next) return;
      void seat.run(next.request).then((outcome) => {
        next.settle(outcome);
        this.#assign();
      });
    }
  }
}
