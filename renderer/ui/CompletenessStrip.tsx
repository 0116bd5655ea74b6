import './completeness-strip.css';

export interface CompletenessStripProps {
  readonly arrived: number;
  readonly expected: number;
  /** Positions from 1 that will not come by themselves; drawn taller, so that the gap is a shape. */
  readonly missing?: readonly number[];
  readonly widthPx?: number;
}

const HEIGHT_PX = 12;
const GAP_PX = 0.6;
/** Narrower ticks blur into each other: several images share one instead. */
const SMALLEST_TICK_PX = 2;

/** One tick per image, or one per few when there are many. Its text stands beside it. */
export function CompletenessStrip({ arrived, expected, missing = [], widthPx = 36 }: CompletenessStripProps) {
  const tickCount = Math.max(1, Math.min(expected, Math.floor(widthPx / SMALLEST_TICK_PX)));
  const perTick = expected / tickCount;
  const stepPx = widthPx / tickCount;
  const gapPx = tickCount === 1 ? 0 : GAP_PX;
  const missingTicks = new Set(missing.map((position) => Math.floor((position - 1) / perTick)));
  return (
    <svg className="completeness" width={widthPx} height={HEIGHT_PX} aria-hidden>
      {Array.from({ length: tickCount }, (_, tick) => {
        const isMissing = missingTicks.has(tick);
        const hasCome = (tick + 1) * perTick <= arrived + 1e-9;
        return (
          <rect
            key={tick}
            x={tick * stepPx}
            y={isMissing ? 0 : 3}
            width={stepPx - gapPx}
            height={isMissing ? HEIGHT_PX : HEIGHT_PX - 6}
            className={
              isMissing ? 'completeness__missing' : hasCome ? 'completeness__come' : 'completeness__open'
            }
          />
        );
      })}
    </svg>
  );
}
