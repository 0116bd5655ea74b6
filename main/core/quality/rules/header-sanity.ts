import type { Finding } from '../../catalog/quality-record.ts';

/** Values of the header as text; empty when absent. Dates `YYYYMMDD`. */
export interface SanityFacts {
  readonly modality: string;
  readonly bodyPartExamined: string;
  /** Image Laterality (0020,0062), else Laterality (0020,0060). */
  readonly laterality: string;
  /** View Position, Series Description and Protocol Name: where devices put what they leave out elsewhere. */
  readonly descriptions: string;
  /** Alphabetic group. */
  readonly patientName: string;
  readonly patientId: string;
  readonly patientBirthDate: string;
  readonly studyDate: string;
  readonly acquisitionDate: string;
  /** Row and column spacing in mm, whichever attribute holds it; null when there is none. */
  readonly pixelSpacingMm: readonly [number, number] | null;
  readonly rows: number | null;
  readonly columns: number | null;
}

/** A rule over the header of one image. @returns what is wrong in one sentence; null when nothing is */
interface HeaderRule {
  readonly type: string;
  readonly severity: number;
  readonly check: (facts: SanityFacts, today: string) => string | null;
}

/** Parts that a body has twice. Breasts have a code of their own for both sides; a pelvis or a skull has one. */
const PAIRED =
  /^(HAND|FINGER|THUMB|WRIST|FOREARM|ELBOW|HUMERUS|UPPER ?ARM|SHOULDER|CLAVICLE|SCAPULA|ARM|HIP|FEMUR|THIGH|KNEE|PATELLA|LOWER ?LEG|TIBIA|FIBULA|LEG|ANKLE|FOOT|TOE|CALCANEUS|HEEL|BREAST|EXTREMITY|RIB|ORBIT|EAR|KIDNEY|ZYGOMA)/;
const PROJECTIONS = new Set(['CR', 'DX', 'MG', 'RG', 'PX', 'IO']);
const SIDE = /\b(LEFT|RIGHT|LT|RT|L|R|BOTH|BILAT\w*|LINKS|RECHTS|GAUCHE|DROITE?|IZQ\w*|DER\w*)\b/i;
/** What devices and hurried people enter. Phantom and test names are meant so, but no patient's. */
const DEFAULT_NAME =
  /^(TEST|PATIENT|UNKNOWN|NAME|NONAME|NO NAME|DEFAULT|EMERGENCY|ANONYMOUS|XXX+|AAA+|ASDF\w*|QA|QC|PHANTOM|SERVICE)\b/i;
const MAX_FIELD_MM = 2_500;
const SMALLEST_SPACING_MM = 0.001;

const RULES: readonly HeaderRule[] = [
  {
    type: 'missing-laterality',
    severity: 0.7,
    check: ({ modality, bodyPartExamined, laterality, descriptions }) =>
      PROJECTIONS.has(modality) &&
      PAIRED.test(bodyPartExamined) &&
      laterality === '' &&
      !SIDE.test(descriptions)
        ? `The header does not say which side this ${bodyPartExamined.toLowerCase()} is.`
        : null,
  },
  {
    type: 'future-date',
    severity: 0.5,
    check: ({ studyDate, acquisitionDate }, today) => {
      const late = [studyDate, acquisitionDate].find((date) => isDate(date) && date > dayAfter(today));
      return late === undefined
        ? null
        : `Its date, ${readable(late)}, is yet to come. The clock of the device may be wrong.`;
    },
  },
  {
    type: 'impossible-birth-date',
    severity: 0.5,
    check: ({ patientBirthDate, studyDate }) =>
      isDate(patientBirthDate) && isDate(studyDate) && patientBirthDate > studyDate
        ? 'The patient was born after the examination, says the header.'
        : null,
  },
  {
    type: 'default-name',
    severity: 0.5,
    check: ({ patientName, patientId }) => {
      const name = patientName.replaceAll('^', ' ').trim();
      if (name === '' && patientId.trim() === '') return 'The header names no patient.';
      return DEFAULT_NAME.test(name)
        ? 'The name looks like one that a device fills in, not like a patient’s.'
        : null;
    },
  },
  {
    type: 'impossible-spacing',
    severity: 0.5,
    check: ({ pixelSpacingMm, rows, columns }) => {
      if (pixelSpacingMm === null) return null;
      const [rowMm, columnMm] = pixelSpacingMm;
      const heightMm = rowMm * (rows ?? 0);
      const widthMm = columnMm * (columns ?? 0);
      const isPossible =
        rowMm >= SMALLEST_SPACING_MM &&
        columnMm >= SMALLEST_SPACING_MM &&
        heightMm <= MAX_FIELD_MM &&
        widthMm <= MAX_FIELD_MM;
      return isPossible
        ? null
        : `Its pixels are said to be ${rowMm} by ${columnMm} mm, which cannot be. Lengths would be wrong.`;
    },
  },
];

/** What in the header of an image cannot be or should not be missing. @param now for dates that are yet to come */
export function checkHeader(facts: SanityFacts, now: Date): Finding[] {
  const today = toDate(now);
  return RULES.flatMap(({ type, severity, check }): Finding[] => {
    const reason = check(facts, today);
    if (reason === null) return [];
    return [
      { type, source: 'rule', probability: null, severity, region: null, directionDegrees: null, reason },
    ];
  });
}

function isDate(text: string): boolean {
  return /^\d{8}$/.test(text);
}

/** A device east of here may be a day ahead. */
function dayAfter(date: string): string {
  const next = new Date(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)) + 1),
  );
  return next.toISOString().slice(0, 10).replaceAll('-', '');
}

function toDate(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
}

function readable(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}
