import type { Result } from '../shared/result.ts';
import type { ThumbnailError } from './thumbnail-error.ts';
import type { ThumbnailRequest } from './thumbnail-request.ts';

export interface WaitingThumbnail {
  readonly request: ThumbnailRequest;
  settle(outcome: Result<Buffer, ThumbnailError>): void;
}

export interface WaitingLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
}

/**
 * Requests that no worker has taken yet. The newest is next, because it is for what is on the screen now; when there are
 * too many, the oldest go with `busy`.
 */
export class WaitingLine {
  readonly #limits: WaitingLimits;
  /** In the order they came. */
  readonly #waiting = new Set<WaitingThumbnail>();
  #bytes = 0;

  constructor(limits: WaitingLimits) {
    this.#limits = limits;
  }

  add(thumbnail: WaitingThumbnail): void {
    this.#waiting.add(thumbnail);
    this.#bytes += thumbnail.request.frame.length;
    thumbnail.request.signal?.addEventListener('abort', () => this.#drop(thumbnail, { kind: 'cancelled' }), {
      once: true,
    });
    for (const oldest of this.#waiting) {
      const isOver = this.#waiting.size > this.#limits.maxCount || this.#bytes > this.#limits.maxBytes;
      if (!isOver || oldest === thumbnail) break;
      this.#drop(oldest, { kind: 'busy' });
    }
  }

  takeNewest(): WaitingThumbnail | null {
    const newest = [...this.#waiting].at(-1);
    if (!newest) return null;
    this.#remove(newest);
    return newest;
  }

  dropAll(error: ThumbnailError): void {
    for (const thumbnail of [...this.#waiting]) this.#drop(thumbnail, error);
  }

  #drop(thumbnail: WaitingThumbnail, error: ThumbnailError): void {
    if (this.#remove(thumbnail)) thumbnail.settle({ ok: false, error });
  }

  #remove(thumbnail: WaitingThumbnail): boolean {
    const wasWaiting = this.#waiting.delete(thumbnail);
    if (wasWaiting) this.#bytes -= thumbnail.request.frame.length;
    return wasWaiting;
  }
}
