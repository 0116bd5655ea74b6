import type { InstanceQuality, Metric, StudyQuality } from '../../../preload/contract/quality.ts';
import { bodyRegionWord, decisionWord, findingWord, scoreText } from '../../quality/quality-words.ts';
import { BulletChart } from '../../ui/BulletChart.tsx';
import { Button } from '../../ui/Button.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { HistogramChart } from '../../ui/HistogramChart.tsx';
import { histogramSentence, metricText, outsideText } from './panel-text.ts';

export function MeasuredPart({
  metrics,
  isWide,
}: {
  readonly metrics: readonly Metric[];
  readonly isWide: boolean;
}) {
  if (metrics.length === 0) return null;
  return (
    <section className="quality-panel__part" aria-label="Measured">
      <div className="quality-panel__title">
        <h3>Measured</h3>
        <span>gray: usual for this kind</span>
      </div>
      <dl className="metrics">
        {metrics.map((metric) => (
          <div key={metric.name} className="metrics__row">
            <dt className="u-ellipsis" title={outsideText(metric)}>
              {metric.label}
            </dt>
            <dd>
              <BulletChart
                value={metric.value}
                band={metric.band}
                label={outsideText(metric)}
                widthPx={isWide ? 128 : 100}
              />
            </dd>
            <dd className="metrics__number">{metricText(withShortUnit(metric))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function HistogramPart({
  bins,
  widthPx,
}: {
  readonly bins: readonly number[];
  readonly widthPx: number;
}) {
  if (bins.length === 0) return null;
  const sentence = histogramSentence(bins);
  return (
    <section className="quality-panel__part" aria-label="Histogram">
      <div className="quality-panel__title">
        <h3>Histogram</h3>
        <span>darkest to brightest</span>
      </div>
      <HistogramChart bins={bins} label={sentence} widthPx={widthPx} />
      <p className="chart-sentence">{sentence}</p>
    </section>
  );
}

export function PlainFacts({
  instance,
  quality,
}: {
  readonly instance: InstanceQuality;
  readonly quality: StudyQuality;
}) {
  const { anatomy, positioningScore, exposureScore } = instance;
  return (
    <section className="quality-panel__part" aria-label="Body part and scores">
      <dl className="quality-facts">
        {anatomy && (
          <>
            <dt>Body part</dt>
            <dd>
              <Flag level={anatomy.agrees === null ? 'unknown' : anatomy.agrees ? 'good' : 'critical'} />
              <span>{anatomyText(anatomy)}</span>
            </dd>
          </>
        )}
        {positioningScore !== null && (
          <>
            <dt>Positioning</dt>
            <dd>{scoreText(positioningScore)}</dd>
          </>
        )}
        {exposureScore !== null && (
          <>
            <dt>Exposure</dt>
            <dd>{scoreText(exposureScore)}</dd>
          </>
        )}
        {quality.score !== null && quality.imageCount > 1 && (
          <>
            <dt>Study</dt>
            <dd>
              worst {scoreText(quality.score)}
              {quality.medianScore !== null && `, middle ${scoreText(quality.medianScore)}`}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** `log10 of full scale` has no room in the line; the tooltip and readers have it. */
function withShortUnit(metric: Metric): Metric {
  return metric.unit.length > 4 ? { ...metric, unit: '' } : metric;
}

/** `Chest 0.98, as ordered`, `Looks like chest 0.97, header says hand`. */
function anatomyText({ expected, detected, confidence, agrees }: NonNullable<InstanceQuality['anatomy']>) {
  const region = bodyRegionWord(detected);
  if (region === 'unknown') {
    return expected === null
      ? 'Cannot tell, and the header names none'
      : `Cannot tell; header says ${expected.toLowerCase()}`;
  }
  if (agrees === true) return `${region} ${scoreText(confidence)}, as ordered`;
  const looksLike = `Looks like ${region.toLowerCase()} ${scoreText(confidence)}`;
  return expected === null
    ? `${looksLike}; the header names none`
    : `${looksLike}, header says ${expected.toLowerCase()}`;
}

/** What was found and decided, in order. */
export function WhatHappened({ instance }: { readonly instance: InstanceQuality }) {
  const found = instance.findings.map(({ type }) => findingWord(type).toLowerCase()).join(', ');
  const lines = [
    { atMs: instance.judgedAtMs, text: found === '' ? 'Judged, nothing found' : `Found ${found}` },
    ...instance.reviews.map(({ decision, findingType, reason, reviewedBy, reviewedAtMs }) => ({
      atMs: reviewedAtMs,
      text: [
        decisionWord(decision) + (findingType === null ? '' : ` ${findingWord(findingType).toLowerCase()}`),
        reason,
        reviewedBy,
      ]
        .filter((part) => part !== '')
        .join(', '),
    })),
  ].toSorted((a, b) => a.atMs - b.atMs);
  return (
    <section className="quality-panel__part" aria-label="What happened">
      <div className="quality-panel__title">
        <h3>What happened</h3>
      </div>
      <ol className="quality-log">
        {lines.map(({ atMs, text }, index) => (
          <li key={index}>
            <time>{new Date(atMs).toLocaleTimeString('en-GB')}</time>
            <bdi>{text}</bdi>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function JudgedBy({
  instance,
  onJudgeAgain,
}: {
  readonly instance: InstanceQuality;
  readonly onJudgeAgain: () => void;
}) {
  const { model, version, provider, milliseconds, judgedAtMs, frameNumber } = instance;
  const who = [model, version].filter((part) => part !== '').join(' ');
  const seconds =
    milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
  return (
    <footer className="quality-panel__foot">
      <p>
        {who || 'Judged by rules alone'}
        {provider !== '' && ` on ${provider.toUpperCase()}`}, {seconds},{' '}
        {new Date(judgedAtMs).toLocaleTimeString('en-GB')}
        {frameNumber > 1 && `, worst frame ${frameNumber}`}.
      </p>
      <p>AI judges technical quality only, never disease, and not whether the view answers the question.</p>
      <Button variant="ghost" onClick={onJudgeAgain}>
        Judge again
      </Button>
    </footer>
  );
}
