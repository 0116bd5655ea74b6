import type { FrameAddress } from '../frames/frame-address.ts';
import type { FrameFailure } from '../frames/frame-failure.ts';
import type { FrameDescription } from '../metadata/frame-description.ts';
import type { VoiWindow } from '../metadata/grayscale.ts';
import { upright, type ViewTransform } from '../view/view-transform.ts';

/** One picture of a stack: a frame of an instance, in display order. */
export interface StackFrame extends FrameAddress {
  /** As received; decides on the decoder when the core does not name the encoding. */
  readonly transferSyntaxUid: string;
}

/** A picture that is on the canvas now. */
export interface ShownFrame {
  readonly index: number;
  readonly frame: StackFrame;
  readonly description: FrameDescription;
  readonly transferSyntaxUid: string;
}

export type WindowSource = 'image' | 'image-table' | 'computed' | 'person';

export interface StackState {
  /** `waiting`: the wanted frame is under way; `ready`: it is on the canvas. */
  readonly phase: 'empty' | 'waiting' | 'ready' | 'failed';
  readonly frameCount: number;
  /** Which frame is wanted, from 0. */
  readonly index: number;
  readonly shown: ShownFrame | null;
  /** Why the wanted frame is not there. */
  readonly failure: FrameFailure | null;
  /** Null for colour images. */
  readonly window: (VoiWindow & { readonly source: WindowSource }) | null;
  readonly isInverted: boolean;
  readonly view: ViewTransform;
  readonly isFitted: boolean;
  /** How often something was drawn; for tests. */
  readonly paintCount: number;
}

export const emptyStackState: StackState = {
  phase: 'empty',
  frameCount: 0,
  index: 0,
  shown: null,
  failure: null,
  window: null,
  isInverted: false,
  view: upright,
  isFitted: true,
  paintCount: 0,
};

export interface PreloadProgress {
  readonly loadedCount: number;
  readonly wantedCount: number;
}

/** In CSS px, from the upper left corner of the tile. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One tile that shows one stack. Whoever makes it closes it. */
export interface StackEngine {
  readonly state: StackState;
  /** @returns a function that stops listening */
  subscribe(listener: (state: StackState) => void): () => void;

  /** Shows another stack, upright and fitted, with the windows of its images. */
  setStack(frames: readonly StackFrame[], index: number): void;
  /** More frames of the same stack, or another order of them: what is on the screen stays there. */
  updateStack(frames: readonly StackFrame[]): void;
  show(index: number): void;
  retry(): void;

  setWindow(window: { readonly center: number; readonly width: number }): void;
  useWindowOfImage(): void;
  /** Moves window width (right is wider) and centre (up is brighter) from where they are. */
  dragWindow(deltaPx: Point): void;
  panBy(deltaPx: Point): void;
  /** @param at what stays in its place; the middle when left out */
  zoomBy(factor: number, at?: Point): void;
  fit(): void;
  oneToOne(): void;
  turnRight(): void;
  mirror(axis: 'horizontal' | 'vertical'): void;
  invert(): void;
  /** Upright, fitted, not inverted, windows of the images. The position in the stack stays. */
  reset(): void;

  /** Loads all frames, as far as memory allows. Resolves with how many are there; ends early when aborted. */
  preload(onProgress: (progress: PreloadProgress) => void, signal: AbortSignal): Promise<PreloadProgress>;
  /** Whether a frame can be shown without waiting. */
  isLoaded(index: number): boolean;
  close(): void;
}

export type CreateStackEngine = (host: HTMLElement) => StackEngine;
