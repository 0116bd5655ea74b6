import type { Metric } from '../../../preload/contract/quality.ts';

/** `2.4 mm`, `0.024`, `1,520`. Three figures are what a person compares. */
export function metricText({ value, unit }: Pick<Metric, 'value' | 'unit'>): string {
  const size = Math.abs(value);
  const number =
    size >= 100 || size === 0
      ? Math.round(value).toLocaleString('en')
      : value.toLocaleString('en', { maximumSignificantDigits: 2 });
  return unit === '' ? number : `${number} ${unit}`;
}

/** What the bullet says to readers: value, and whether it is usual. */
export function outsideText(metric: Metric): string {
  const { label, value, band, unit } = metric;
  const said = `${label} ${metricText(metric)}`;
  if (band === null) return said;
  const usual = `usual ${metricText({ value: band.low, unit: '' })} to ${metricText({ value: band.high, unit })}`;
  const side = value < band.low ? 'lower than usual, ' : value > band.high ? 'higher than usual, ' : '';
  return `${said}, ${side}${usual}`;
}

/** Where most of the gray levels lie, and what is heaped up at the ends. */
export function histogramSentence(bins: readonly number[]): string {
  const total = bins.reduce((sum, share) => sum + share, 0) || 1;
  const percent = (share: number) => Math.round((share / total) * 100);
  const dark = percent(bins[0] ?? 0);
  const bright = percent(bins.at(-1) ?? 0);
  return `${dark} % at the dark end, ${bright} % at the bright end; the middle half lies ${spread(bins, total)}.`;
}

function spread(bins: readonly number[], total: number): string {
  let sum = 0;
  let low = 0;
  let high = bins.length - 1;
  bins.forEach((share, index) => {
    if (sum / total < 0.25) low = index;
    if (sum / total < 0.75) high = index;
    sum += share;
  });
  const at = (index: number) => Math.round((index / Math.max(1, bins.length - 1)) * 100);
  return `between ${at(low)} and ${at(high)} % of the range`;
}
