import type { CommandOutput } from '../../../preload/contract/command.ts';
import { Flag } from '../../ui/Flag.tsx';
import { useElementSize } from '../../ui/use-element-size.ts';
import { TrendChart } from '../../ui/TrendChart.tsx';

type Device = CommandOutput<'quality.trends'>['devices'][number];
type Trend = Device['trends'][number];

/** How exposure, noise and dead lines of each device go over time, alarms first. */
export function DeviceTrends({
  devices,
  fromMs,
  toMs,
}: {
  readonly devices: readonly Device[];
  readonly fromMs: number;
  readonly toMs: number;
}) {
  const shown = devices
    .map((device) => ({ ...device, trends: device.trends.filter(({ points }) => points.length > 0) }))
    .filter(({ trends }) => trends.length > 0);
  return (
    <section className="trends" aria-label="Devices over time">
      <h1>Devices over time</h1>
      {shown.length === 0 && (
        <p className="ledger__words">No device has sent enough images in this time to show a trend.</p>
      )}
      {shown.map(({ device, modality, trends }) => (
        <article key={`${device} ${modality}`} className="trends__device">
          <h2>
            <bdi>{device || 'Device without a name'}</bdi>
            <span>{modality}</span>
          </h2>
          <div className="ledger__charts">
            {trends.toSorted(byAlarm).map((trend) => (
              <TrendCard key={trend.metric} trend={trend} fromMs={fromMs} toMs={toMs} />
            ))}
          </div>
        </article>
      ))}
    </section>
  );
}

function TrendCard({
  trend,
  fromMs,
  toMs,
}: {
  readonly trend: Trend;
  readonly fromMs: number;
  readonly toMs: number;
}) {
  const { label, unit, band, points, alarm } = trend;
  const [size, attach] = useElementSize();
  const sentence = alarm === '' ? quietSentence(trend) : alarm;
  return (
    <section className="chart-card">
      <h3>
        {label}
        {unit !== '' && <span>{unit}</span>}
      </h3>
      <div ref={attach} className="trends__chart">
        {size && (
          <TrendChart
            points={points}
            band={band}
            fromMs={fromMs}
            toMs={toMs}
            label={`${label}: ${sentence}`}
            format={numberText}
            widthPx={size.width}
          />
        )}
      </div>
      <p className="chart-sentence trends__sentence" role={alarm === '' ? undefined : 'status'}>
        {alarm !== '' && <Flag level="check" label="Alarm" />}
        {sentence}
      </p>
    </section>
  );
}

function quietSentence({ points, band, unit }: Trend): string {
  const last = points.at(-1);
  if (!last) return 'Nothing measured.';
  const value = `Last ${numberText(last.value)}${unit === '' ? '' : ` ${unit}`}`;
  if (band === null) return `${value}; too few images for a usual range.`;
  return `${value}, usual ${numberText(band.low)} to ${numberText(band.high)}.`;
}

function byAlarm(a: Trend, b: Trend): number {
  return Number(b.alarm !== '') - Number(a.alarm !== '');
}

function numberText(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : value.toLocaleString('en', { maximumSignificantDigits: 2 });
}
