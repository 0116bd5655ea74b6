import { cache, type Types } from '@cornerstonejs/core';
import { toImageId } from '../frames/frame-address.ts';
import { fetchFrame } from '../frames/fetch-frame.ts';
import { failed, loaded, toFailure, type FrameResult } from '../frames/frame-failure.ts';
import { MetadataStore } from '../metadata/metadata-store.ts';
import { decodeFrame } from '../pixels/decode-frame.ts';
import { publishDescription } from './cornerstone.ts';
import { toCornerstoneImage } from './frame-image.ts';
import type { StackFrame } from './stack-engine.ts';

interface Load {
  readonly promise: Promise<FrameResult<Types.IImage>>;
  readonly controller: AbortController;
}

/**
 * Header and pixels of a frame, fetched side by side, decoded once and kept in cornerstone's cache (least recently used
 * goes first). Whoever asks twice shares one load.
 */
export class FrameLoader {
  readonly metadata = new MetadataStore();
  readonly #loads = new Map<string, Load>();

  cached(frame: StackFrame): Types.IImage | undefined {
    return cache.getImage(toImageId(frame));
  }

  load(frame: StackFrame): Promise<FrameResult<Types.IImage>> {
    const imageId = toImageId(frame);
    const image = this.cached(frame);
    if (image) return Promise.resolve(loaded(image));
    const underWay = this.#loads.get(imageId);
    if (underWay) return underWay.promise;
    const controller = new AbortController();
    const promise = this.#load(frame, imageId, controller.signal)
      .catch((error: unknown) => failed<Types.IImage>(toFailure(error)))
      .finally(() => {
        this.#loads.delete(imageId);
      });
    this.#loads.set(imageId, { promise, controller });
    return promise;
  }

  /** Gives up a load; those who wait for it get `aborted`. */
  abort(frame: StackFrame): void {
    this.#loads.get(toImageId(frame))?.controller.abort();
  }

  isUnderWay(frame: StackFrame): boolean {
    return this.#loads.has(toImageId(frame));
  }

  async #load(frame: StackFrame, imageId: string, signal: AbortSignal): Promise<FrameResult<Types.IImage>> {
    const [header, encoded] = await Promise.all([this.metadata.load(frame), fetchFrame(frame, signal)]);
    // The header's failure says more: without it the frame's own answer often fails for the same reason.
    if (!header.ok) return header;
    if (!encoded.ok) return encoded;
    const transferSyntaxUid = encoded.value.transferSyntaxUid || frame.transferSyntaxUid;
    const { bytes } = encoded.value;
    const pixels = await decodeFrame({ transferSyntaxUid, bytes }, header.value.format, signal);
    if (!pixels.ok) return pixels;
    publishDescription(imageId, header.value);
    const image = toCornerstoneImage(
      imageId,
      header.value,
      pixels.value,
      frame.transferSyntaxUid || transferSyntaxUid,
    );
    keep(imageId, image);
    return loaded(image);
  }
}

/** A frame that is larger than the whole cache is shown all the same; it is just not kept. */
function keep(imageId: string, image: Types.IImage): void {
  if (cache.isCacheable(image.sizeInBytes)) cache.putImageSync(imageId, image);
}
