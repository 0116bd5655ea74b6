import { cache, type Types } from '@cornerstonejs/core';
import { toImageId } from '../frames/frame-address.ts';
import type { FrameResult } from '../frames/frame-failure.ts';
import { forgetDescriptions, frameBudgetBytes } from './cornerstone.ts';
import { FrameLoader } from './frame-loader.ts';
import { framesThatFit } from './memory-budget.ts';
import { prefetchOrder } from './prefetch-order.ts';
import { Prefetcher } from './prefetcher.ts';
import type { PreloadProgress, StackFrame } from './stack-engine.ts';

const CONCURRENCY = 3;
/** So many headers are fetched with their images. While a series arrives, asking for all of it again would be waste. */
const SINGLE_HEADERS = 12;

/** Gets the frames of one stack into memory: the wanted one at once, the ones around it when there is time. */
export class StackLoading {
  readonly #loader = new FrameLoader();
  readonly #prefetcher = new Prefetcher((index) => this.#prefetch(index), CONCURRENCY);
  readonly #described = new Set<string>();
  #frames: readonly StackFrame[] = [];
  /** Bytes of the last frame that was loaded: the others of a stack are as large. */
  #frameBytes = 0;

  get frames(): readonly StackFrame[] {
    return this.#frames;
  }

  /** Frames that are not in the new list are given up. */
  setFrames(frames: readonly StackFrame[]): void {
    this.#prefetcher.stop();
    const kept = new Set(frames.map(toImageId));
    for (const frame of this.#frames) if (!kept.has(toImageId(frame))) this.#loader.abort(frame);
    this.#frames = frames;
  }

  cached(index: number): Types.IImage | undefined {
    const frame = this.#frames[index];
    return frame && this.#loader.cached(frame);
  }

  async load(frame: StackFrame): Promise<FrameResult<Types.IImage>> {
    const result = await this.#loader.load(frame);
    if (result.ok) {
      this.#described.add(toImageId(frame));
      this.#frameBytes = result.value.sizeInBytes;
    }
    return result;
  }

  /** Headers of the whole stack come in one piece, then the frames around `index`, first the way the person scrolls. */
  async prefetchAround(index: number, direction: 1 | -1): Promise<void> {
    const frame = this.#frames[index];
    if (!frame) return;
    const frames = this.#frames;
    const missingCount = frames.filter((each) => !this.#loader.metadata.get(each)).length;
    if (missingCount > SINGLE_HEADERS) await this.#loader.metadata.loadSeries(frame);
    if (this.#frames !== frames) return;
    const order = prefetchOrder(frames.length, index, direction, this.#fittingCount());
    this.#prefetcher.run(order.filter((each) => !this.cached(each)));
  }

  /** All frames, as far as memory allows. Ends early when aborted. */
  async preload(
    index: number,
    onProgress: (progress: PreloadProgress) => void,
    signal: AbortSignal,
  ): Promise<PreloadProgress> {
    this.#prefetcher.stop();
    const wanted = [index, ...prefetchOrder(this.#frames.length, index, 1, this.#fittingCount())];
    const missing = wanted.filter((each) => !this.cached(each));
    const progress = () => ({ loadedCount: loadedCount, wantedCount: wanted.length });
    let loadedCount = wanted.length - missing.length;
    onProgress(progress());
    const work = async () => {
      for (let next = missing.shift(); next !== undefined && !signal.aborted; next = missing.shift()) {
        await this.#prefetch(next);
        loadedCount++;
        onProgress(progress());
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return progress();
  }

  /** Frames of all stacks that this tile has shown leave the memory. */
  close(): void {
    this.setFrames([]);
    for (const imageId of this.#described) if (cache.getImage(imageId)) cache.removeImageLoadObject(imageId);
    forgetDescriptions(this.#described);
  }

  async #prefetch(index: number): Promise<void> {
    const frame = this.#frames[index];
    if (frame) await this.load(frame);
  }

  #fittingCount(): number {
    return this.#frameBytes === 0 ? 1 : framesThatFit(frameBudgetBytes(), this.#frameBytes);
  }
}
