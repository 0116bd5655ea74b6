/** How findings are called on screens and in sentences: plain words, at most three. */
const LABELS: Readonly<Record<string, string>> = {
  motion: 'Motion',
  blur: 'Blur',
  noise: 'Noise',
  underexposure: 'Too little exposure',
  overexposure: 'Too much exposure',
  metal: 'Metal',
  truncation: 'Cut off',
  compression: 'Compression blocks',
  grid: 'Grid lines',
  anatomy: 'Other body part',
  undecodable: 'Cannot decode',
  'missing-laterality': 'Side missing',
  'future-date': 'Date in future',
  'default-name': 'Default name',
  'impossible-birth-date': 'Impossible birth date',
  'impossible-spacing': 'Impossible pixel size',
  'low-exposure-index': 'Dose too low',
  'high-exposure-index': 'Dose too high',
  copy: 'Same image twice',
  'exposure-drift': 'Exposure drifts',
  'missing-slices': 'Missing slices',
  'doubled-slices': 'Doubled slices',
  'irregular-spacing': 'Irregular spacing',
  'gantry-tilt': 'Gantry tilt',
  'missing-calibration': 'No calibration region',
  'dead-lines': 'Dead lines',
  repeat: 'Repeated image',
};

export function labelOf(findingType: string): string {
  return LABELS[findingType] ?? findingType;
}

/** "image 17"; without a number "an image". */
export function placeOf({ instanceNumber }: { readonly instanceNumber: number | null }): string {
  return instanceNumber === null ? 'an image' : `image ${instanceNumber}`;
}
