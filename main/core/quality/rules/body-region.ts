import type { AnatomyCheck } from '../../catalog/quality-record.ts';

/** What the anatomy model tells apart; an extremity other than a hand it has not learned. */
export type BodyRegion = 'HEAD' | 'CHEST' | 'ABDOMEN' | 'PELVIS' | 'SPINE' | 'BREAST' | 'HAND' | 'EXTREMITY';

/** Where the words for the expected region come from, the surest first. Empty when absent. */
export interface RegionSources {
  readonly bodyPartExamined: string;
  readonly protocolName: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  /** Of the scheduled step, when the image came for one. */
  readonly scheduledDescription: string;
}

/**
 * Words for regions, as a pattern over upper case text. Body Part Examined has defined terms (PS3.16 Annex L); descriptions are
 * free, so the usual words of some languages stand beside them.
 */
const WORDS: readonly (readonly [BodyRegion, RegExp])[] = [
  [
    'SPINE',
    /\b(C|T|L|LS|CERVICAL|THORACIC|LUMBAR|LUMBOSACRAL|CTL)?-? ?(SPINE|SPN)\b|\b(CSPINE|TSPINE|LSPINE|SSPINE|WIRBELS\w*|HWS|BWS|LWS|RACHIS|SACRUM|COCCYX|SCOLIOSIS)\b/,
  ],
  ['BREAST', /\b(BREAST|MAMMO\w*|MAMMA|BRUST)\b/],
  ['HAND', /\b(HAND|HANDS|FINGER|THUMB|WRIST|MAIN|HANDGELENK)\b/],
  [
    'EXTREMITY',
    /\b(EXTREMITY|ARM|FOREARM|ELBOW|HUMERUS|SHOULDER|CLAVICLE|SCAPULA|HIP|FEMUR|THIGH|KNEE|PATELLA|LEG|TIBIA|FIBULA|ANKLE|FOOT|FEET|TOE|CALCANEUS|HEEL|KNIE|FUSS|SCHULTER|ELLENBOGEN|GENOU|PIED)\b/,
  ],
  [
    'HEAD',
    /\b(HEAD|BRAIN|SKULL|CRANI\w*|CEREBR\w*|ORBIT\w*|SINUS\w*|FACE|FACIAL|JAW|MANDIBLE|MAXILLA|IAC|PITUITARY|HEADNECK|KOPF|SCH(AE|Ä)DEL|CRANE|TETE)\b/,
  ],
  ['CHEST', /\b(CHEST\w*|THORAX|LUNG\w*|HEART|CARDIAC|CORONARY|STERNUM|RIBS?|HRCT|CTPA|CXR|POUMON)\b/],
  [
    'ABDOMEN',
    /\b(\w*ABD(O\w*|PELVI\w*)?|LIVER|KIDNEYS?|KUB|PANCREAS|SPLEEN|BILE ?DUCT|GALLBLADDER|STOMACH|COLON|BAUCH|ABD)\b/,
  ],
  ['PELVIS', /\b(\w*PELVI\w*|BLADDER|PROSTATE|UTERUS|BECKEN|BASSIN)\b/],
];

/** Regions that meet: the end slices of a CT of one show the other. */
const NEIGHBOURS: Readonly<Partial<Record<BodyRegion, readonly BodyRegion[]>>> = {
  HEAD: ['SPINE'],
  CHEST: ['ABDOMEN', 'SPINE'],
  ABDOMEN: ['CHEST', 'PELVIS', 'SPINE'],
  PELVIS: ['ABDOMEN', 'SPINE'],
  SPINE: ['HEAD', 'CHEST', 'ABDOMEN', 'PELVIS'],
  BREAST: ['CHEST'],
};
const SLICED = new Set(['CT', 'MR', 'PT', 'NM']);

/** Every region that the first source names that names any: "CT chest and abdomen" expects two. */
export function expectedRegions(sources: RegionSources): readonly BodyRegion[] {
  const { bodyPartExamined, protocolName, seriesDescription, studyDescription, scheduledDescription } =
    sources;
  for (const text of [
    bodyPartExamined,
    scheduledDescription,
    protocolName,
    seriesDescription,
    studyDescription,
  ]) {
    const words = text.toUpperCase().replaceAll(/[_^/.,;+]/g, ' ');
    const named = WORDS.filter(([, pattern]) => pattern.test(words)).map(([region]) => region);
    if (named.length > 0) return named;
  }
  return [];
}

/**
 * Holds what the image looks like against what it should be.
 *
 * @param detected label of the anatomy model, or `unknown`
 */
export function compareRegion(
  expected: readonly BodyRegion[],
  detected: string,
  confidence: number,
  modality: string,
): AnatomyCheck {
  const check = { expected: expected.length === 0 ? null : expected.join(' '), detected, confidence };
  if (expected.length === 0 || detected === 'unknown') return { ...check, agrees: null };
  const region = detected as BodyRegion; // the labels of the model's manifest
  const allowed = new Set<BodyRegion>(expected);
  if (SLICED.has(modality))
    for (const each of expected) for (const next of NEIGHBOURS[each] ?? []) allowed.add(next);
  if (allowed.has(region)) return { ...check, agrees: true };
  // Of knees and feet the model knows nothing: that a knee looks like something else proves nothing.
  if (allowed.has('EXTREMITY')) return { ...check, agrees: region === 'HAND' ? true : null };
  return { ...check, agrees: false };
}
