import './charts.css';

export interface TrendPoint {
  readonly atMs: number;
  readonly value: number;
  readonly isAlarm: boolean;
}

export interface TrendChartProps {
  readonly points: readonly TrendPoint[];
  readonly band: { readonly low: number; readonly high: number } | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
  /** Of a number on the axis. */
  readonly format: (value: number) => string;
  readonly widthPx: number;
}

const HEIGHT_PX = 88;
const AXIS_PX = 44;
const FOOT_PX = 16;
const TOP_PX = 4;

/** Points over time against the usual band. Points that left it are coloured and are a square: never by hue alone. */
export function TrendChart({ points, band, fromMs, toMs, label, format, widthPx }: TrendChartProps) {
  const values = points.map((point) => point.value);
  const lowest = Math.min(...values, band?.low ?? Infinity);
  const highest = Math.max(...values, band?.high ?? -Infinity);
  const margin = (highest - lowest) * 0.08 || Math.abs(highest) * 0.05 || 1;
  const [low, high] = [lowest - margin, highest + margin];
  const x = (atMs: number) =>
    AXIS_PX + ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * (widthPx - AXIS_PX - 4);
  const y = (value: number) => TOP_PX + (1 - (value - low) / (high - low)) * (HEIGHT_PX - FOOT_PX - TOP_PX);
  const line = points
    .map(({ atMs, value }, index) => `${index === 0 ? 'M' : 'L'}${x(atMs).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
  return (
    <svg className="chart" width={widthPx} height={HEIGHT_PX} role="img" aria-label={label}>
      {band && (
        <rect
          className="chart__band"
          x={AXIS_PX}
          y={y(band.high)}
          width={widthPx - AXIS_PX}
          height={Math.max(1, y(band.low) - y(band.high))}
        />
      )}
      <line
        className="chart__axis"
        x1={AXIS_PX}
        x2={widthPx}
        y1={HEIGHT_PX - FOOT_PX}
        y2={HEIGHT_PX - FOOT_PX}
      />
      <path className="chart__curve" d={line} />
      {points.map(({ atMs, value, isAlarm }, index) =>
        isAlarm ? (
          <rect
            key={index}
            className="chart--check"
            x={x(atMs) - 3.5}
            y={y(value) - 3.5}
            width={7}
            height={7}
          />
        ) : (
          <circle key={index} className="chart__dot" cx={x(atMs)} cy={y(value)} r={2} />
        ),
      )}
      {[highest, lowest].map((value, index) => (
        <text key={index} className="chart__text" x={AXIS_PX - 6} y={y(value) + 4} textAnchor="end">
          {format(value)}
        </text>
      ))}
      <text className="chart__text" x={AXIS_PX} y={HEIGHT_PX - 3}>
        {dayText(fromMs)}
      </text>
      <text className="chart__text" x={widthPx} y={HEIGHT_PX - 3} textAnchor="end">
        {dayText(toMs)}
      </text>
    </svg>
  );
}

function dayText(atMs: number): string {
  return new Date(atMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}
