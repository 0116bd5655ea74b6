import type { StepOrder } from '../../../preload/contract/procedures.ts';
import type { PersonName } from '../../../preload/contract/study.ts';
import type { FieldMistake } from '../../ui/use-saving.ts';

/** The form as it is typed. Keys are those of the order, so that its mistakes find their field. */
export interface StepDraft {
  readonly patientName: string;
  readonly ideographic: string;
  readonly phonetic: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly patientWeightKg: string;
  readonly patientSizeM: string;
  readonly allergies: string;
  readonly medicalAlerts: string;
  readonly pregnancyStatus: string;
  readonly admissionId: string;
  readonly patientLocation: string;
  readonly accessionNumber: string;
  readonly referringPhysician: string;
  readonly requestingPhysician: string;
  readonly performingPhysician: string;
  readonly requestedProcedureId: string;
  readonly requestedProcedureDescription: string;
  readonly reason: string;
  readonly priority: string;
  readonly studyInstanceUid: string;
  readonly stepId: string;
  readonly stepDescription: string;
  readonly protocolCodes: string;
  readonly modality: string;
  readonly stationAeTitles: string;
  readonly stepLocation: string;
  readonly startDate: string;
  readonly startTime: string;
  readonly contrastAgent: string;
  readonly stepComments: string;
  readonly expectedImageCount: string;
}

const NOBODY: PersonName = { alphabetic: '', ideographic: '', phonetic: '' };

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

const TEXTS = [
  'patientId',
  'issuerOfPatientId',
  'patientSex',
  'allergies',
  'medicalAlerts',
  'admissionId',
  'patientLocation',
  'accessionNumber',
  'requestedProcedureId',
  'requestedProcedureDescription',
  'reason',
  'studyInstanceUid',
  'stepId',
  'stepDescription',
  'stepLocation',
  'contrastAgent',
  'stepComments',
  'startDate',
] as const;
const NUMBERS = ['patientWeightKg', 'patientSizeM', 'pregnancyStatus', 'expectedImageCount'] as const;
const DOCTORS = ['referringPhysician', 'requestingPhysician', 'performingPhysician'] as const;

export function toDraft(order: StepOrder): StepDraft {
  const pick = <K extends keyof StepOrder>(keys: readonly K[], toText: (value: StepOrder[K]) => string) =>
    Object.fromEntries(keys.map((key) => [key, toText(order[key])])) as Record<K, string>; // the keys just mapped
  return {
    ...pick(TEXTS, (value) => value),
    ...pick(NUMBERS, (value) => (value === null ? '' : String(value))),
    ...pick(DOCTORS, (value) => toNameField(value.alphabetic)),
    patientName: toNameField(order.patientName.alphabetic),
    ideographic: toNameField(order.patientName.ideographic),
    phonetic: toNameField(order.patientName.phonetic),
    patientBirthDate: order.patientBirthDate ?? '',
    priority: order.priority,
    protocolCodes: order.protocolCodes
      .map(({ value, scheme, meaning }) => [value, scheme, meaning].join('|'))
      .join('; '),
    modality: order.modality,
    stationAeTitles: order.stationAeTitles.join('; '),
    startTime: order.startTime.slice(0, 5),
  };
}

/** What the form says, over what the order said before: what has no field in the form stays as it was. */
export function toOrder(
  draft: StepDraft,
  before: StepOrder,
): { readonly order: StepOrder; readonly mistakes: readonly FieldMistake[] } {
  const mistakes: FieldMistake[] = [];
  const texts = Object.fromEntries(TEXTS.map((key) => [key, draft[key].trim()])) as Record<
    (typeof TEXTS)[number],
    string
  >; // the keys just mapped
  const numbers = Object.fromEntries(
    NUMBERS.map((key) => {
      const text = draft[key].trim().replace(',', '.');
      const value = Number(text);
      if (Number.isNaN(value)) mistakes.push({ field: key, message: 'This is no number.' });
      return [key, text === '' || Number.isNaN(value) ? null : value];
    }),
  ) as Record<(typeof NUMBERS)[number], number | null>; // the keys just mapped
  const doctors = Object.fromEntries(
    DOCTORS.map((key) => [key, { ...before[key], alphabetic: fromNameField(draft[key]) }]),
  ) as Record<(typeof DOCTORS)[number], PersonName>; // the keys just mapped
  const order: StepOrder = {
    ...before,
    ...texts,
    ...numbers,
    ...doctors,
    patientName: {
      alphabetic: fromNameField(draft.patientName),
      ideographic: fromNameField(draft.ideographic),
      phonetic: fromNameField(draft.phonetic),
    },
    patientBirthDate: draft.patientBirthDate.trim() || null,
    priority: draft.priority === 'stat' || draft.priority === 'urgent' ? draft.priority : 'routine',
    protocolCodes: toParts(draft.protocolCodes).map((part) => {
      const [value = '', scheme = '', meaning = ''] = part.split('|').map((piece) => piece.trim());
      return { value, scheme, meaning };
    }),
    modality: draft.modality.trim().toUpperCase(),
    stationAeTitles: toParts(draft.stationAeTitles),
    startTime: /^\d{2}:\d{2}$/.test(draft.startTime) ? `${draft.startTime}:00` : draft.startTime,
    stepDescription: texts.stepDescription || texts.requestedProcedureDescription,
  };
  return { order, mistakes };
}

/** `Muster, Berta` where that says it all, else with the signs of the standard: `Muster^Berta^^Dr`. */
function toNameField(group: string): string {
  const parts = group.split('^');
  return parts.length <= 2 ? parts.filter(Boolean).join(', ') : group;
}

function fromNameField(text: string): string {
  const trimmed = text.trim();
  return trimmed.includes('^') ? trimmed : trimmed.replace(/\s*[,，、]\s*|\s*　\s*/, '^');
}

function toParts(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
}
