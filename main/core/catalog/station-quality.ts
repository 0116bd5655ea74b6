import type { Database } from 'better-sqlite3';
import type { Probabilities, Verdict } from './quality-record.ts';
import { settle } from './settle.ts';
import type {
  DeviceThreshold,
  KeptReview,
  LedgerEntry,
  ReviewDecision,
  ReviewOrder,
} from './station-quality-model.ts';

interface ReviewRow {
  readonly review_key: number;
  readonly sop_instance_uid: string;
  readonly series_instance_uid: string;
  readonly study_instance_uid: string;
  readonly decision: ReviewDecision;
  readonly finding_type: string | null;
  readonly reason: string;
  readonly reviewed_by: string;
  readonly reviewed_at_ms: number;
  readonly device: string;
  readonly modality: string;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly flagged_types: string;
  readonly probabilities: string;
  readonly quality_version: string;
}

interface LedgerRow {
  readonly ledger_key: number;
  readonly decided_at_ms: number;
  readonly decision: 'repeat' | 'reject';
  readonly reason: string;
  readonly comment: string;
  readonly operator: string;
  readonly room: string;
  readonly device: string;
  readonly modality: string;
  readonly body_part: string;
  readonly projection: string;
  readonly exposure_index: number | null;
  readonly deviation_index: number | null;
  readonly technique: string;
  readonly study_instance_uid: string;
  readonly sop_instance_uid: string;
}

/** What people decided about images, in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationQuality {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The decision and, for a repeat or a rejection, its line in the ledger: both or none. */
  addReview(review: ReviewOrder): Promise<void> {
    return settle(() => {
      this.#db.transaction(() => {
        const { lastInsertRowid } = this.#db
          .prepare(
            `INSERT INTO reviews (sop_instance_uid, series_instance_uid, study_instance_uid, decision, finding_type, reason,
            reviewed_by, reviewed_at_ms, device, modality, verdict, score, flagged_types, probabilities, quality_version)
            VALUES (@sopInstanceUid, @seriesInstanceUid, @studyInstanceUid, @decision, @findingType, @reason, @reviewedBy,
            @reviewedAtMs, @device, @modality, @verdict, @score, @flaggedTypes, @probabilities, @qualityVersion)`,
          )
          .run({
            ...review,
            ledger: null,
            flaggedTypes: JSON.stringify(review.flaggedTypes),
            probabilities: JSON.stringify(review.probabilities),
          });
        if (review.ledger !== null) this.#addLedger(review, lastInsertRowid);
      })();
    });
  }

  /** Takes back the newest decision on an image; its line in the ledger goes with it. @returns what was taken back */
  withdrawReview(sopInstanceUid: string, atMs: number): Promise<KeptReview | null> {
    return settle(() =>
      this.#db.transaction(() => {
        const row = this.#db
          .prepare<[string], ReviewRow>(
            `SELECT * FROM reviews WHERE sop_instance_uid = ? AND withdrawn_at_ms IS NULL ORDER BY review_key DESC LIMIT 1`,
          )
          .get(sopInstanceUid);
        if (row === undefined) return null;
        this.#db
          .prepare('UPDATE reviews SET withdrawn_at_ms = ? WHERE review_key = ?')
          .run(atMs, row.review_key);
        this.#db.prepare('DELETE FROM quality_ledger WHERE review_key = ?').run(row.review_key);
        return toReview(row);
      })(),
    );
  }

  /** Those that stand, in the order in which they were made. */
  listStudyReviews(studyInstanceUid: string): Promise<KeptReview[]> {
    return settle(() =>
      this.#db
        .prepare<[string], ReviewRow>(
          'SELECT * FROM reviews WHERE study_instance_uid = ? AND withdrawn_at_ms IS NULL ORDER BY review_key',
        )
        .all(studyInstanceUid)
        .map(toReview),
    );
  }

  /** Those that stand, of a time; the end is not part of it. */
  listReviews(fromMs: number, toMs: number): Promise<KeptReview[]> {
    return settle(() =>
      this.#db
        .prepare<[number, number], ReviewRow>(
          `SELECT * FROM reviews WHERE reviewed_at_ms >= ? AND reviewed_at_ms < ? AND withdrawn_at_ms IS NULL
          ORDER BY reviewed_at_ms, review_key`,
        )
        .all(fromMs, toMs)
        .map(toReview),
    );
  }

  /** Repeats and rejections of a time, the newest first; the end is not part of it. */
  listLedger(fromMs: number, toMs: number): Promise<LedgerEntry[]> {
    return settle(() =>
      this.#db
        .prepare<[number, number], LedgerRow>(
          `SELECT * FROM quality_ledger WHERE decided_at_ms >= ? AND decided_at_ms < ?
          ORDER BY decided_at_ms DESC, ledger_key DESC`,
        )
        .all(fromMs, toMs)
        .map(toLedgerEntry),
    );
  }

  /** Limits of its own for a device. Nothing fills the table yet: decisions of people are kept and counted, not learned from. */
  listThresholds(device: string, modality: string): Promise<DeviceThreshold[]> {
    return settle(() =>
      this.#db
        .prepare<[string, string], DeviceThreshold>(
          `SELECT artifact_type AS artifactType, threshold, sample_count AS sampleCount FROM device_calibrations
          WHERE device = ? AND modality = ?`,
        )
        .all(device, modality),
    );
  }

  #addLedger(review: ReviewOrder, reviewKey: number | bigint): void {
    this.#db
      .prepare(
        `INSERT INTO quality_ledger (review_key, decided_at_ms, decision, reason, comment, operator, room, device, modality,
        body_part, projection, exposure_index, deviation_index, technique, study_instance_uid, sop_instance_uid)
        VALUES (@reviewKey, @decidedAtMs, @decision, @reason, @comment, @operator, @room, @device, @modality, @bodyPart,
        @projection, @exposureIndex, @deviationIndex, @technique, @studyInstanceUid, @sopInstanceUid)`,
      )
      .run({
        ...review.ledger,
        reviewKey,
        decidedAtMs: review.reviewedAtMs,
        decision: review.decision,
        device: review.device,
        modality: review.modality,
        studyInstanceUid: review.studyInstanceUid,
        sopInstanceUid: review.sopInstanceUid,
      });
  }
}

function toReview(row: ReviewRow): KeptReview {
  return {
    reviewKey: row.review_key,
    sopInstanceUid: row.sop_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    studyInstanceUid: row.study_instance_uid,
    decision: row.decision,
    findingType: row.finding_type,
    reason: row.reason,
    reviewedBy: row.reviewed_by,
    reviewedAtMs: row.reviewed_at_ms,
    device: row.device,
    modality: row.modality,
    verdict: row.verdict,
    score: row.score,
    // Both written by addReview only.
    flaggedTypes: JSON.parse(row.flagged_types) as string[],
    probabilities: JSON.parse(row.probabilities) as Probabilities,
    qualityVersion: row.quality_version,
  };
}

function toLedgerEntry(row: LedgerRow): LedgerEntry {
  return {
    id: row.ledger_key,
    decidedAtMs: row.decided_at_ms,
    decision: row.decision,
    reason: row.reason,
    comment: row.comment,
    operator: row.operator,
    room: row.room,
    device: row.device,
    modality: row.modality,
    bodyPart: row.body_part,
    projection: row.projection,
    exposureIndex: row.exposure_index,
    deviationIndex: row.deviation_index,
    technique: row.technique,
    studyInstanceUid: row.study_instance_uid,
    sopInstanceUid: row.sop_instance_uid,
  };
}
