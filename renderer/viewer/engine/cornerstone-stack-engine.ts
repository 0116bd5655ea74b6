import { Enums, type Types } from '@cornerstonejs/core';
import { toImageId } from '../frames/frame-address.ts';
import { applyModality, windowOf, type Voi } from '../voi/presentation.ts';
import { dragWindow } from '../voi/drag-window.ts';
import {
  fitScale,
  mirrored,
  panned,
  turnedRight,
  upright,
  zoomAround,
  type ViewTransform,
} from '../view/view-transform.ts';
import { cornerstoneEngine } from './cornerstone.ts';
import { frameOfImage, type LoadedFrame } from './loaded-frame.ts';
import {
  emptyStackState,
  type CreateStackEngine,
  type Point,
  type PreloadProgress,
  type StackEngine,
  type StackFrame,
  type StackState,
  type WindowSource,
} from './stack-engine.ts';
import { StackLoading } from './stack-loading.ts';
import { TilePainter } from './tile-painter.ts';

const SMALLEST_SCALE = 0.02;
const LARGEST_SCALE = 64;

let nextViewportNumber = 1;

/** @param host an element with a size; the canvas is made inside it */
export const createStackEngine: CreateStackEngine = (host) => new CornerstoneStackEngine(host);

class CornerstoneStackEngine implements StackEngine {
  readonly #viewportId = `tile-${nextViewportNumber++}`;
  readonly #viewport: Types.IStackViewport;
  readonly #loading = new StackLoading();
  readonly #painter: TilePainter;
  readonly #sizeObserver: ResizeObserver;
  readonly #host: HTMLElement;
  readonly #listeners = new Set<(state: StackState) => void>();
  #state = emptyStackState;
  #direction: 1 | -1 = 1;
  /** What a person chose; null: as each image asks for. */
  #chosenVoi: Voi | null = null;
  #computedVoi: Voi | null = null;
  #current: LoadedFrame | undefined;
  #isClosed = false;

  constructor(host: HTMLElement) {
    this.#host = host;
    const engine = cornerstoneEngine();
    const { STACK } = Enums.ViewportType;
    engine.enableElement({ viewportId: this.#viewportId, type: STACK, element: host as HTMLDivElement });
    this.#viewport = engine.getViewport<Types.IStackViewport>(this.#viewportId);
    this.#painter = new TilePainter(
      this.#viewport.canvas,
      () => ({ view: this.#state.view, voi: this.#voi(), isInverted: this.#state.isInverted }),
      (frame) => this.#painted(frame),
    );
    this.#sizeObserver = new ResizeObserver(() => this.#takeSize());
    this.#sizeObserver.observe(host);
    this.#takeSize();
  }

  get state(): StackState {
    return this.#state;
  }

  subscribe(listener: (state: StackState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setStack(frames: readonly StackFrame[], index: number): void {
    this.#loading.setFrames(frames);
    this.#chosenVoi = null;
    this.#computedVoi = null;
    this.#current = undefined;
    this.#direction = 1;
    const { paintCount } = this.#state;
    this.#change({ ...emptyStackState, paintCount, frameCount: frames.length });
    if (frames.length > 0) this.show(index);
  }

  updateStack(frames: readonly StackFrame[]): void {
    const wanted = this.#loading.frames[this.#state.index];
    const { shown } = this.#state;
    this.#loading.setFrames(frames);
    const find = (frame: StackFrame | undefined) =>
      frame ? frames.findIndex((each) => toImageId(each) === toImageId(frame)) : -1;
    const index = Math.max(0, find(wanted));
    const shownIndex = find(shown?.frame);
    this.#change({
      frameCount: frames.length,
      index,
      shown: shown && shownIndex >= 0 ? { ...shown, index: shownIndex } : null,
    });
    if (frames.length > 0 && this.#state.phase === 'empty') this.show(0);
    else this.#prefetch();
  }

  show(index: number): void {
    const last = this.#loading.frames.length - 1;
    const target = Math.min(last, Math.max(0, index));
    const frame = this.#loading.frames[target];
    if (!frame || this.#isClosed) return;
    if (target !== this.#state.index) this.#direction = target > this.#state.index ? 1 : -1;
    this.#change({ index: target, phase: 'waiting', failure: null });
    const image = this.#loading.cached(target);
    if (image) this.#display(image, target);
    else void this.#loadAndDisplay(frame);
  }

  retry(): void {
    this.show(this.#state.index);
  }

  setWindow({ center, width }: { readonly center: number; readonly width: number }): void {
    this.#chooseVoi({ kind: 'window', center, width, voiFunction: 'LINEAR' });
  }

  useWindowOfImage(): void {
    this.#chooseVoi(null);
  }

  dragWindow(deltaPx: Point): void {
    const voi = this.#voi();
    const frame = this.#current;
    if (!voi || frame?.pixels.kind !== 'gray') return;
    const { modality } = frame.description.grayscale;
    const span = Math.abs(
      applyModality(frame.pixels.max, modality) - applyModality(frame.pixels.min, modality),
    );
    this.#chooseVoi({ kind: 'window', ...dragWindow(windowOf(voi), deltaPx, span) });
  }

  panBy(deltaPx: Point): void {
    const ratio = window.devicePixelRatio;
    this.#changeView(panned(this.#state.view, { x: deltaPx.x * ratio, y: deltaPx.y * ratio }), false);
  }

  zoomBy(factor: number, at?: Point): void {
    const { view } = this.#state;
    const bounded = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, view.scale * factor)) / view.scale;
    this.#changeView(zoomAround(view, bounded, at ? this.#fromMiddle(at) : { x: 0, y: 0 }), false);
  }

  fit(): void {
    this.#changeView(
      { ...this.#state.view, offset: { x: 0, y: 0 }, scale: this.#fitScale(this.#state.view) },
      true,
    );
  }

  oneToOne(): void {
    this.#changeView({ ...this.#state.view, offset: { x: 0, y: 0 }, scale: 1 }, false);
  }

  turnRight(): void {
    this.#changeView(turnedRight(this.#state.view), this.#state.isFitted);
  }

  mirror(axis: 'horizontal' | 'vertical'): void {
    this.#changeView(mirrored(this.#state.view, axis), this.#state.isFitted);
  }

  invert(): void {
    this.#change({ isInverted: !this.#state.isInverted });
    this.#viewport.render();
  }

  reset(): void {
    this.#chosenVoi = null;
    this.#change({ isInverted: false });
    this.#changeView({ ...upright, scale: this.#fitScale(upright) }, true);
    this.#change({ window: this.#windowState() });
  }

  preload(onProgress: (progress: PreloadProgress) => void, signal: AbortSignal): Promise<PreloadProgress> {
    return this.#loading.preload(this.#state.index, onProgress, signal);
  }

  isLoaded(index: number): boolean {
    return this.#loading.cached(index) !== undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#loading.close();
    this.#listeners.clear();
    this.#sizeObserver.disconnect();
    cornerstoneEngine().disableElement(this.#viewportId);
  }

  async #loadAndDisplay(frame: StackFrame): Promise<void> {
    const result = await this.#loading.load(frame);
    const index = this.#loading.frames.findIndex((each) => toImageId(each) === toImageId(frame));
    if (this.#isClosed || index < 0) return;
    if (result.ok) {
      // A frame on the way to the wanted one is shown too: scrolling is seen to go on.
      if (index === this.#state.index || this.#isNearer(index)) this.#display(result.value, index);
    } else if (index === this.#state.index) {
      if (result.failure.kind === 'aborted') void this.#loadAndDisplay(frame);
      else {
        this.#change({ phase: 'failed', failure: result.failure, shown: null });
        this.#prefetch();
      }
    }
  }

  #isNearer(index: number): boolean {
    const { phase, shown, index: wanted } = this.#state;
    return phase === 'waiting' && shown !== null && Math.abs(index - wanted) < Math.abs(shown.index - wanted);
  }

  #display(image: Types.IImage, index: number): void {
    const frame = this.#loading.frames[index];
    const current = frameOfImage(image);
    if (!frame || !current) return;
    const before = this.#current;
    this.#current = current;
    const { description, transferSyntaxUid } = current;
    if (this.#state.isFitted || !before || !hasSameShape(before, current)) {
      const view = before ? this.#state.view : upright;
      this.#change({
        view: { ...view, offset: { x: 0, y: 0 }, scale: this.#fitScale(view) },
        isFitted: true,
      });
    }
    this.#viewport.renderImageObject(image);
    this.#viewport.render();
    this.#change({ shown: { index, frame, description, transferSyntaxUid }, window: this.#windowState() });
    if (index === this.#state.index) this.#prefetch();
  }

  #painted(frame: LoadedFrame): void {
    const { shown, index, phase, paintCount } = this.#state;
    const isWanted = frame === this.#current && shown?.index === index && phase === 'waiting';
    this.#change({ paintCount: paintCount + 1, phase: isWanted ? 'ready' : phase });
  }

  #prefetch(): void {
    void this.#loading.prefetchAround(this.#state.index, this.#direction);
  }

  #voi(): Voi | null {
    const { voiOfImage, description } = this.#current ?? {};
    if (!voiOfImage || !description) return null;
    if (this.#chosenVoi) return this.#chosenVoi;
    const isComputed = voiOfImage.kind === 'window' && description.grayscale.windows.length === 0;
    if (!isComputed || !description.geometry.rowDirection) return voiOfImage;
    // Slices without a window of their own share the first that was computed: brightness must not jump from one to the next.
    this.#computedVoi ??= voiOfImage;
    return this.#computedVoi;
  }

  #chooseVoi(voi: Voi | null): void {
    this.#chosenVoi = voi;
    this.#change({ window: this.#windowState() });
    this.#viewport.render();
  }

  #windowState(): StackState['window'] {
    const voi = this.#voi();
    return voi && { ...windowOf(voi), source: this.#windowSource(voi) };
  }

  #windowSource(voi: Voi): WindowSource {
    if (voi === this.#chosenVoi) return 'person';
    if (voi.kind === 'table') return 'image-table';
    return this.#current?.description.grayscale.windows.length === 0 ? 'computed' : 'image';
  }

  #changeView(view: ViewTransform, isFitted: boolean): void {
    const fitted = isFitted ? { ...view, offset: { x: 0, y: 0 }, scale: this.#fitScale(view) } : view;
    this.#change({ view: fitted, isFitted });
    this.#viewport.render();
  }

  #fitScale(view: ViewTransform): number {
    if (!this.#current) return 1;
    const { pixels, description } = this.#current;
    const size = { width: pixels.columns, height: pixels.rows };
    return fitScale(this.#viewport.canvas, size, description.geometry.pixelAspect, view.rotationDegrees);
  }

  #fromMiddle(at: Point): Point {
    const ratio = window.devicePixelRatio;
    const { width, height } = this.#viewport.canvas;
    return { x: at.x * ratio - width / 2, y: at.y * ratio - height / 2 };
  }

  /** Cornerstone sizes its canvas in CSS px; device px keep the picture sharp on fine screens. A hidden tile keeps its size. */
  #takeSize(): void {
    const { clientWidth, clientHeight } = this.#host;
    if (clientWidth === 0 || clientHeight === 0) return;
    const { canvas } = this.#viewport;
    const width = Math.round(clientWidth * window.devicePixelRatio);
    const height = Math.round(clientHeight * window.devicePixelRatio);
    if (canvas.width === width && canvas.height === height) return;
    canvas.width = width;
    canvas.height = height;
    if (this.#state.isFitted) {
      const { view } = this.#state;
      this.#change({ view: { ...view, offset: { x: 0, y: 0 }, scale: this.#fitScale(view) } });
    }
    this.#painter.repaint();
  }

  #change(part: Partial<StackState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of [...this.#listeners]) listener(this.#state);
  }
}

function hasSameShape(a: LoadedFrame, b: LoadedFrame): boolean {
  return a.pixels.rows === b.pixels.rows && a.pixels.columns === b.pixels.columns;
}
