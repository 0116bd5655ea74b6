import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { StackEngine } from '../../viewer/engine/stack-engine.ts';
import type { DragTool } from './viewer-commands.ts';
import { createWheelSteps } from './wheel-steps.ts';

/** So many px of drag double or halve the picture. */
const ZOOM_DOUBLING_PX = 160;
/** A drag over the height of the tile goes through the stack, but one image never takes more or less than this. */
const SCROLL_PX = { smallest: 3, largest: 24 };
const WHEEL_ZOOM = 1.15;

export interface TilePointerOptions {
  readonly tileRef: RefObject<HTMLElement | null>;
  readonly engineRef: RefObject<StackEngine | null>;
  readonly tool: DragTool;
  readonly onScrollBy: (by: number) => void;
}

/** Left button: the tool; right: zoom; middle: pan; wheel: scroll, with Ctrl zoom. */
export function useTilePointer({ tileRef, engineRef, tool, onScrollBy }: TilePointerOptions): void {
  const toolOf = useEffectEvent((button: number): DragTool | null =>
    button === 0 ? tool : button === 1 ? 'pan' : button === 2 ? 'zoom' : null,
  );
  const scrollBy = useEffectEvent(onScrollBy);

  useEffect(() => {
    const tile = tileRef.current;
    if (!tile) return;
    let drag: {
      readonly tool: DragTool;
      readonly pointerId: number;
      x: number;
      y: number;
      readonly start: { x: number; y: number };
      restPx: number;
    } | null = null;
    const takeSteps = createWheelSteps();
    const place = (event: MouseEvent) => {
      const box = tile.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };

    const onDown = (event: PointerEvent) => {
      const dragTool = toolOf(event.button);
      if (drag || !dragTool || (event.target as HTMLElement).closest('button, [role="scrollbar"]')) return;
      const start = place(event);
      drag = { tool: dragTool, pointerId: event.pointerId, ...start, start, restPx: 0 };
      tile.setPointerCapture(event.pointerId);
      tile.focus({ preventScroll: true });
      event.preventDefault();
    };
    const onMove = (event: PointerEvent) => {
      const engine = engineRef.current;
      if (!drag || !engine || event.pointerId !== drag.pointerId) return;
      const at = place(event);
      const delta = { x: at.x - drag.x, y: at.y - drag.y };
      drag.x = at.x;
      drag.y = at.y;
      switch (drag.tool) {
        case 'window':
          engine.dragWindow(delta);
          break;
        case 'pan':
          engine.panBy(delta);
          break;
        case 'zoom':
          engine.zoomBy(2 ** (-delta.y / ZOOM_DOUBLING_PX), drag.start);
          break;
        case 'scroll': {
          const evenPx = tile.clientHeight / Math.max(1, engine.state.frameCount);
          const stepPx = Math.min(SCROLL_PX.largest, Math.max(SCROLL_PX.smallest, evenPx));
          drag.restPx += delta.y;
          const steps = Math.trunc(drag.restPx / stepPx);
          drag.restPx -= steps * stepPx;
          if (steps !== 0) scrollBy(steps);
        }
      }
    };
    const onUp = (event: PointerEvent) => {
      if (event.pointerId === drag?.pointerId) drag = null;
    };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey)
        engineRef.current?.zoomBy(event.deltaY < 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM, place(event));
      else {
        const steps = takeSteps(event);
        if (steps !== 0) scrollBy(steps);
      }
    };
    const prevent = (event: Event) => event.preventDefault();

    tile.addEventListener('pointerdown', onDown);
    tile.addEventListener('pointermove', onMove);
    tile.addEventListener('pointerup', onUp);
    tile.addEventListener('pointercancel', onUp);
    tile.addEventListener('wheel', onWheel, { passive: false });
    tile.addEventListener('contextmenu', prevent);
    // A middle click would start the browser's own scrolling.
    tile.addEventListener('mousedown', prevent);
    return () => {
      tile.removeEventListener('pointerdown', onDown);
      tile.removeEventListener('pointermove', onMove);
      tile.removeEventListener('pointerup', onUp);
      tile.removeEventListener('pointercancel', onUp);
      tile.removeEventListener('wheel', onWheel);
      tile.removeEventListener('contextmenu', prevent);
      tile.removeEventListener('mousedown', prevent);
    };
  }, [tileRef, engineRef]);
}
