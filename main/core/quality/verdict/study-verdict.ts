import {
  ARTIFACT_TYPES,
  type AssessedInstance,
  type Finding,
  type GroupFinding,
  type Verdict,
} from '../../catalog/quality-record.ts';
import type { KeptReview } from '../../catalog/station-quality-model.ts';
import { toReviewState, type ReviewState } from './review-state.ts';
import { labelOf, placeOf } from './words.ts';
import { byWorst } from './worst-first.ts';

export interface ReviewedImage {
  readonly image: AssessedInstance;
  readonly reviews: readonly KeptReview[];
  readonly state: ReviewState;
}

/** A study as its judged images and the decisions about them make it. */
export interface StudyVerdict {
  readonly verdict: Verdict | null;
  /** Of the worst image that no person has kept or rejected. */
  readonly score: number | null;
  readonly medianScore: number | null;
  readonly reason: string;
  readonly imageNumber: number | null;
  readonly recommendation: string;
  readonly countByVerdict: Record<Verdict, number>;
  readonly anatomy: string | null;
  /** Worst first. */
  readonly images: readonly ReviewedImage[];
  /** Sentences for what nobody has decided on, worst first. */
  readonly openReasons: readonly string[];
  readonly openArtifactCount: number;
  readonly openWrongBodyPartCount: number;
  readonly openOtherCount: number;
  /** Lowest score of an unsettled image. */
  readonly lowestOpenScore: number;
}

export function judgeStudy(
  images: readonly AssessedInstance[],
  reviews: readonly KeptReview[],
  groupFindings: readonly GroupFinding[],
): StudyVerdict {
  const reviewed = images
    .map((image) => {
      const own = reviews.filter(({ sopInstanceUid }) => sopInstanceUid === image.sopInstanceUid);
      return { image, reviews: own, state: toReviewState(image, own) };
    })
    .sort((a, b) => byWorst(a.image, b.image));
  const counted = reviewed.filter(({ state }) => !state.isKept && !state.isRejected);
  const worst = counted[0];
  const scores = counted.flatMap(({ image }) => (image.score === null ? [] : [image.score]));
  const open = reviewed.filter(({ state }) => !state.isSettled);
  const openFindings = open.flatMap(({ image, state }) =>
    state.openFindings.map((finding) => ({ finding, image })),
  );
  const openGroup = groupFindings.filter(
    ({ type, severity }) => severity !== 0 && !reviews.some(({ findingType }) => findingType === type),
  );
  const verdict = worst?.image.verdict ?? (images.length > 0 ? 'good' : null);
  const withGroup = verdict === 'good' && openGroup.length > 0 ? 'check' : verdict;
  return {
    verdict: withGroup,
    score: scores.length > 0 ? Math.min(...scores) : null,
    medianScore: median(scores),
    ...explain(worst?.image, openGroup[0], withGroup),
    countByVerdict: countVerdicts(images),
    anatomy: voteAnatomy(images),
    images: reviewed,
    openReasons: [
      ...openFindings.map(({ finding, image }) => `${labelOf(finding.type)}, ${placeOf(image)}`),
      ...open.flatMap(({ image }) => (isOnlyLow(image) ? [reasonOf(image)] : [])),
      ...openGroup.map(({ reason }) => reason),
    ],
    openArtifactCount: openFindings.filter(({ finding }) => isArtifact(finding)).length,
    openWrongBodyPartCount: openFindings.filter(({ finding }) => finding.type === 'anatomy').length,
    openOtherCount:
      openGroup.length +
      openFindings.filter(({ finding }) => !isArtifact(finding) && finding.type !== 'anatomy').length,
    lowestOpenScore: open.reduce((lowest, { image }) => Math.min(lowest, image.score ?? 1), 1),
  };
}

function explain(
  worst: AssessedInstance | undefined,
  groupFinding: GroupFinding | undefined,
  verdict: Verdict | null,
): Pick<StudyVerdict, 'reason' | 'imageNumber' | 'recommendation'> {
  if (worst && worst.verdict !== 'good') {
    return {
      reason: reasonOf(worst),
      imageNumber: worst.instanceNumber,
      recommendation: worst.recommendation,
    };
  }
  if (groupFinding) {
    return { reason: labelOf(groupFinding.type), imageNumber: null, recommendation: groupFinding.reason };
  }
  const recommendation = verdict === null ? 'Nothing is judged yet.' : 'Nothing to do.';
  return { reason: '', imageNumber: null, recommendation };
}

/** Nothing was named, yet it is not good. */
function isOnlyLow({ findings, verdict }: AssessedInstance): boolean {
  return findings.length === 0 && verdict !== 'good' && verdict !== 'unknown';
}

function isArtifact({ type }: Finding): boolean {
  return (ARTIFACT_TYPES as readonly string[]).includes(type);
}

/** "Motion, image 17". */
function reasonOf(image: AssessedInstance): string {
  const [finding] = image.findings;
  if (finding) return `${labelOf(finding.type)}, ${placeOf(image)}`;
  return image.verdict === 'unknown' ? `Cannot judge, ${placeOf(image)}` : `Low score, ${placeOf(image)}`;
}

function countVerdicts(images: readonly AssessedInstance[]): Record<Verdict, number> {
  const counts = { good: 0, check: 0, repeat: 0, unknown: 0 };
  for (const { verdict } of images) counts[verdict] += 1;
  return counts;
}

/** The region that most images look like; null when none could tell or two have as many. */
function voteAnatomy(images: readonly AssessedInstance[]): string | null {
  const votes = new Map<string, number>();
  for (const { anatomy } of images) {
    if (anatomy === null || anatomy.detected === 'unknown') continue;
    votes.set(anatomy.detected, (votes.get(anatomy.detected) ?? 0) + 1);
  }
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] === second?.[1]) return null;
  return first[0];
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
