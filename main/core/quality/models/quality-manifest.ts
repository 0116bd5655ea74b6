import { z } from 'zod';
import { ARTIFACT_TYPES } from '../../catalog/quality-record.ts';
import { METRIC_NAMES } from '../metrics/metric-names.ts';
import { baseManifestSchema } from '../../inference/model-folder.ts';

const bandSchema = z.tuple([z.number(), z.number()]).nullable();

/** native-models/quality/manifest.json, as far as judging needs it. */
export const qualityManifestSchema = baseManifestSchema.extend({
  /** The order of the outputs must be ours. */
  types: z
    .array(z.string())
    .refine((types) => types.join() === ARTIFACT_TYPES.join(), 'other types than Bucky knows'),
  /** probability = 1 / (1 + exp(-(slope x logit + intercept))). */
  calibration: z.record(z.enum(ARTIFACT_TYPES), z.object({ slope: z.number(), intercept: z.number() })),
  /** A probability from `flag` on is a finding; from `uncertain` on it is not ruled out. */
  thresholds: z.record(z.enum(ARTIFACT_TYPES), z.object({ flag: z.number(), uncertain: z.number() })),
  reviewBelowScore: z.number(),
  outOfDistribution: z.object({ distanceAbove: z.number(), leastSide: z.number() }),
  metrics: z
    .array(
      z.object({
        name: z.string(),
        label: z.string(),
        unit: z.string(),
        /** Whether a person is shown it. */
        shown: z.boolean(),
        /** 5th and 95th percentile of clean images. */
        bands: z.object({ XR: bandSchema, CT: bandSchema, MR: bandSchema, other: bandSchema }),
      }),
    )
    .refine(
      (metrics) => metrics.map(({ name }) => name).join() === METRIC_NAMES.join(),
      'other metrics than measured',
    ),
});
export type QualityManifest = z.output<typeof qualityManifestSchema>;
