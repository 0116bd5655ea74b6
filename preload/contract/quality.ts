import { z } from 'zod';
import { studyPrioritySchema } from './study.ts';
import { rowQualitySchema, verdictSchema } from './verdict.ts';

export type { RowQuality, Verdict } from './verdict.ts';

/** What the quality model looks for. The order is that of the model's outputs. */
export const artifactTypeSchema = z.enum([
  'motion',
  'blur',
  'noise',
  'underexposure',
  'overexposure',
  'metal',
  'truncation',
  'compression',
  'grid',
]);

/** Rectangle in fractions of the image: 0, 0 is the upper left corner, 1, 1 the lower right one. */
export const regionSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** Who found it: the model, a rule over header or series, or the decoder. */
export const findingSourceSchema = z.enum(['model', 'rule', 'decoder']);

export const findingSchema = z.object({
  /** An artifact, or what a rule found, such as `anatomy`, `missing-laterality`, `missing-slices`, `undecodable`, `repeat`. */
  type: z.string(),
  source: findingSourceSchema,
  /** 0 to 1, calibrated; null for what a rule found, which is so or is not. */
  probability: z.number().nullable(),
  /** 0 to 1; null where it has no meaning. */
  severity: z.number().nullable(),
  /** Where it shows; null when it is everywhere or in no place. */
  region: regionSchema.nullable(),
  /** Direction of motion or of grid lines in degrees, 0 to the right, 90 down; null for the others. */
  directionDegrees: z.number().nullable(),
  /** One sentence in plain words. */
  reason: z.string(),
});
export type Finding = z.output<typeof findingSchema>;

/** A metric against the band in which most good images of this kind lie. */
export const metricSchema = z.object({
  name: z.string(),
  /** What a person reads: "Sharpness". */
  label: z.string(),
  value: z.number(),
  unit: z.string(),
  /** Null while there is nothing to compare with. */
  band: z.object({ low: z.number(), high: z.number() }).nullable(),
});
export type Metric = z.output<typeof metricSchema>;

export const anatomyCheckSchema = z.object({
  /** What header, protocol or worklist say, as a body region; null when they say nothing that is known. */
  expected: z.string().nullable(),
  /** What the image looks like; `unknown` when the model is not sure. */
  detected: z.string(),
  confidence: z.number(),
  /** Null when one of both is not known. */
  agrees: z.boolean().nullable(),
});

/** What a person decided about an image. */
export const reviewDecisionSchema = z.enum(['agree', 'overrule', 'repeat', 'reject']);
export type ReviewDecision = z.output<typeof reviewDecisionSchema>;

export const reviewSchema = z.object({
  decision: reviewDecisionSchema,
  /** Which finding it is about; null for the whole image. */
  findingType: z.string().nullable(),
  reason: z.string(),
  reviewedBy: z.string(),
  reviewedAtMs: z.number(),
});
export type Review = z.output<typeof reviewSchema>;

/** What `GET /api/v1/instances/{sopInstanceUid}/quality` answers: the worst of the frames that were judged. */
export const instanceQualitySchema = z.object({
  sopInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  studyInstanceUid: z.string(),
  instanceNumber: z.int().nullable(),
  /** The frame that decided; 1 is the first. */
  frameNumber: z.int(),
  /** 0 to 1, 1 is flawless; null when it could not be judged. */
  score: z.number().nullable(),
  positioningScore: z.number().nullable(),
  exposureScore: z.number().nullable(),
  verdict: verdictSchema,
  recommendation: z.string(),
  /** For every artifact, flagged or not; empty when it could not be judged. */
  probabilities: z.partialRecord(artifactTypeSchema, z.number()),
  findings: z.array(findingSchema),
  metrics: z.array(metricSchema),
  anatomy: anatomyCheckSchema.nullable(),
  /** Gray levels in 64 equal bins from lowest to highest value, as fractions; for the evidence on exposure. */
  histogram: z.array(z.number()),
  reviews: z.array(reviewSchema),
  model: z.string(),
  version: z.string(),
  /** Where the model really ran: `cpu`, `cuda`, … */
  provider: z.string(),
  milliseconds: z.number(),
  judgedAtMs: z.number(),
});
export type InstanceQuality = z.output<typeof instanceQualitySchema>;

/** What `GET /api/v1/studies/{studyInstanceUid}/quality` answers. */
export const studyQualitySchema = z.object({
  studyInstanceUid: z.string(),
  /** Of the worst image that no person has kept. */
  score: z.number().nullable(),
  medianScore: z.number().nullable(),
  verdict: verdictSchema,
  recommendation: z.string(),
  imageCount: z.int(),
  judgedCount: z.int(),
  countByVerdict: z.record(verdictSchema, z.int()),
  /** Vote of the images; null when none could tell. */
  anatomy: z.string().nullable(),
  /** Findings on series or study: missing slices, repeats and the like. */
  findings: z.array(findingSchema.extend({ seriesInstanceUid: z.string().nullable() })),
  /** Worst first. */
  instances: z.array(instanceQualitySchema),
});
export type StudyQuality = z.output<typeof studyQualitySchema>;

/** A study on the technologist's list. */
export const qualityTaskSchema = z.object({
  studyInstanceUid: z.string(),
  patientName: z.object({ alphabetic: z.string(), ideographic: z.string(), phonetic: z.string() }),
  patientId: z.string(),
  modalities: z.array(z.string()),
  studyDescription: z.string(),
  stationName: z.string(),
  sourceAeTitle: z.string(),
  priority: studyPrioritySchema,
  lastReceivedAtMs: z.number(),
  imageCount: z.int(),
  expectedCount: z.int().nullable(),
  quality: rowQualitySchema,
  /** Every reason that put it here, worst first. */
  reasons: z.array(z.string()),
  /** `senior` for STAT and urgent studies: they are on the senior radiologist's list as well. */
  lists: z.array(z.enum(['technologist', 'senior'])),
});
export type QualityTask = z.output<typeof qualityTaskSchema>;

/** An examination that is being made, as the room sees it. */
export const roomStateSchema = z.object({
  room: z.string(),
  study: qualityTaskSchema.nullable(),
  /** True only when everything that is expected came, is judged, and is good or was kept by a person. */
  patientMayGo: z.boolean(),
  /** The one sentence: "Patient may go", "Check image 17: motion", "2 arrived, 1 not judged yet". */
  sentence: z.string(),
  /** The image that the sentence is about, on which a person decides; null when it is about none. */
  subjectSopInstanceUid: z.string().nullable(),
  images: z.array(
    z.object({
      sopInstanceUid: z.string(),
      instanceNumber: z.int().nullable(),
      verdict: verdictSchema.nullable(),
      isKept: z.boolean(),
      reason: z.string(),
    }),
  ),
});
export type RoomState = z.output<typeof roomStateSchema>;

/** One line of the reject and repeat ledger, after AAPM TG-305. */
export const ledgerRowSchema = z.object({
  id: z.int(),
  decidedAtMs: z.number(),
  decision: z.enum(['repeat', 'reject']),
  reason: z.string(),
  comment: z.string(),
  operator: z.string(),
  room: z.string(),
  device: z.string(),
  modality: z.string(),
  bodyPart: z.string(),
  projection: z.string(),
  exposureIndex: z.number().nullable(),
  deviationIndex: z.number().nullable(),
  technique: z.string(),
  studyInstanceUid: z.string(),
  sopInstanceUid: z.string(),
});
export type LedgerRow = z.output<typeof ledgerRowSchema>;

export const ledgerGroupSchema = z.object({
  key: z.string(),
  imageCount: z.int(),
  repeatCount: z.int(),
  rejectCount: z.int(),
});

const trendPointSchema = z.object({ atMs: z.number(), value: z.number(), isAlarm: z.boolean() });

export const qualityCommands = {
  'quality.study': {
    permission: 'quality.read',
    input: z.object({ studyInstanceUid: z.string() }),
    output: studyQualitySchema.nullable(),
  },
  /** Studies to check, most urgent first. */
  'quality.tasks': {
    permission: 'quality.read',
    input: z.object({ list: z.enum(['technologist', 'senior']) }),
    output: z.object({ tasks: z.array(qualityTaskSchema), sequence: z.int() }),
  },
  'quality.review': {
    permission: 'quality.review',
    input: z.object({
      sopInstanceUid: z.string(),
      decision: reviewDecisionSchema,
      findingType: z.string().nullable(),
      reason: z.string().max(500),
    }),
    output: z.object({}),
  },
  /** Takes back what was decided last about an image. */
  'quality.unreview': {
    permission: 'quality.review',
    input: z.object({ sopInstanceUid: z.string() }),
    output: z.object({}),
  },
  /** Judge again, at once: a person is looking at it. */
  'quality.judge-now': {
    permission: 'quality.review',
    input: z.object({ studyInstanceUid: z.string() }),
    output: z.object({}),
  },
  /** Rooms (stations) that sent lately. */
  'quality.rooms': {
    permission: 'quality.read',
    input: z.object({}),
    output: z.object({ rooms: z.array(z.object({ room: z.string(), lastReceivedAtMs: z.number() })) }),
  },
  'quality.room': {
    permission: 'quality.read',
    input: z.object({ room: z.string() }),
    output: roomStateSchema,
  },
  'quality.ledger': {
    permission: 'quality.read',
    input: z.object({ fromMs: z.number(), toMs: z.number() }),
    output: z.object({
      rows: z.array(ledgerRowSchema),
      byDevice: z.array(ledgerGroupSchema),
      byRoom: z.array(ledgerGroupSchema),
      byProjection: z.array(ledgerGroupSchema),
      byOperator: z.array(ledgerGroupSchema),
      byReason: z.array(ledgerGroupSchema),
      imageCount: z.int(),
    }),
  },
  /** How often the check was right, as people decided. */
  'quality.statistics': {
    permission: 'quality.read',
    input: z.object({ fromMs: z.number(), toMs: z.number() }),
    output: z.object({
      judgedCount: z.int(),
      flaggedCount: z.int(),
      agreedCount: z.int(),
      overruledCount: z.int(),
      byType: z.array(
        z.object({ type: z.string(), flaggedCount: z.int(), agreedCount: z.int(), overruledCount: z.int() }),
      ),
    }),
  },
  'quality.trends': {
    permission: 'quality.read',
    input: z.object({ fromMs: z.number(), toMs: z.number() }),
    output: z.object({
      devices: z.array(
        z.object({
          device: z.string(),
          modality: z.string(),
          trends: z.array(
            z.object({
              metric: z.string(),
              label: z.string(),
              unit: z.string(),
              band: z.object({ low: z.number(), high: z.number() }).nullable(),
              points: z.array(trendPointSchema),
              /** Plain words when it has left the band lately; empty else. */
              alarm: z.string(),
            }),
          ),
        }),
      ),
    }),
  },
} as const;
