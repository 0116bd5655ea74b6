import { z } from 'zod';
import { rowQualitySchema, verdictSchema } from './verdict.ts';

/** Life cycle of a study. Which step may follow which stands in `main/core/catalog/study-status.ts`. */
export const studyStatusSchema = z.enum([
  'received',
  'complete',
  'judged',
  'review_required',
  'reading',
  'final',
  'rejected',
]);
export type StudyStatus = z.output<typeof studyStatusSchema>;

export const studyPrioritySchema = z.enum(['stat', 'urgent', 'routine']);

/** Groups of a name as stored, component delimiters `^` included (PS3.5 section 6.2.1). */
export const personNameSchema = z.object({
  alphabetic: z.string(),
  ideographic: z.string(),
  phonetic: z.string(),
});
export type PersonName = z.output<typeof personNameSchema>;

/** One line of the worklist. Text is as the device sent it, decoded; empty when absent. */
export const studyRowSchema = z.object({
  studyInstanceUid: z.string(),
  patientName: personNameSchema,
  patientId: z.string(),
  issuerOfPatientId: z.string(),
  /** `YYYY-MM-DD`, or null when absent or unreadable. */
  patientBirthDate: z.string().nullable(),
  /** M, F, O or empty. */
  patientSex: z.string(),
  /** Age String (AS) such as `061Y`, or empty. */
  patientAge: z.string(),
  /** `YYYY-MM-DD`, or null. */
  studyDate: z.string().nullable(),
  /** `HH:MM:SS`, or null. */
  studyTime: z.string().nullable(),
  studyDescription: z.string(),
  accessionNumber: z.string(),
  /** Distinct, in order of arrival. */
  modalities: z.array(z.string()),
  seriesCount: z.int(),
  instanceCount: z.int(),
  /** How many were announced; null while nobody said (no MPPS yet). */
  expectedCount: z.int().nullable(),
  sizeBytes: z.number(),
  status: studyStatusSchema,
  priority: studyPrioritySchema,
  firstReceivedAtMs: z.number(),
  lastReceivedAtMs: z.number(),
  /** AE title that sent the newest instance. */
  sourceAeTitle: z.string(),
  /** Station Name, else model, of the newest instance; may be empty. */
  stationName: z.string(),
  /** Open rows in `conflicts` that touch this study. */
  conflictCount: z.int(),
  quality: rowQualitySchema,
});
export type StudyRow = z.output<typeof studyRowSchema>;

export const instanceRowSchema = z.object({
  sopInstanceUid: z.string(),
  sopClassUid: z.string(),
  transferSyntaxUid: z.string(),
  instanceNumber: z.int().nullable(),
  numberOfFrames: z.int(),
  rows: z.int().nullable(),
  columns: z.int().nullable(),
  /** False for reports, plans and the like: nothing to draw. */
  hasPixels: z.boolean(),
  /** Plain-words remarks made at reception ("UID has a leading zero"); usually empty. */
  warnings: z.array(z.string()),
  /** Of the quality check, for thumbnails; null while it is not judged. */
  verdict: verdictSchema.nullable(),
});
export type InstanceRow = z.output<typeof instanceRowSchema>;

export const seriesRowSchema = z.object({
  seriesInstanceUid: z.string(),
  modality: z.string(),
  seriesNumber: z.int().nullable(),
  seriesDescription: z.string(),
  bodyPartExamined: z.string(),
  stationName: z.string(),
  /** In display order: by position along the slice normal where all have one, else by instance number, else by arrival. */
  instances: z.array(instanceRowSchema),
});
export type SeriesRow = z.output<typeof seriesRowSchema>;

/** An instance without Study or Series UID: kept and acknowledged, in no study. */
export const unfiledRowSchema = z.object({
  sopInstanceUid: z.string(),
  patientName: personNameSchema,
  patientId: z.string(),
  modality: z.string(),
  sourceAeTitle: z.string(),
  receivedAtMs: z.number(),
  sizeBytes: z.number(),
  /** What is missing, in plain words. */
  reason: z.string(),
});
export type UnfiledRow = z.output<typeof unfiledRowSchema>;
