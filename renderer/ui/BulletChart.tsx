import './charts.css';

export interface BulletChartProps {
  readonly value: number;
  /** The usual range; null while there is nothing to compare with. */
  readonly band: { readonly low: number; readonly high: number } | null;
  /** Says value and range to readers. */
  readonly label: string;
  readonly widthPx?: number;
}

const HEIGHT_PX = 14;
const TICK_PX = 3;

/** 14 px: a line for the scale, a band for what is usual, a tick for the value, coloured only outside of the band. */
export function BulletChart({ value, band, label, widthPx = 112 }: BulletChartProps) {
  const range = scaleOf(value, band);
  const at = (number: number) => ((number - range.low) / (range.high - range.low)) * widthPx;
  const isOutside = band !== null && (value < band.low || value > band.high);
  const tick = Math.min(widthPx - TICK_PX, Math.max(0, at(value) - TICK_PX / 2));
  return (
    <svg className="chart" width={widthPx} height={HEIGHT_PX} role="img" aria-label={label}>
      <rect className="chart__scale" y={6} width={widthPx} height={2} />
      {band && (
        <rect
          className="chart__band"
          x={at(band.low)}
          y={3}
          width={Math.max(2, at(band.high) - at(band.low))}
          height={8}
        />
      )}
      <rect
        className={isOutside ? 'chart--check' : 'chart__value'}
        x={tick}
        width={TICK_PX}
        height={HEIGHT_PX}
      />
    </svg>
  );
}

/** The band takes the middle two fifths; a value far outside stretches the scale to its side. */
function scaleOf(value: number, band: BulletChartProps['band']) {
  if (band === null) return { low: Math.min(0, value * 2), high: Math.max(value * 2, 1e-9) };
  const width = Math.max(band.high - band.low, Math.abs(band.high) * 1e-3, 1e-9);
  const low = Math.min(band.low - width * 0.75, value - width * 0.1);
  const high = Math.max(band.high + width * 0.75, value + width * 0.1);
  return { low: band.low >= 0 && value >= 0 ? Math.max(0, low) : low, high };
}
