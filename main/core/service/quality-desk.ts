import type { Catalog } from '../catalog/catalog.ts';
import type { AssessedInstance, ReviewList } from '../catalog/quality-record.ts';
import type { ReviewDecision } from '../catalog/station-quality-model.ts';
import type { StudyRow } from '../catalog/rows.ts';
import { judgeStudy, type StudyVerdict } from '../quality/verdict/study-verdict.ts';
import { applyRules } from '../workflow/apply-rules.ts';
import { BUILT_IN_RULES } from '../workflow/built-in-rules.ts';
import type { Actor } from './actor.ts';

export interface QualityDeskParts {
  readonly catalog: Catalog;
  readonly nowMs: () => number;
  /** Rows and verdicts of these studies are others now. */
  readonly onChanged: (studyInstanceUids: readonly string[]) => void;
}

export interface ReviewInput {
  readonly sopInstanceUid: string;
  readonly decision: ReviewDecision;
  readonly findingType: string | null;
  readonly reason: string;
}

/** Puts verdicts, rules and decisions of people together: what a study's row says, which lists it is on, its status. */
export class QualityDesk {
  readonly #parts: QualityDeskParts;

  constructor(parts: QualityDeskParts) {
    this.#parts = parts;
  }

  async judge(studyInstanceUid: string): Promise<StudyVerdict> {
    const { quality, station } = this.#parts.catalog;
    return judgeStudy(
      await quality.listAssessed(studyInstanceUid),
      await station.quality.listStudyReviews(studyInstanceUid),
      await quality.listGroupFindings(studyInstanceUid),
    );
  }

  /** Writes how the study stands and takes it on to `judged` or `review_required` once all of it is judged. */
  async refresh(studyInstanceUid: string, actor: Actor | null): Promise<void> {
    const { catalog } = this.#parts;
    const [study] = await catalog.findStudyRows([studyInstanceUid]);
    if (study === undefined) return;
    const verdict = await this.judge(studyInstanceUid);
    const actions = applyRules(BUILT_IN_RULES, {
      score: verdict.lowestOpenScore,
      artifactCount: verdict.openArtifactCount,
      wrongBodyPartCount: verdict.openWrongBodyPartCount,
      otherFindingCount: verdict.openOtherCount,
      priority: study.priority,
    });
    const lists = actions.flatMap((action): ReviewList[] =>
      action.do === 'put-on-list' ? [action.list] : [],
    );
    await catalog.quality.writeJudgement(studyInstanceUid, {
      verdict: verdict.verdict,
      score: verdict.score,
      reason: verdict.reason,
      imageNumber: verdict.imageNumber,
      reviewReasons: lists.length > 0 ? verdict.openReasons : [],
      reviewLists: lists,
    });
    await this.#moveOn(
      study,
      actions.some((action) => action.do === 'require-review'),
      actor,
    );
    this.#parts.onChanged([studyInstanceUid]);
  }

  /** @returns false when there is no verdict on such an image */
  async review(input: ReviewInput, actor: Actor): Promise<boolean> {
    const { catalog, nowMs } = this.#parts;
    const image = await catalog.quality.findAssessed(input.sopInstanceUid);
    if (image === null) return false;
    const atMs = nowMs();
    const { facts } = image;
    await catalog.station.quality.addReview({
      ...input,
      seriesInstanceUid: image.seriesInstanceUid,
      studyInstanceUid: image.studyInstanceUid,
      reviewedBy: actor.name,
      reviewedAtMs: atMs,
      device: facts.device,
      modality: facts.modality,
      verdict: image.verdict,
      score: image.score,
      flaggedTypes: image.findings.map(({ type }) => type),
      probabilities: image.probabilities,
      qualityVersion: image.version,
      ledger: input.decision === 'repeat' || input.decision === 'reject' ? toLedgerOrder(image, input) : null,
    });
    await this.#log(image.studyInstanceUid, `quality ${input.decision}`, actor);
    await this.refresh(image.studyInstanceUid, actor);
    return true;
  }

  /** @returns false when there is nothing to take back */
  async unreview(sopInstanceUid: string, actor: Actor): Promise<boolean> {
    const { catalog, nowMs } = this.#parts;
    const review = await catalog.station.quality.withdrawReview(sopInstanceUid, nowMs());
    if (review === null) return false;
    await this.#log(review.studyInstanceUid, `quality ${review.decision} taken back`, actor);
    await this.refresh(review.studyInstanceUid, actor);
    return true;
  }

  async #moveOn(study: StudyRow, needsReview: boolean, actor: Actor | null): Promise<void> {
    const { catalog, nowMs } = this.#parts;
    const { studyInstanceUid, quality } = study;
    if (quality.judgedCount < quality.judgeableCount || quality.judgeableCount === 0) return;
    if (needsReview) await catalog.quality.moveStatus(studyInstanceUid, 'review_required');
    else if (study.status === 'review_required') {
      // Only a person settles it, and so it is a person who takes it on.
      if (actor !== null)
        await catalog.setStudyStatus(studyInstanceUid, 'judged', { userName: actor.name, atMs: nowMs() });
    } else await catalog.quality.moveStatus(studyInstanceUid, 'judged');
  }

  #log(studyInstanceUid: string, action: string, actor: Actor): Promise<void> {
    const { catalog, nowMs } = this.#parts;
    const { name: userName, address } = actor;
    return catalog.station.writeAccess({ userName, studyInstanceUid, action, address, atMs: nowMs() });
  }
}

/**
 * AAPM report TG-305: why, on what, by whom, with which exposure. The person's word is the reason; what the check had found
 * stands in only where the person gave none.
 */
function toLedgerOrder({ facts, findings }: AssessedInstance, { findingType, reason }: ReviewInput) {
  const ownReason = reason === '' ? (findings[0]?.type ?? 'other') : reason;
  return {
    reason: findingType ?? ownReason,
    comment: findingType === null ? '' : reason,
    operator: facts.operator,
    room: facts.device,
    bodyPart: facts.bodyPart,
    projection: facts.projection,
    exposureIndex: facts.exposureIndex,
    deviationIndex: facts.deviationIndex,
    technique: facts.technique,
  };
}
