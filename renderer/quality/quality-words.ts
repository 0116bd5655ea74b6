import type { Finding, InstanceQuality, Verdict } from '../../preload/contract/quality.ts';

/** What a flag can say of a judged image. */
export type QualityLevel = Verdict | 'critical';

/** As the core names them in its sentences; at most three words. */
const words: Readonly<Record<string, string>> = {
  motion: 'Motion',
  blur: 'Blur',
  noise: 'Noise',
  underexposure: 'Too little exposure',
  overexposure: 'Too much exposure',
  metal: 'Metal',
  truncation: 'Cut off',
  compression: 'Compression blocks',
  grid: 'Grid lines',
  anatomy: 'Other body part',
  undecodable: 'Cannot decode',
  'missing-laterality': 'Side missing',
  'future-date': 'Date in future',
  'impossible-spacing': 'Impossible pixel size',
  'low-exposure-index': 'Dose too low',
  'high-exposure-index': 'Dose too high',
  copy: 'Same image twice',
  'exposure-drift': 'Exposure drifts',
  'missing-calibration': 'No calibration region',
  repeat: 'Repeated image',
};

/** `Cut off`. A rule that this build has no word for is named by its own name: `missing-slices`, Missing slices. */
export function findingWord(type: string): string {
  const known = words[type];
  if (known !== undefined) return known;
  const plain = type.replaceAll(/[-_]+/g, ' ').trim();
  return plain === '' ? 'Something found' : capitalized(plain);
}

/** The body part is somebody else's business too: wrong patient or wrong order. It is worse than a bad picture. */
export function findingLevel(finding: Pick<Finding, 'type'>, verdict: Verdict): QualityLevel {
  if (finding.type === 'anatomy') return 'critical';
  return verdict === 'good' ? 'check' : verdict;
}

const byWeight: readonly Verdict[] = ['repeat', 'check', 'unknown', 'good'];

/** The worst of several; null when none is known, and while a good one stands beside some that are not judged. */
export function worstVerdict(verdicts: readonly (Verdict | null)[]): Verdict | null {
  const worst = byWeight.find((verdict) => verdicts.includes(verdict)) ?? null;
  return worst === 'good' && verdicts.includes(null) ? null : worst;
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  good: 'Good',
  check: 'Look at it',
  repeat: 'Consider a repeat',
  unknown: 'Cannot judge',
};

export function verdictWord(verdict: Verdict): string {
  return verdictWords[verdict];
}

/** `0.82`. Never 1.00 for what is not certain. */
export function scoreText(score: number): string {
  return Math.min(0.99, Math.max(0, score)).toFixed(2);
}

/** `0.82 likely`; empty for what is so or is not. */
export function probabilityText({ probability }: Pick<Finding, 'probability'>): string {
  return probability === null ? '' : `${scoreText(probability)} likely`;
}

/** Worst flag of an image: the verdict, but for a wrong body part. */
export function instanceLevel(quality: Pick<InstanceQuality, 'verdict' | 'findings'>): QualityLevel {
  return quality.findings.some(({ type }) => type === 'anatomy') ? 'critical' : quality.verdict;
}

/** A person has said that the image may stay as it is: every finding, or the whole, was overruled. */
export function isKept({ findings, reviews }: Pick<InstanceQuality, 'findings' | 'reviews'>): boolean {
  const newest = reviews.at(-1);
  if (newest?.decision !== 'overrule') return false;
  if (newest.findingType === null) return true;
  return findings.every(({ type }) => decisionOn(type, reviews)?.decision === 'overrule');
}

/** The newest decision about one finding; one about the whole image counts for it as well. */
export function decisionOn(
  type: string,
  reviews: InstanceQuality['reviews'],
): InstanceQuality['reviews'][number] | null {
  return reviews.findLast(({ findingType }) => findingType === null || findingType === type) ?? null;
}

const decisionWords = {
  agree: 'Agreed',
  overrule: 'Overruled',
  repeat: 'Repeat asked for',
  reject: 'Rejected',
} as const;

export function decisionWord(decision: InstanceQuality['reviews'][number]['decision']): string {
  return decisionWords[decision];
}

/** Image 17; the place in no series is known for some objects. */
export function imageName(instanceNumber: number | null): string {
  return instanceNumber === null ? 'the image' : `image ${instanceNumber}`;
}

/** `27 good, 1 to check`. Only what there is. */
export function verdictCountsText(counts: Readonly<Record<Verdict, number>>): string {
  const parts = [
    counts.good > 0 ? `${counts.good} good` : '',
    counts.check > 0 ? `${counts.check} to check` : '',
    counts.repeat > 0 ? `${counts.repeat} to repeat` : '',
    counts.unknown > 0 ? `${counts.unknown} cannot be judged` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'none judged' : parts.join(', ');
}

/** Body region as a sentence says it: `CHEST`, Chest. */
export function bodyRegionWord(region: string): string {
  const lower = region.toLowerCase();
  return lower === '' || lower === 'unknown' ? 'unknown' : capitalized(lower);
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
