import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ARTIFACT_TYPES, type ArtifactType, type Metric } from '../../catalog/quality-record.ts';
import { modalityGroup } from '../metrics/fixed-scale.ts';
import type { ModelTerms } from './protocol.ts';

/** Rises when rules or words change so that every verdict has to be made anew. */
const RULES_VERSION = 1;

const thresholdSchema = z.object({ flag: z.number(), uncertain: z.number() });
const bandSchema = z.tuple([z.number(), z.number()]).nullable();

/** What the pipeline reads of `native-models/quality/manifest.json`; the models' own part is for `inference`. */
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  thresholds: z.record(z.enum(ARTIFACT_TYPES), thresholdSchema),
  reviewBelowScore: z.number(),
  metrics: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      unit: z.string(),
      shown: z.boolean(),
      bands: z.record(z.string(), bandSchema),
    }),
  ),
});
export type QualityManifest = z.output<typeof manifestSchema>;

/** @returns null when there is none that can be read: then everything is measured and nothing judged */
export async function readManifest(modelsUrl: URL): Promise<QualityManifest | null> {
  const text = await readFile(new URL('quality/manifest.json', modelsUrl), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/** @param anatomyVersion of the model of body regions; empty without one */
export function toTerms(manifest: QualityManifest | null, anatomyVersion: string): ModelTerms {
  const never = { flag: 2, uncertain: 2 };
  const none = Object.fromEntries(ARTIFACT_TYPES.map((type) => [type, never])) as Record<
    ArtifactType,
    typeof never
  >;
  if (manifest === null) {
    const version = `none/rules ${RULES_VERSION}`;
    return { qualityVersion: version, model: 'none', version: '0', thresholds: none, reviewBelowScore: 0 };
  }
  const { name, version, sha256, thresholds, reviewBelowScore } = manifest;
  return {
    qualityVersion: `${name} ${version} ${sha256.slice(0, 8)}/${anatomyVersion}/rules ${RULES_VERSION}`,
    model: name,
    version,
    thresholds,
    reviewBelowScore,
  };
}

/** Those metrics that a person looks at, with the band of good images of this kind. */
export function explainMetrics(
  manifest: QualityManifest | null,
  metrics: Float32Array,
  modality: string,
): Metric[] {
  const group = modalityGroup(modality);
  return (manifest?.metrics ?? []).flatMap(({ name, label, unit, shown, bands }, index) => {
    const value = metrics[index];
    if (!shown || value === undefined || !Number.isFinite(value)) return [];
    const band = bands[group] ?? null;
    return [{ name, label, unit, value, band: band && { low: band[0], high: band[1] } }];
  });
}
