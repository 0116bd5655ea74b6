import type { AssessedInstance } from '../../catalog/quality-record.ts';

export interface TrendPoint {
  readonly atMs: number;
  readonly value: number;
  readonly isAlarm: boolean;
}

export interface DeviceTrends {
  device: string;
  modality: string;
  trends: {
    metric: string;
    label: string;
    unit: string;
    band: { low: number; high: number } | null;
    points: TrendPoint[];
    alarm: string;
  }[];
}

type TrendImage = Pick<AssessedInstance, 'facts' | 'metrics' | 'judgedAtMs' | 'receivedAtMs'>;

interface Reading {
  readonly label: string;
  readonly unit: string;
  readonly points: { readonly atMs: number; readonly value: number }[];
}

/** So many points make a band; the first half of them is what the device usually does. */
const MIN_POINTS = 8;
/** So many of the last points outside of the band are an alarm: one alone is an image, three are a device. */
const ALARM_POINTS = 3;
/** Metrics that tell of the device more than of the patient. */
const DEVICE_METRICS = ['noise', 'dead', 'uniform'];

/** Exposure, noise and dead lines of each device in order of time, with the band of its own earlier images. */
export function drawTrends(images: readonly TrendImage[]): DeviceTrends[] {
  const devices = new Map<string, { facts: TrendImage['facts']; readings: Map<string, Reading> }>();
  for (const image of [...images].sort((a, b) => a.receivedAtMs - b.receivedAtMs)) {
    const { facts } = image;
    const key = JSON.stringify([facts.device, facts.modality]);
    const device = devices.get(key) ?? { facts, readings: new Map<string, Reading>() };
    devices.set(key, device);
    const add = (metric: string, label: string, unit: string, value: number | null) => {
      if (value === null || !Number.isFinite(value)) return;
      const reading = device.readings.get(metric) ?? { label, unit, points: [] };
      device.readings.set(metric, reading);
      reading.points.push({ atMs: image.receivedAtMs, value });
    };
    add('exposureIndex', 'Exposure index', '', facts.exposureIndex);
    add('deviationIndex', 'Deviation index', '', facts.deviationIndex);
    for (const { name, label, unit, value } of image.metrics) {
      if (DEVICE_METRICS.some((part) => name.toLowerCase().includes(part))) add(name, label, unit, value);
    }
  }
  return [...devices.values()].map(({ facts, readings }) => ({
    device: facts.device,
    modality: facts.modality,
    trends: [...readings].map(([metric, reading]) => toTrend(metric, reading)),
  }));
}

function toTrend(metric: string, { label, unit, points }: Reading): DeviceTrends['trends'][number] {
  const band = points.length < MIN_POINTS ? null : bandOf(points.slice(0, Math.ceil(points.length / 2)));
  const isOut = (value: number) => band !== null && (value < band.low || value > band.high);
  const isAlarm =
    points.length >= MIN_POINTS && points.slice(-ALARM_POINTS).every(({ value }) => isOut(value));
  return {
    metric,
    label,
    unit,
    band,
    points: points.map((point) => ({ ...point, isAlarm: isOut(point.value) })),
    alarm: isAlarm ? `${label} has left its usual range in the last ${ALARM_POINTS} images.` : '',
  };
}

/** Median plus and minus three robust standard deviations (1.4826 times the median absolute deviation), at least 1 %. */
function bandOf(points: readonly { readonly value: number }[]): { low: number; high: number } {
  const middle = medianOf(points.map(({ value }) => value));
  const spread = 1.4826 * medianOf(points.map(({ value }) => Math.abs(value - middle)));
  const reach = 3 * Math.max(spread, Math.abs(middle) * 0.01, 1e-9);
  return { low: middle - reach, high: middle + reach };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
