import type { StepOrder } from '../catalog/station-procedures-model.ts';
import type { PersonName } from '../dicom/instance-header.ts';
import { makeUid } from '../dicom/make-uid.ts';
import { parseSopInstanceUid } from '../dicom/uid.ts';

/** What is wrong with one field of an order, in words for the person who wrote it. */
export interface OrderMistake {
  readonly field: keyof StepOrder;
  readonly message: string;
}

const NOBODY: PersonName = { alphabetic: '', ideographic: '', phonetic: '' };

/** Nothing said yet. */
export const EMPTY_ORDER: StepOrder = {
  patientName: NOBODY,
  patientId: '',
  issuerOfPatientId: '',
  patientBirthDate: null,
  patientSex: '',
  patientWeightKg: null,
  patientSizeM: null,
  allergies: '',
  medicalAlerts: '',
  pregnancyStatus: null,
  specialNeeds: '',
  patientState: '',
  patientComments: '',
  admissionId: '',
  patientLocation: '',
  accessionNumber: '',
  placerOrderNumber: '',
  fillerOrderNumber: '',
  referringPhysician: NOBODY,
  requestingPhysician: NOBODY,
  requestingService: '',
  requestedProcedureId: '',
  requestedProcedureDescription: '',
  requestedProcedureCode: null,
  reason: '',
  priority: 'routine',
  studyInstanceUid: '',
  stepId: '',
  stepDescription: '',
  protocolCodes: [],
  modality: '',
  stationAeTitles: [],
  stationName: '',
  stepLocation: '',
  performingPhysician: NOBODY,
  startDate: '',
  startTime: '',
  preMedication: '',
  contrastAgent: '',
  stepComments: '',
  expectedImageCount: null,
};

/** Longest values in characters, by VR (PS3.5 Table 6.2-1): SH 16, LO 64, LT 10240. */
const LENGTHS = {
  accessionNumber: 16,
  requestedProcedureId: 16,
  stepId: 16,
  stationName: 16,
  stepLocation: 16,
  patientId: 64,
  issuerOfPatientId: 64,
  allergies: 64,
  medicalAlerts: 64,
  specialNeeds: 64,
  patientState: 64,
  admissionId: 64,
  patientLocation: 64,
  placerOrderNumber: 64,
  fillerOrderNumber: 64,
  requestingService: 64,
  requestedProcedureDescription: 64,
  reason: 64,
  stepDescription: 64,
  preMedication: 64,
  contrastAgent: 64,
  patientComments: 10_240,
  stepComments: 10_240,
} as const satisfies Partial<Record<keyof StepOrder, number>>;

/** As a person calls them. */
export const FIELD_WORDS: Readonly<Record<keyof StepOrder, string>> = {
  patientName: 'Patient name',
  patientId: 'Patient ID',
  issuerOfPatientId: 'Issuer of the patient ID',
  patientBirthDate: 'Birth date',
  patientSex: 'Sex',
  patientWeightKg: 'Weight',
  patientSizeM: 'Height',
  allergies: 'Allergies',
  medicalAlerts: 'Medical alerts',
  pregnancyStatus: 'Pregnancy',
  specialNeeds: 'Special needs',
  patientState: 'State of the patient',
  patientComments: 'Remarks on the patient',
  admissionId: 'Admission ID',
  patientLocation: 'Where the patient is',
  accessionNumber: 'Accession number',
  placerOrderNumber: 'Placer order number',
  fillerOrderNumber: 'Filler order number',
  referringPhysician: 'Referring physician',
  requestingPhysician: 'Requesting physician',
  requestingService: 'Requesting service',
  requestedProcedureId: 'Procedure ID',
  requestedProcedureDescription: 'Procedure',
  requestedProcedureCode: 'Procedure code',
  reason: 'Reason',
  priority: 'Priority',
  studyInstanceUid: 'Study Instance UID',
  stepId: 'Step ID',
  stepDescription: 'Step',
  protocolCodes: 'Protocol codes',
  modality: 'Modality',
  stationAeTitles: 'Device AE title',
  stationName: 'Device name',
  stepLocation: 'Room',
  performingPhysician: 'Performing physician',
  startDate: 'Date',
  startTime: 'Time',
  preMedication: 'Pre-medication',
  contrastAgent: 'Contrast agent',
  stepComments: 'Remarks',
  expectedImageCount: 'Expected images',
};

const NAMES = ['patientName', 'referringPhysician', 'requestingPhysician', 'performingPhysician'] as const;
const MAX_NAME_LENGTH = 64;
/** Control characters, and the backslash that divides values (PS3.5 section 6.1.3). */
const FORBIDDEN = /[\p{Cc}\\]/u;

/** What must be put right before a device can be given this step. */
export function checkOrder(order: StepOrder): readonly OrderMistake[] {
  return [
    ...checkRequired(order),
    ...checkTexts(order),
    ...checkNames(order),
    ...checkFormats(order),
    ...checkCodes(order),
  ];
}

/** With a Study Instance UID of ours where the order has none. */
export function withStudyUid(order: StepOrder): StepOrder {
  return order.studyInstanceUid === '' ? { ...order, studyInstanceUid: makeUid() } : order;
}

function mistake(field: keyof StepOrder, message: string): OrderMistake {
  return { field, message: `${FIELD_WORDS[field]} ${message}` };
}

function checkRequired(order: StepOrder): OrderMistake[] {
  const { alphabetic, ideographic, phonetic } = order.patientName;
  const missing: (keyof StepOrder)[] = [];
  if (!/[^\^\s]/.test(alphabetic + ideographic + phonetic)) missing.push('patientName');
  for (const field of ['patientId', 'modality', 'startDate', 'startTime'] as const) {
    if (order[field].trim() === '') missing.push(field);
  }
  return missing.map((field) => mistake(field, 'is missing.'));
}

function checkTexts(order: StepOrder): OrderMistake[] {
  const mistakes: OrderMistake[] = [];
  for (const field of Object.keys(LENGTHS) as (keyof typeof LENGTHS)[]) {
    const value = order[field];
    const isLong = LENGTHS[field] > 64;
    if (value.length > LENGTHS[field])
      mistakes.push(mistake(field, `is longer than ${LENGTHS[field]} characters.`));
    if (!isLong && FORBIDDEN.test(value))
      mistakes.push(mistake(field, 'holds a backslash or a control character.'));
  }
  return mistakes;
}

function checkNames(order: StepOrder): OrderMistake[] {
  const mistakes: OrderMistake[] = [];
  for (const field of NAMES) {
    const { alphabetic, ideographic, phonetic } = order[field];
    const groups = [alphabetic, ideographic, phonetic];
    if (groups.some((group) => group.length > MAX_NAME_LENGTH)) {
      mistakes.push(mistake(field, `is longer than ${MAX_NAME_LENGTH} characters.`));
    }
    if (groups.some((group) => FORBIDDEN.test(group) || group.includes('=') || group.split('^').length > 5)) {
      mistakes.push(mistake(field, 'holds a sign that a name cannot have.'));
    }
  }
  return mistakes;
}

function checkFormats(order: StepOrder): OrderMistake[] {
  const mistakes: OrderMistake[] = [];
  const check = (isGood: boolean, field: keyof StepOrder, message: string) => {
    if (!isGood) mistakes.push(mistake(field, message));
  };
  const { modality, startDate, startTime, patientBirthDate, patientSex, studyInstanceUid } = order;
  check(
    modality === '' || /^[A-Z0-9_]{1,16}$/.test(modality),
    'modality',
    'is a short code in capitals such as CT, MR, DX or US.',
  );
  check(startDate === '' || isDay(startDate), 'startDate', 'is no day of the calendar.');
  check(
    startTime === '' || /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(startTime),
    'startTime',
    'is no time of day.',
  );
  check(
    patientBirthDate === null || isDay(patientBirthDate),
    'patientBirthDate',
    'is no day of the calendar.',
  );
  check(/^[MFO]?$/.test(patientSex), 'patientSex', 'is M, F, O or empty.');
  check(
    studyInstanceUid === '' || parseSopInstanceUid(studyInstanceUid).ok,
    'studyInstanceUid',
    'is no valid UID.',
  );
  for (const title of order.stationAeTitles) {
    check(
      /^[\x21-\x5b\x5d-\x7e][\x20-\x5b\x5d-\x7e]{0,15}$/.test(title),
      'stationAeTitles',
      `“${title}” is no AE title: 1 to 16 plain characters.`,
    );
  }
  return [...mistakes, ...checkNumbers(order)];
}

function checkNumbers(order: StepOrder): OrderMistake[] {
  const mistakes: OrderMistake[] = [];
  const isBetween = (value: number | null, least: number, most: number) =>
    value === null || (value >= least && value <= most);
  if (!isBetween(order.patientWeightKg, 0.1, 700))
    mistakes.push(mistake('patientWeightKg', 'is in kg, up to 700.'));
  if (!isBetween(order.patientSizeM, 0.1, 3)) mistakes.push(mistake('patientSizeM', 'is in m, up to 3.'));
  const { pregnancyStatus, expectedImageCount } = order;
  if (pregnancyStatus !== null && ![1, 2, 3, 4].includes(pregnancyStatus)) {
    mistakes.push(mistake('pregnancyStatus', 'is 1 (no), 2 (possibly), 3 (yes) or 4 (not known).'));
  }
  if (
    expectedImageCount !== null &&
    !(Number.isInteger(expectedImageCount) && isBetween(expectedImageCount, 1, 100_000))
  ) {
    mistakes.push(mistake('expectedImageCount', 'is a whole number from 1 to 100,000.'));
  }
  return mistakes;
}

function checkCodes(order: StepOrder): OrderMistake[] {
  const mistakes: OrderMistake[] = [];
  const isGood = ({ value, scheme, meaning }: { value: string; scheme: string; meaning: string }) =>
    value !== '' &&
    value.length <= 16 &&
    scheme.length <= 16 &&
    meaning.length <= 64 &&
    !FORBIDDEN.test(value + scheme + meaning);
  const wrong = 'needs a value of at most 16 characters, a scheme of at most 16 and a meaning of at most 64.';
  if (order.requestedProcedureCode && !isGood(order.requestedProcedureCode))
    mistakes.push(mistake('requestedProcedureCode', wrong));
  if (!order.protocolCodes.every(isGood)) mistakes.push(mistake('protocolCodes', wrong));
  return mistakes;
}

function isDay(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)
  );
}
