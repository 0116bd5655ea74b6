import type { Database } from 'better-sqlite3';
import type {
  AssessedInstance,
  Finding,
  GroupFinding,
  JudgedInstance,
  QualityJob,
  StudyJudgement,
  StudyToJudge,
} from './quality-record.ts';
import { QualityReports } from './quality-reports.ts';
import {
  ASSESSED_COLUMNS,
  INSERT_ASSESSMENT,
  firstOfEach,
  WORST_FRAME_FIRST,
  toAssessedInstance,
  type AssessedRow,
  toAssessmentRow,
  toFinding,
  toGroupFinding,
  type FindingRow,
} from './quality-rows.ts';
import { settle } from './settle.ts';
import { StatementCache } from './statement-cache.ts';
import { isStepAllowed, type StudyStatus } from './study-status.ts';

const JOB_COLUMNS = `i.instance_key AS instanceKey, se.study_key AS studyKey, i.sop_instance_uid AS sopInstanceUid,
  st.study_instance_uid AS studyInstanceUid, i.transfer_syntax_uid AS transferSyntaxUid, i.object_name AS objectName,
  i.data_set_offset AS dataSetOffset, se.modality, i.source_ae_title AS sourceAeTitle,
  i.received_at_ms AS receivedAtMs, d.frame_table AS frameTable, d.metadata AS packedMetadata`;

/** The tables of the quality check in `catalog.sqlite`: what waits, what was found, how studies stand. */
export class QualityCatalog {
  readonly #db: Database;
  readonly #statements: StatementCache;
  /** For lists, trends and counts. */
  readonly reports: QualityReports;

  constructor(db: Database) {
    this.#db = db;
    this.#statements = new StatementCache(db);
    this.reports = new QualityReports(this.#statements);
  }

  /** Studies with images that wait for their first verdict: STAT, urgent, routine, in each the newest arrivals first. */
  listStudiesToJudge(limit: number): Promise<StudyToJudge[]> {
    return settle(() =>
      this.#statements.all<StudyToJudge>(
        `SELECT study_key AS studyKey, study_instance_uid AS studyInstanceUid, priority,
        last_received_at_ms AS lastReceivedAtMs, judgeable_count - judged_count AS waitingCount
        FROM studies INDEXED BY studies_to_judge WHERE judged_count < judgeable_count
        ORDER BY priority_rank, last_received_at_ms DESC LIMIT ?`,
        limit,
      ),
    );
  }

  /** Null when nothing of it waits. */
  findStudyToJudge(studyInstanceUid: string): Promise<StudyToJudge | null> {
    return settle(
      () =>
        this.#statements.all<StudyToJudge>(
          `SELECT study_key AS studyKey, study_instance_uid AS studyInstanceUid, priority,
          last_received_at_ms AS lastReceivedAtMs, judgeable_count - judged_count AS waitingCount
          FROM studies WHERE study_instance_uid = ? AND judged_count < judgeable_count`,
          studyInstanceUid,
        )[0] ?? null,
    );
  }

  /** Images of a study without a verdict, in order of arrival. */
  listJobs(studyKey: number, limit: number): Promise<QualityJob[]> {
    return settle(() =>
      this.#statements.all<QualityJob>(
        `SELECT ${JOB_COLUMNS} FROM series AS se
        JOIN instances AS i INDEXED BY instances_to_judge ON i.series_key = se.series_key
          AND i.is_judgeable = 1 AND i.quality_version IS NULL
        JOIN studies AS st ON st.study_key = se.study_key JOIN instance_details AS d USING (instance_key)
        WHERE se.study_key = ? ORDER BY i.instance_key LIMIT ?`,
        studyKey,
        limit,
      ),
    );
  }

  /** Images whose verdict was made by other models or rules than `qualityVersion`, the newest first. */
  listOutdatedJobs(qualityVersion: string, limit: number): Promise<QualityJob[]> {
    return settle(() => {
      const select = (comparison: '<' | '>') =>
        this.#statements.all<QualityJob>(
          `SELECT ${JOB_COLUMNS} FROM instances AS i INDEXED BY instances_by_quality_version
          JOIN series AS se USING (series_key) JOIN studies AS st USING (study_key)
          JOIN instance_details AS d USING (instance_key)
          WHERE i.quality_version ${comparison} ? AND i.quality_version IS NOT NULL
          ORDER BY i.quality_version DESC, i.instance_key DESC LIMIT ?`,
          qualityVersion,
          limit,
        );
      const older = select('<');
      return older.length > 0 ? older : select('>');
    });
  }

  /** Every verdict of a study is made anew; until then none is shown. */
  forgetStudyVerdicts(studyInstanceUid: string): Promise<void> {
    return settle(() => {
      this.#db.transaction(() => {
        this.#statements.run(
          `UPDATE instances SET quality_version = NULL WHERE is_judgeable = 1 AND series_key IN
          (SELECT series_key FROM series JOIN studies USING (study_key) WHERE study_instance_uid = ?)`,
          studyInstanceUid,
        );
        this.#statements.run(
          'UPDATE studies SET judged_count = 0, is_quality_settled = 0 WHERE study_instance_uid = ?',
          studyInstanceUid,
        );
      })();
    });
  }

  /** Writes verdicts in one transaction, in the place of earlier ones. @returns the keys of their studies */
  writeVerdicts(judged: readonly JudgedInstance[]): Promise<number[]> {
    return settle(() => this.#db.transaction(() => [...new Set(judged.map((one) => this.#write(one)))])());
  }

  /** Images of a study that have a verdict, the worst frame of each, in order of arrival. */
  listAssessed(studyInstanceUid: string): Promise<AssessedInstance[]> {
    return settle(() => {
      const rows = this.#statements.all<AssessedRow>(
        `SELECT ${ASSESSED_COLUMNS} FROM studies AS st JOIN series AS se USING (study_key)
        JOIN instances AS i USING (series_key) JOIN quality_assessments AS a USING (instance_key)
        WHERE st.study_instance_uid = ? ORDER BY i.instance_key, ${WORST_FRAME_FIRST}`,
        studyInstanceUid,
      );
      const findings = this.#findingsByInstance(
        `SELECT f.*, NULL AS series_instance_uid FROM findings AS f WHERE f.instance_key IN
        (SELECT instance_key FROM instances JOIN series USING (series_key) JOIN studies USING (study_key)
          WHERE study_instance_uid = ?) ORDER BY f.finding_key`,
        studyInstanceUid,
      );
      return firstOfEach(rows).map((row) => toAssessedInstance(row, findings.get(row.instance_key) ?? []));
    });
  }

  /** Null while it has no verdict, or when there is no such instance. */
  findAssessed(sopInstanceUid: string): Promise<AssessedInstance | null> {
    return settle(() => {
      const [row] = this.#statements.all<AssessedRow>(
        `SELECT ${ASSESSED_COLUMNS} FROM instances AS i JOIN series AS se USING (series_key)
        JOIN studies AS st USING (study_key) JOIN quality_assessments AS a USING (instance_key)
        WHERE i.sop_instance_uid = ? AND i.is_alternate = 0 ORDER BY i.instance_key, ${WORST_FRAME_FIRST} LIMIT 1`,
        sopInstanceUid,
      );
      if (row === undefined) return null;
      const findings = this.#findingsByInstance(
        'SELECT f.*, NULL AS series_instance_uid FROM findings AS f WHERE f.instance_key = ? ORDER BY f.finding_key',
        row.instance_key,
      );
      return toAssessedInstance(row, findings.get(row.instance_key) ?? []);
    });
  }

  /** Findings on the series of a study and on the study itself. */
  listGroupFindings(studyInstanceUid: string): Promise<GroupFinding[]> {
    return settle(() =>
      this.#statements
        .all<FindingRow>(
          `SELECT f.*, se.series_instance_uid FROM findings AS f INDEXED BY findings_by_study
        JOIN studies AS st ON st.study_key = f.study_key LEFT JOIN series AS se ON se.series_key = f.series_key
        WHERE st.study_instance_uid = ? AND f.instance_key IS NULL ORDER BY f.finding_key`,
          studyInstanceUid,
        )
        .map(toGroupFinding),
    );
  }

  /** Studies with all verdicts whose rules over series and study are still to be applied. */
  listStudiesToSettle(limit: number): Promise<string[]> {
    return settle(() =>
      this.#statements
        .all<{ readonly uid: string }>(
          `SELECT study_instance_uid AS uid FROM studies INDEXED BY studies_to_settle
        WHERE is_quality_settled = 0 AND judged_count = judgeable_count AND judgeable_count > 0 AND status <> 'received' LIMIT ?`,
          limit,
        )
        .map(({ uid }) => uid),
    );
  }

  /** How a study stands, without a word on its rules. */
  writeJudgement(studyInstanceUid: string, judgement: StudyJudgement): Promise<void> {
    return settle(() => {
      this.#statements.run(
        `UPDATE studies SET quality_verdict = ?, quality_score = ?, quality_reason = ?, quality_image_number = ?,
        review_reasons = ?, review_lists = ? WHERE study_instance_uid = ?`,
        judgement.verdict,
        judgement.score,
        judgement.reason,
        judgement.imageNumber,
        JSON.stringify(judgement.reviewReasons),
        JSON.stringify(judgement.reviewLists),
        studyInstanceUid,
      );
    });
  }

  /** What the rules over series and study found, in the place of what they had found before; the study is settled. */
  writeGroupFindings(studyInstanceUid: string, findings: readonly GroupFinding[]): Promise<void> {
    return settle(() => {
      this.#db.transaction(() => {
        const study = this.#statements.all<{ readonly study_key: number }>(
          'UPDATE studies SET is_quality_settled = 1 WHERE study_instance_uid = ? RETURNING study_key',
          studyInstanceUid,
        )[0];
        if (study === undefined) return;
        this.#statements.run(
          'DELETE FROM findings WHERE study_key = ? AND instance_key IS NULL',
          study.study_key,
        );
        for (const finding of findings) {
          const series = this.#statements.all<{ readonly series_key: number }>(
            'SELECT series_key FROM series WHERE study_key = ? AND series_instance_uid = ?',
            study.study_key,
            finding.seriesInstanceUid,
          )[0];
          this.#addFinding(finding, {
            studyKey: study.study_key,
            seriesKey: series?.series_key ?? null,
            instanceKey: null,
            frameNumber: null,
          });
        }
      })();
    });
  }

  /** The station takes a study one step on, if its life cycle allows it. @returns whether it did */
  moveStatus(studyInstanceUid: string, to: StudyStatus): Promise<boolean> {
    return settle(() => {
      const from = this.#statements.all<{ readonly status: StudyStatus }>(
        'SELECT status FROM studies WHERE study_instance_uid = ?',
        studyInstanceUid,
      )[0]?.status;
      if (from === undefined || from === to || !isStepAllowed(from, to, 'station')) return false;
      this.#statements.run(
        'UPDATE studies SET status = ? WHERE study_instance_uid = ?',
        to,
        studyInstanceUid,
      );
      return true;
    });
  }

  #write({ instanceKey, qualityVersion, pixelDataSha256, frames }: JudgedInstance): number {
    const [worst] = frames;
    if (worst === undefined) throw new Error('A verdict needs a frame');
    const [place] = this.#statements.all<{
      readonly study_key: number;
      readonly series_key: number;
      readonly known: string | null;
    }>(
      `SELECT study_key, series_key, quality_version AS known FROM instances JOIN series USING (series_key)
      WHERE instance_key = ?`,
      instanceKey,
    );
    if (place === undefined) throw new Error('A verdict on an image that is not filed');
    this.#statements.run('DELETE FROM quality_assessments WHERE instance_key = ?', instanceKey);
    this.#statements.run('DELETE FROM findings WHERE instance_key = ?', instanceKey);
    for (const frame of frames) {
      this.#addAssessment(instanceKey, frame);
      for (const finding of frame.findings)
        this.#addFinding(finding, {
          studyKey: place.study_key,
          seriesKey: place.series_key,
          instanceKey,
          frameNumber: frame.frameNumber,
        });
    }
    this.#statements.run(
      `UPDATE instances SET quality_version = ?, quality_verdict = ?, pixel_data_sha256 = coalesce(?, pixel_data_sha256)
      WHERE instance_key = ?`,
      qualityVersion,
      worst.verdict,
      pixelDataSha256,
      instanceKey,
    );
    this.#statements.run(
      'UPDATE studies SET judged_count = judged_count + ?, is_quality_settled = 0 WHERE study_key = ?',
      place.known === null ? 1 : 0,
      place.study_key,
    );
    return place.study_key;
  }

  #addAssessment(instanceKey: number, frame: JudgedInstance['frames'][number]): void {
    this.#statements.prepare(INSERT_ASSESSMENT).run(toAssessmentRow(instanceKey, frame));
  }

  #addFinding(
    finding: Finding,
    place: {
      readonly studyKey: number;
      readonly seriesKey: number | null;
      readonly instanceKey: number | null;
      readonly frameNumber: number | null;
    },
  ): void {
    this.#statements.run(
      `INSERT INTO findings (study_key, series_key, instance_key, frame_number, type, source, probability, severity,
      region, direction_degrees, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      place.studyKey,
      place.seriesKey,
      place.instanceKey,
      place.frameNumber,
      finding.type,
      finding.source,
      finding.probability,
      finding.severity,
      finding.region && JSON.stringify(finding.region),
      finding.directionDegrees,
      finding.reason,
    );
  }

  #findingsByInstance(query: string, key: string | number): Map<number, Finding[]> {
    const found = new Map<number, Finding[]>();
    for (const row of this.#statements.all<FindingRow>(query, key)) {
      const group = found.get(row.instance_key ?? -1) ?? [];
      group.push(toFinding(row));
      found.set(row.instance_key ?? -1, group);
    }
    return found;
  }
}
