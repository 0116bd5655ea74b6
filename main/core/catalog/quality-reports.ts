import type { AssessedInstance, ReviewList } from './quality-record.ts';
import {
  ASSESSED_COLUMNS,
  firstOfEach,
  toAssessedInstance,
  WORST_FRAME_FIRST,
  type AssessedRow,
} from './quality-rows.ts';
import { settle } from './settle.ts';
import type { StatementCache } from './statement-cache.ts';

/** A study on a list of those to check. */
export interface StudyToCheck {
  readonly studyInstanceUid: string;
  readonly reasons: readonly string[];
  readonly lists: readonly ReviewList[];
}

/** What of an image the trends of its device are drawn from. */
export type TrendImage = Pick<AssessedInstance, 'facts' | 'metrics' | 'judgedAtMs'> & {
  readonly receivedAtMs: number;
  readonly verdict: AssessedInstance['verdict'];
  readonly sopInstanceUid: string;
};

/** Lists and counts over the verdicts of many studies. */
export class QualityReports {
  readonly #statements: StatementCache;

  constructor(statements: StatementCache) {
    this.#statements = statements;
  }

  /** STAT before urgent before routine, then the longest waiting first. */
  listStudiesToCheck(): Promise<StudyToCheck[]> {
    return settle(() =>
      this.#statements
        .all<{ readonly uid: string; readonly reasons: string; readonly lists: string }>(
          `SELECT study_instance_uid AS uid, review_reasons AS reasons, review_lists AS lists FROM studies
        INDEXED BY studies_to_check WHERE review_lists <> '[]' ORDER BY priority_rank, last_received_at_ms`,
        )
        .map(({ uid, reasons, lists }) => ({
          studyInstanceUid: uid,
          // Both written by writeJudgement only.
          reasons: JSON.parse(reasons) as string[],
          lists: JSON.parse(lists) as ReviewList[],
        })),
    );
  }

  /** Images that were judged in a time, the worst frame of each; for trends, statistics and calibration. */
  listJudgedBetween(fromMs: number, toMs: number, limit: number): Promise<TrendImage[]> {
    return settle(() =>
      firstOfEach(
        this.#statements.all<AssessedRow>(
          `SELECT ${ASSESSED_COLUMNS} FROM quality_assessments AS a INDEXED BY quality_assessments_by_time
          JOIN instances AS i USING (instance_key) JOIN series AS se USING (series_key) JOIN studies AS st USING (study_key)
          WHERE a.judged_at_ms >= ? AND a.judged_at_ms < ? ORDER BY a.judged_at_ms DESC, a.instance_key, ${WORST_FRAME_FIRST} LIMIT ?`,
          fromMs,
          toMs,
          limit,
        ),
      ).map((row) => toAssessedInstance(row, [])),
    );
  }

  /** Images that were judged in a time, and of them those with something found; counts by type of finding. */
  countJudged(
    fromMs: number,
    toMs: number,
  ): Promise<{
    readonly judgedCount: number;
    readonly flaggedCount: number;
    readonly byType: ReadonlyMap<string, number>;
  }> {
    return settle(() => {
      const [counts] = this.#statements.all<{ readonly judged: number; readonly flagged: number }>(
        `SELECT count(DISTINCT instance_key) AS judged,
        count(DISTINCT CASE WHEN verdict IN ('check', 'repeat') THEN instance_key END) AS flagged
        FROM quality_assessments WHERE judged_at_ms >= ? AND judged_at_ms < ?`,
        fromMs,
        toMs,
      );
      const types = this.#statements.all<{ readonly type: string; readonly count: number }>(
        `SELECT f.type, count(DISTINCT f.instance_key) AS count FROM quality_assessments AS a
        JOIN findings AS f USING (instance_key) WHERE a.judged_at_ms >= ? AND a.judged_at_ms < ? GROUP BY f.type`,
        fromMs,
        toMs,
      );
      return {
        judgedCount: counts?.judged ?? 0,
        flaggedCount: counts?.flagged ?? 0,
        byType: new Map(types.map(({ type, count }) => [type, count])),
      };
    });
  }

  /** Stations that sent since `sinceMs`, the latest first. */
  listRooms(sinceMs: number): Promise<{ room: string; lastReceivedAtMs: number }[]> {
    return settle(() =>
      this.#statements.all<{ room: string; lastReceivedAtMs: number }>(
        `SELECT CASE station_name WHEN '' THEN source_ae_title ELSE station_name END AS room,
        max(last_received_at_ms) AS lastReceivedAtMs FROM studies
        WHERE last_received_at_ms >= ? GROUP BY room ORDER BY lastReceivedAtMs DESC`,
        sinceMs,
      ),
    );
  }

  /** The study that came last from a room; null when none did. */
  findNewestStudyOf(room: string, sinceMs: number): Promise<string | null> {
    return settle(
      () =>
        this.#statements.all<{ readonly uid: string }>(
          `SELECT study_instance_uid AS uid FROM studies WHERE last_received_at_ms >= ?
          AND CASE station_name WHEN '' THEN source_ae_title ELSE station_name END = ?
          ORDER BY last_received_at_ms DESC LIMIT 1`,
          sinceMs,
          room,
        )[0]?.uid ?? null,
    );
  }

  /** Filed images of a study that can be judged, in order of arrival. */
  listJudgeable(
    studyInstanceUid: string,
  ): Promise<{ readonly sopInstanceUid: string; readonly instanceNumber: number | null }[]> {
    return settle(() =>
      this.#statements.all(
        `SELECT i.sop_instance_uid AS sopInstanceUid, i.instance_number AS instanceNumber FROM studies AS st
        JOIN series AS se USING (study_key) JOIN instances AS i USING (series_key)
        WHERE st.study_instance_uid = ? AND i.is_judgeable = 1 ORDER BY i.instance_key`,
        studyInstanceUid,
      ),
    );
  }
}
