import type { Finding, ImageFacts } from '../../catalog/quality-record.ts';

export type ExposureFacts = Pick<ImageFacts, 'exposureIndex' | 'targetExposureIndex' | 'deviationIndex'>;

/** AAPM TG-116 and TG-232: beyond 3 the exposure was twice or half of what was meant. */
const FAR_OFF = 3;
/** An image this far off scores nothing for its exposure. */
const WORTHLESS = 8;
/** Images of one device and view that make its usual exposure. */
const MIN_HISTORY = 8;
/** Robust standard deviations from the usual one that count as drift. */
const DRIFT_DEVIATIONS = 4;
/** From a median absolute deviation to a standard deviation, for normally distributed values. */
const MAD_TO_SIGMA = 1.4826;
/** A device that always gives the very same value would call any other one a drift. */
const MIN_SIGMA_SHARE = 0.05;

/**
 * Deviation Index (0018,1413), 10 log10(EI / target) (IEC 62494-1): 0 as meant, 1 a quarter more, -1 a fifth less. Made from
 * Exposure Index (0018,1411) and Target Exposure Index (0018,1412) when the device left it out.
 *
 * @returns null when the header does not tell
 */
export function deviationIndex({
  deviationIndex: stated,
  exposureIndex,
  targetExposureIndex,
}: ExposureFacts): number | null {
  if (stated !== null && Number.isFinite(stated)) return stated;
  if (exposureIndex === null || targetExposureIndex === null) return null;
  if (!(exposureIndex > 0) || !(targetExposureIndex > 0)) return null;
  return 10 * Math.log10(exposureIndex / targetExposureIndex);
}

/** 1 as meant, 0 eight steps off; null when the header does not tell. */
export function scoreExposure(facts: ExposureFacts): number | null {
  const deviation = deviationIndex(facts);
  return deviation === null ? null : Math.max(0, 1 - Math.abs(deviation) / WORTHLESS);
}

/** A dose that was far from what the device was set for. */
export function checkExposure(facts: ExposureFacts): Finding[] {
  const deviation = deviationIndex(facts);
  if (deviation === null || Math.abs(deviation) <= FAR_OFF) return [];
  const times = 10 ** (Math.abs(deviation) / 10);
  const isLow = deviation < 0;
  const amount = isLow ? `1/${times.toFixed(1)}` : `${times.toFixed(1)} times`;
  return [
    toFinding(
      isLow ? 'low-exposure-index' : 'high-exposure-index',
      Math.min(1, Math.abs(deviation) / WORTHLESS),
      `The detector got ${amount} of the dose that was meant (deviation index ${deviation.toFixed(1)}).`,
    ),
  ];
}

/**
 * An exposure unlike the ones before it of the same device, room and protocol.
 *
 * @param earlier their Exposure Indexes, in any order
 */
export function checkDrift(exposureIndex: number | null, earlier: readonly number[]): Finding[] {
  if (exposureIndex === null || !(exposureIndex > 0)) return [];
  const known = earlier.filter((value) => value > 0).map(Math.log);
  if (known.length < MIN_HISTORY) return [];
  const usual = median(known);
  const sigma = Math.max(
    MAD_TO_SIGMA * median(known.map((value) => Math.abs(value - usual))),
    MIN_SIGMA_SHARE,
  );
  const deviations = (Math.log(exposureIndex) - usual) / sigma;
  if (Math.abs(deviations) <= DRIFT_DEVIATIONS) return [];
  const word = deviations < 0 ? 'lower' : 'higher';
  return [
    toFinding(
      'exposure-drift',
      0,
      `Its exposure index, ${Math.round(exposureIndex)}, is much ${word} than the ${Math.round(Math.exp(usual))} that this device usually gives for this protocol.`,
    ),
  ];
}

function toFinding(type: string, severity: number, reason: string): Finding {
  return { type, source: 'rule', probability: null, severity, region: null, directionDegrees: null, reason };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
