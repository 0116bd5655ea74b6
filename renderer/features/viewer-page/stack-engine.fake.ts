import {
  emptyStackState,
  type PreloadProgress,
  type StackEngine,
  type StackFrame,
  type StackState,
} from '../../viewer/engine/stack-engine.ts';
import { mirrored, turnedRight } from '../../viewer/view/view-transform.ts';
import { aShownFrame } from './study.fake.ts';

/** Shows every frame at once, without pixels. Remembers what was asked of it. */
export class FakeStackEngine implements StackEngine {
  state: StackState = emptyStackState;
  frames: readonly StackFrame[] = [];
  readonly calls: string[] = [];
  isClosed = false;
  /** Frames that do not come until `finish`. */
  isSlow = false;
  #listeners = new Set<(state: StackState) => void>();

  subscribe(listener: (state: StackState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  setStack(frames: readonly StackFrame[], index: number): void {
    this.calls.push(`setStack ${frames.length} at ${index}`);
    this.frames = frames;
    this.change({ ...emptyStackState, frameCount: frames.length });
    if (frames.length > 0) this.show(index);
  }
  updateStack(frames: readonly StackFrame[]): void {
    this.frames = frames;
    this.change({ frameCount: frames.length });
  }
  show(index: number): void {
    const target = Math.min(this.frames.length - 1, Math.max(0, index));
    this.calls.push(`show ${target}`);
    this.change({ index: target, phase: 'waiting', failure: null });
    if (!this.isSlow) this.finish();
  }
  finish(): void {
    const { index } = this.state;
    const frame = this.frames[index];
    if (!frame) return;
    this.change({
      phase: 'ready',
      shown: aShownFrame({ index, frame }),
      window: { center: 40, width: 80, voiFunction: 'LINEAR', source: 'image' },
      paintCount: this.state.paintCount + 1,
    });
  }
  retry(): void {
    this.calls.push('retry');
    this.finish();
  }
  setWindow({ center, width }: { readonly center: number; readonly width: number }): void {
    this.change({ window: { center, width, voiFunction: 'LINEAR', source: 'person' } });
  }
  useWindowOfImage(): void {
    this.change({ window: { center: 40, width: 80, voiFunction: 'LINEAR', source: 'image' } });
  }
  dragWindow(): void {
    this.calls.push('dragWindow');
  }
  panBy(): void {
    this.calls.push('panBy');
  }
  zoomBy(): void {
    this.calls.push('zoomBy');
  }
  fit(): void {
    this.change({ isFitted: true });
  }
  oneToOne(): void {
    this.change({ isFitted: false, view: { ...this.state.view, scale: 1 } });
  }
  turnRight(): void {
    this.change({ view: turnedRight(this.state.view) });
  }
  mirror(axis: 'horizontal' | 'vertical'): void {
    this.change({ view: mirrored(this.state.view, axis) });
  }
  invert(): void {
    this.change({ isInverted: !this.state.isInverted });
  }
  reset(): void {
    this.calls.push('reset');
    this.change({ isInverted: false, view: emptyStackState.view });
  }
  preload(onProgress: (progress: PreloadProgress) => void): Promise<PreloadProgress> {
    const progress = { loadedCount: 1, wantedCount: this.frames.length };
    onProgress(progress);
    return new Promise(() => undefined); // never done: the film stays at loading
  }
  isLoaded(): boolean {
    return true;
  }
  close(): void {
    this.isClosed = true;
  }
  change(part: Partial<StackState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.#listeners) listener(this.state);
  }
}
