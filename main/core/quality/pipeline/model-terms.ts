import { ARTIFACT_TYPES, type ArtifactType } from '../../catalog/quality-record.ts';
import type { QualityModel } from '../models/quality-model.ts';
import type { ModelTerms } from './protocol.ts';

/** Rises when rules or words change so that every verdict has to be made anew. */
const RULES_VERSION = 2;

/** @param model null when there is none that runs: then nothing is judged until there is */
export function toTerms(model: QualityModel | null): ModelTerms {
  if (model !== null) {
    const { terms } = model;
    return { ...terms, qualityVersion: `${terms.qualityVersion}, rules ${RULES_VERSION}` };
  }
  const never = { flag: 2, uncertain: 2 };
  const thresholds = Object.fromEntries(ARTIFACT_TYPES.map((type) => [type, never])) as Record<
    ArtifactType,
    typeof never
  >; // one for each type
  return {
    qualityVersion: `none, rules ${RULES_VERSION}`,
    model: 'none',
    version: '0',
    thresholds,
    reviewBelowScore: 0,
  };
}
