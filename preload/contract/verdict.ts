import { z } from 'zod';

/** `unknown`: cannot be judged (no pixels that can be decoded, or unlike anything that the models know). */
export const verdictSchema = z.enum(['good', 'check', 'repeat', 'unknown']);
export type Verdict = z.output<typeof verdictSchema>;

/** What a worklist row says of quality. */
export const rowQualitySchema = z.object({
  /** Null while nothing is judged. */
  verdict: verdictSchema.nullable(),
  score: z.number().nullable(),
  judgedCount: z.int(),
  /** Images that have pixels and so can be judged. */
  judgeableCount: z.int(),
  /** At most three words and a place: "Motion, image 17"; empty when good. */
  reason: z.string(),
  /** Instance Number of the image that `reason` names. */
  imageNumber: z.int().nullable(),
});
export type RowQuality = z.output<typeof rowQualitySchema>;
