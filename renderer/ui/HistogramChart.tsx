import './charts.css';

export interface HistogramChartProps {
  /** Shares of equal bins, from dark to bright. */
  readonly bins: readonly number[];
  readonly label: string;
  readonly widthPx: number;
  readonly heightPx?: number;
}

const GAP_PX = 0.6;

/** Gray bars over a base line. Heights are by square root, so that a peak of air leaves the rest to be seen. */
export function HistogramChart({ bins, label, widthPx, heightPx = 60 }: HistogramChartProps) {
  const highest = Math.sqrt(Math.max(...bins, 1e-9));
  const step = widthPx / Math.max(1, bins.length);
  return (
    <svg className="chart" width={widthPx} height={heightPx} role="img" aria-label={label}>
      {bins.map((share, index) => {
        const height = (Math.sqrt(Math.max(0, share)) / highest) * (heightPx - 1);
        return (
          <rect
            key={index}
            className="chart__ink"
            x={index * step}
            y={heightPx - 1 - height}
            width={Math.max(0.5, step - GAP_PX)}
            height={height}
          />
        );
      })}
      <line className="chart__axis" x1={0} x2={widthPx} y1={heightPx - 0.5} y2={heightPx - 0.5} />
    </svg>
  );
}
