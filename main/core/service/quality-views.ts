import type {
  InstanceQuality,
  LedgerRow,
  QualityTask,
  RoomState,
  StudyQuality,
} from '../../../preload/contract/quality.ts';
import type { GroupFinding } from '../catalog/quality-record.ts';
import type { StudyToCheck } from '../catalog/quality-reports.ts';
import type { StudyRow } from '../catalog/rows.ts';
import type { ReviewedImage, StudyVerdict } from '../quality/verdict/study-verdict.ts';
import { labelOf, placeOf } from '../quality/verdict/words.ts';

/** Shapes of the contract, made from what catalog and verdicts hold. */
export function toInstanceQuality({ image, reviews }: ReviewedImage): InstanceQuality {
  return {
    sopInstanceUid: image.sopInstanceUid,
    seriesInstanceUid: image.seriesInstanceUid,
    studyInstanceUid: image.studyInstanceUid,
    instanceNumber: image.instanceNumber,
    frameNumber: image.frameNumber,
    score: image.score,
    positioningScore: image.positioningScore,
    exposureScore: image.exposureScore,
    verdict: image.verdict,
    recommendation: image.recommendation,
    probabilities: image.probabilities,
    findings: [...image.findings],
    metrics: [...image.metrics],
    anatomy: image.anatomy,
    histogram: [...image.histogram],
    reviews: reviews.map(({ decision, findingType, reason, reviewedBy, reviewedAtMs }) => ({
      decision,
      findingType,
      reason,
      reviewedBy,
      reviewedAtMs,
    })),
    model: image.model,
    version: image.version,
    provider: image.provider,
    milliseconds: image.milliseconds,
    judgedAtMs: image.judgedAtMs,
  };
}

export function toStudyQuality(
  study: StudyRow,
  verdict: StudyVerdict,
  groupFindings: readonly GroupFinding[],
): StudyQuality {
  return {
    studyInstanceUid: study.studyInstanceUid,
    score: verdict.score,
    medianScore: verdict.medianScore,
    verdict: verdict.verdict ?? 'unknown',
    recommendation: verdict.recommendation,
    imageCount: study.instanceCount,
    judgedCount: study.quality.judgedCount,
    countByVerdict: verdict.countByVerdict,
    anatomy: verdict.anatomy,
    findings: [...groupFindings],
    instances: verdict.images.map(toInstanceQuality),
  };
}

export function toTask(study: StudyRow, { reasons, lists }: StudyToCheck): QualityTask {
  const { studyInstanceUid, patientName, patientId, studyDescription, stationName, sourceAeTitle } = study;
  return {
    studyInstanceUid,
    patientName,
    patientId,
    modalities: study.modalities,
    studyDescription,
    stationName,
    sourceAeTitle,
    priority: study.priority,
    lastReceivedAtMs: study.lastReceivedAtMs,
    imageCount: study.instanceCount,
    expectedCount: study.expectedCount,
    quality: study.quality,
    reasons: [...reasons],
    lists: [...lists],
  };
}

export interface RoomImage {
  readonly sopInstanceUid: string;
  readonly instanceNumber: number | null;
}

/** What the room sees of its newest study. "Patient may go" is the strongest sentence: every doubt stands against it. */
export function toRoomState(
  room: string,
  study: StudyRow,
  task: QualityTask,
  verdict: StudyVerdict,
  judgeable: readonly RoomImage[],
): RoomState {
  const byUid = new Map(verdict.images.map((one) => [one.image.sopInstanceUid, one]));
  const images = judgeable.map(({ sopInstanceUid, instanceNumber }) => {
    const one = byUid.get(sopInstanceUid);
    const [finding] = one?.image.findings ?? [];
    return {
      sopInstanceUid,
      instanceNumber,
      verdict: one?.image.verdict ?? null,
      isKept: one?.state.isKept ?? false,
      reason: finding ? labelOf(finding.type) : one?.image.verdict === 'unknown' ? 'Cannot judge' : '',
    };
  });
  const objection = findObjection(study, verdict);
  return {
    room,
    study: task,
    patientMayGo: objection === null,
    sentence: objection?.sentence ?? 'Patient may go',
    subjectSopInstanceUid: objection?.subject?.image.sopInstanceUid ?? null,
    images,
  };
}

interface Objection {
  readonly sentence: string;
  /** The image that it is about; null for the study. */
  readonly subject: ReviewedImage | null;
}

function findObjection(study: StudyRow, verdict: StudyVerdict): Objection | null {
  const subject = verdict.images.find(
    ({ image, state }) => !state.isKept && !state.isRejected && image.verdict !== 'good',
  );
  if (subject) return { subject, sentence: explainImage(subject) };
  const sentence = verdict.openReasons[0] ?? explainCounts(study);
  return sentence === null ? null : { sentence, subject: null };
}

function explainImage({ image, state }: ReviewedImage): string {
  if (state.isToRepeat) return `Repeat ${placeOf(image)}`;
  const [finding] = image.findings;
  if (finding) return `Check ${placeOf(image)}: ${labelOf(finding.type).toLowerCase()}`;
  return image.verdict === 'unknown'
    ? `Look at ${placeOf(image)}: cannot judge`
    : `Check ${placeOf(image)}: low score`;
}

/** Null when everything came that was announced, and all of it is judged. */
function explainCounts({ expectedCount, instanceCount, quality }: StudyRow): string | null {
  if (expectedCount !== null && instanceCount < expectedCount) {
    return `${instanceCount} of ${expectedCount} arrived`;
  }
  const waiting = quality.judgeableCount - quality.judgedCount;
  if (waiting > 0) return `${quality.judgeableCount} arrived, ${waiting} not judged yet`;
  if (expectedCount === null) return `${instanceCount} arrived; nobody said how many are to come`;
  return null;
}

export function groupLedger(
  rows: readonly LedgerRow[],
  totals: ReadonlyMap<string, number>,
  keyOf: (row: LedgerRow) => string,
): { key: string; imageCount: number; repeatCount: number; rejectCount: number }[] {
  const keys = new Set([...totals.keys(), ...rows.map(keyOf)]);
  return [...keys]
    .map((key) => {
      const own = rows.filter((row) => keyOf(row) === key);
      return {
        key,
        imageCount: Math.max(totals.get(key) ?? 0, own.length),
        repeatCount: own.filter(({ decision }) => decision === 'repeat').length,
        rejectCount: own.filter(({ decision }) => decision === 'reject').length,
      };
    })
    .sort((a, b) => b.repeatCount + b.rejectCount - a.repeatCount - a.rejectCount);
}
