import type { FrameDescription } from '../metadata/frame-description.ts';
import type { DecodedFrame } from '../pixels/decoded-frame.ts';
import type { Voi } from '../voi/presentation.ts';

/** A frame in memory with what is needed to draw it. */
export interface LoadedFrame {
  readonly description: FrameDescription;
  readonly pixels: DecodedFrame;
  readonly transferSyntaxUid: string;
  /** Null for colour. */
  readonly voiOfImage: Voi | null;
}

const frames = new WeakMap<object, LoadedFrame>();

/** @param image cornerstone's object for it; the frame lives as long as that does */
export function attachFrame(image: object, frame: LoadedFrame): void {
  frames.set(image, frame);
}

export function frameOfImage(image: object): LoadedFrame | undefined {
  return frames.get(image);
}
