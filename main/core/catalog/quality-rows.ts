import type {
  AnatomyCheck,
  AssessedInstance,
  Finding,
  FindingSource,
  FrameAssessment,
  GroupFinding,
  ImageFacts,
  Metric,
  Probabilities,
  Region,
  Verdict,
} from './quality-record.ts';

/** Rows of `quality_assessments` and `findings`, and back. Every JSON column is written here and nowhere else. */
export interface AssessmentRow {
  readonly instance_key: number;
  readonly frame_number: number;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly positioning_score: number | null;
  readonly exposure_score: number | null;
  readonly recommendation: string;
  readonly probabilities: string;
  readonly metrics: string;
  readonly histogram: string;
  readonly anatomy: string | null;
  readonly facts: string;
  readonly perceptual_hash: string | null;
  readonly model: string;
  readonly version: string;
  readonly provider: string;
  readonly milliseconds: number;
  readonly judged_at_ms: number;
}

export interface AssessedRow extends AssessmentRow {
  readonly sop_instance_uid: string;
  readonly series_instance_uid: string;
  readonly study_instance_uid: string;
  readonly instance_number: number | null;
  readonly pixel_data_sha256: string | null;
  readonly slice_position_mm: number | null;
  readonly slice_normal: string | null;
  readonly pixel_rows: number | null;
  readonly pixel_columns: number | null;
  readonly received_at_ms: number;
}

export interface FindingRow {
  readonly series_instance_uid: string | null;
  readonly instance_key: number | null;
  readonly frame_number: number | null;
  readonly type: string;
  readonly source: FindingSource;
  readonly probability: number | null;
  readonly severity: number | null;
  readonly region: string | null;
  readonly direction_degrees: number | null;
  readonly reason: string;
}

/** The frame that decided, as `quality/verdict/worst-first.ts` has it: repeat before check, unknown and good, then the lowest score. */
export const WORST_FRAME_FIRST = `CASE a.verdict WHEN 'repeat' THEN 0 WHEN 'check' THEN 1 WHEN 'unknown' THEN 2 ELSE 3 END,
  coalesce(a.score, 1), a.frame_number`;

export const ASSESSED_COLUMNS = `a.*, i.sop_instance_uid, se.series_instance_uid, st.study_instance_uid, i.instance_number,
  i.pixel_data_sha256, i.slice_position_mm, i.slice_normal, i.pixel_rows, i.pixel_columns, i.received_at_ms`;

export const INSERT_ASSESSMENT = `INSERT INTO quality_assessments (instance_key, frame_number, verdict, score, positioning_score, exposure_score,
  recommendation, probabilities, metrics, histogram, anatomy, facts, perceptual_hash, model, version, provider,
  milliseconds, judged_at_ms) VALUES (@instance_key, @frame_number, @verdict, @score, @positioning_score,
  @exposure_score, @recommendation, @probabilities, @metrics, @histogram, @anatomy, @facts, @perceptual_hash, @model,
  @version, @provider, @milliseconds, @judged_at_ms)`;

export function toAssessmentRow(instanceKey: number, frame: FrameAssessment): AssessmentRow {
  return {
    instance_key: instanceKey,
    frame_number: frame.frameNumber,
    verdict: frame.verdict,
    score: frame.score,
    positioning_score: frame.positioningScore,
    exposure_score: frame.exposureScore,
    recommendation: frame.recommendation,
    probabilities: JSON.stringify(frame.probabilities),
    metrics: JSON.stringify(frame.metrics),
    histogram: JSON.stringify(frame.histogram),
    anatomy: frame.anatomy && JSON.stringify(frame.anatomy),
    facts: JSON.stringify(frame.facts),
    perceptual_hash: frame.perceptualHash,
    model: frame.model,
    version: frame.version,
    provider: frame.provider,
    milliseconds: frame.milliseconds,
    judged_at_ms: frame.judgedAtMs,
  };
}

export function toAssessedInstance(row: AssessedRow, findings: readonly Finding[]): AssessedInstance {
  return {
    instanceKey: row.instance_key,
    sopInstanceUid: row.sop_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    studyInstanceUid: row.study_instance_uid,
    instanceNumber: row.instance_number,
    pixelDataSha256: row.pixel_data_sha256,
    slicePositionMm: row.slice_position_mm,
    sliceNormal: row.slice_normal,
    pixelRows: row.pixel_rows,
    pixelColumns: row.pixel_columns,
    receivedAtMs: row.received_at_ms,
    frameNumber: row.frame_number,
    verdict: row.verdict,
    score: row.score,
    positioningScore: row.positioning_score,
    exposureScore: row.exposure_score,
    recommendation: row.recommendation,
    probabilities: JSON.parse(row.probabilities) as Probabilities,
    findings,
    metrics: JSON.parse(row.metrics) as Metric[],
    histogram: JSON.parse(row.histogram) as number[],
    anatomy: row.anatomy === null ? null : (JSON.parse(row.anatomy) as AnatomyCheck),
    facts: JSON.parse(row.facts) as ImageFacts,
    perceptualHash: row.perceptual_hash,
    model: row.model,
    version: row.version,
    provider: row.provider,
    milliseconds: row.milliseconds,
    judgedAtMs: row.judged_at_ms,
  };
}

export function toFinding(row: FindingRow): Finding {
  return {
    type: row.type,
    source: row.source,
    probability: row.probability,
    severity: row.severity,
    region: row.region === null ? null : (JSON.parse(row.region) as Region),
    directionDegrees: row.direction_degrees,
    reason: row.reason,
  };
}

export function toGroupFinding(row: FindingRow): GroupFinding {
  return { ...toFinding(row), seriesInstanceUid: row.series_instance_uid };
}

/** Rows are in order, all frames of an instance beside each other with the one that decided first. */
export function firstOfEach(rows: readonly AssessedRow[]): AssessedRow[] {
  const seen = new Set<number>();
  return rows.filter((row) => !seen.has(row.instance_key) && seen.add(row.instance_key));
}
