import type { AssessedInstance, Finding } from '../../catalog/quality-record.ts';
import type { KeptReview, ReviewDecision } from '../../catalog/station-quality-model.ts';

/** What people have made of an image so far. */
export interface ReviewState {
  /** Nothing is left to decide. */
  readonly isSettled: boolean;
  /** Good enough, a person said: the image or everything found in it was overruled. */
  readonly isKept: boolean;
  readonly isRejected: boolean;
  /** To be made again. */
  readonly isToRepeat: boolean;
  /** Findings that nobody has decided on. */
  readonly openFindings: readonly Finding[];
}

/** @param reviews of this image that stand, in the order in which they were made; the last word counts */
export function toReviewState(
  image: Pick<AssessedInstance, 'findings' | 'verdict'>,
  reviews: readonly KeptReview[],
): ReviewState {
  const outcome = findOutcome(reviews);
  const decisionOn = (type: string) =>
    reviews.findLast(({ findingType }) => findingType === type)?.decision ?? null;
  const findings = image.findings.filter(({ severity }) => severity !== 0); // those are remarks
  const openFindings = outcome === null ? findings.filter(({ type }) => decisionOn(type) === null) : [];
  const areAllOverruled =
    findings.length > 0 && findings.every(({ type }) => decisionOn(type) === 'overrule');
  return {
    isSettled: outcome !== null || (findings.length > 0 && openFindings.length === 0),
    isKept: outcome === 'overrule' || (outcome === null && areAllOverruled),
    isRejected: outcome === 'reject',
    isToRepeat: outcome === 'repeat',
    openFindings,
  };
}

/** The last word on the image as a whole: to repeat and to reject are about the image whatever finding they name. */
function findOutcome(reviews: readonly KeptReview[]): ReviewDecision | null {
  const last = reviews.findLast(
    ({ decision, findingType }) => findingType === null || decision === 'repeat' || decision === 'reject',
  );
  return last?.decision ?? null;
}
