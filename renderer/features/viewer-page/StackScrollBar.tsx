import { useRef, type PointerEvent } from 'react';

/** Something to look at in the stack. */
export interface StackTick {
  /** From 0. */
  readonly index: number;
  readonly level: 'check' | 'repeat' | 'critical' | 'unknown';
}

export interface StackScrollBarProps {
  readonly index: number;
  readonly count: number;
  readonly ticks: readonly StackTick[];
  readonly onShow: (index: number) => void;
}

/** Where in the stack one is, at the right edge of the tile. A press or a drag goes there. */
export function StackScrollBar({ index, count, ticks, onShow }: StackScrollBarProps) {
  const track = useRef<HTMLDivElement>(null);
  if (count < 2) return null;
  const goTo = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.height === 0) return;
    const share = (event.clientY - box.top) / box.height;
    onShow(Math.min(count - 1, Math.max(0, Math.floor(share * count))));
  };
  return (
    <div
      className="stack-scroll"
      role="scrollbar"
      aria-label="Position in the stack"
      aria-orientation="vertical"
      aria-controls="viewer-tile"
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={index + 1}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
      }}
    >
      <div ref={track} className="stack-scroll__track">
        {ticks.map((tick) => (
          <div
            key={tick.index}
            className={`stack-scroll__tick stack-scroll__tick--${tick.level}`}
            style={{ top: `${((tick.index + 0.5) / count) * 100}%` }}
          />
        ))}
        <div
          className="stack-scroll__thumb"
          style={{ top: `${(index / count) * 100}%`, height: `max(6px, ${100 / count}%)` }}
        />
      </div>
    </div>
  );
}
