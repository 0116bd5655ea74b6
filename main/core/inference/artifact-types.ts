/** What the quality model looks for, in the order of its outputs. */
export const ARTIFACT_TYPES = [
  'motion',
  'blur',
  'noise',
  'underexposure',
  'overexposure',
  'metal',
  'truncation',
  'compression',
  'grid',
] as const;
export type ArtifactType = (typeof ARTIFACT_TYPES)[number];
