import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import './charts.css';

export interface ScoreBar {
  /** 0 to 1; null while it is not known. */
  readonly score: number | null;
  /** Good ones are gray. */
  readonly level: 'good' | 'check' | 'repeat' | 'critical' | 'unknown' | null;
  /** `Image 17, 0.58, look at it`. */
  readonly label: string;
}

export interface ScoreBarsProps {
  readonly bars: readonly ScoreBar[];
  /** Which one is on the screen; -1 when none is. */
  readonly shownIndex: number;
  readonly label: string;
  readonly widthPx: number;
  readonly onShow: (index: number) => void;
}

const HEIGHT_PX = 46;
const FOOT_PX = 8;
const SMALLEST_BAR_PX = 1;
const WIDEST_STEP_PX = 22;

/** One bar per image, as tall as its score. A press goes to the image; so do the arrow keys. */
export function ScoreBars({ bars, shownIndex, label, widthPx, onShow }: ScoreBarsProps) {
  const box = useRef<HTMLDivElement>(null);
  const step = Math.min(WIDEST_STEP_PX, widthPx / Math.max(1, bars.length));
  const width = Math.max(SMALLEST_BAR_PX, Math.min(18, step - (step > 4 ? 2 : 0)));
  const goTo = (event: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    onShow(clamp(Math.floor((event.clientX - left) / step), bars.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onShow(clamp(shownIndex + by, bars.length));
  };
  return (
    <div
      ref={box}
      className="score-bars"
      style={{ width: widthPx }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={bars.length}
      aria-valuenow={shownIndex + 1}
      aria-valuetext={bars[shownIndex]?.label ?? ''}
      onKeyDown={onKeyDown}
      onPointerDown={goTo}
      onPointerMove={(event) => {
        if (event.buttons === 1) goTo(event);
      }}
    >
      <svg className="chart" width={widthPx} height={HEIGHT_PX + FOOT_PX} aria-hidden>
        {bars.map(({ score, level, label: name }, index) => {
          const height = score === null ? 4 : Math.max(3, score * HEIGHT_PX);
          const isGray = level === null || level === 'good';
          return (
            <rect
              key={index}
              className={score === null ? 'chart__band' : isGray ? 'chart__ink' : `chart--${level}`}
              x={index * step}
              y={HEIGHT_PX - height}
              width={width}
              height={height}
            >
              <title>{name}</title>
            </rect>
          );
        })}
        <line className="chart__axis" x1={0} x2={widthPx} y1={HEIGHT_PX + 0.5} y2={HEIGHT_PX + 0.5} />
        {shownIndex >= 0 && (
          <rect
            className="score-bars__here"
            x={Math.min(shownIndex * step, widthPx - 3)}
            y={HEIGHT_PX + 3}
            width={Math.max(3, width)}
            height={3}
          />
        )}
      </svg>
    </div>
  );
}

function clamp(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
