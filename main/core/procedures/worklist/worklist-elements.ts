import type {
  CodedEntry,
  ScheduledStep,
  StepPriority,
  StepStatus,
} from '../../catalog/station-procedures-model.ts';
import type { WritableElement } from '../../dicom/data-set-writer.ts';
import type { PersonName } from '../../dicom/instance-header.ts';
import { EMPTY_ORDER } from '../check-order.ts';

/** Defined terms of Scheduled Procedure Step Status (0040,0020), PS3.3 section C.4.10. */
const STATUS_TERMS: Readonly<Record<StepStatus, string>> = {
  scheduled: 'SCHEDULED',
  arrived: 'ARRIVED',
  'in-progress': 'STARTED',
  completed: 'DEPARTED',
  discontinued: 'DEPARTED',
};

/** Requested Procedure Priority (0040,1003), PS3.3 section C.4.11. */
const PRIORITY_TERMS: Readonly<Record<StepPriority, string>> = {
  stat: 'STAT',
  urgent: 'HIGH',
  routine: 'ROUTINE',
};

const element = (tag: number, vr: string, value: string): WritableElement => ({ tag, vr, value });
const sequence = (tag: number, items: readonly (readonly WritableElement[])[]): WritableElement => ({
  tag,
  vr: 'SQ',
  items,
});

/**
 * A step as the answer to a worklist query that asks for everything: the attributes of PS3.4 Table K.6-1, empty ones too.
 *
 * @param anyStationAeTitle stands in for a step that any device may do
 */
export function toWorklistElements(step: ScheduledStep, anyStationAeTitle: string): WritableElement[] {
  return [
    ...toPatient(step),
    ...toRequest(step),
    sequence(0x00400100, [toStepItem(step, anyStationAeTitle)]),
  ];
}

/** Every attribute that an answer may have, with one item in each sequence; for the conformance statement. */
export function worklistKeys(): WritableElement[] {
  const code: CodedEntry = { value: '', scheme: '', meaning: '' };
  const step: ScheduledStep = {
    ...EMPTY_ORDER,
    requestedProcedureCode: code,
    protocolCodes: [code],
    stepKey: 0,
    status: 'scheduled',
    source: 'person',
    createdAtMs: 0,
    changedAtMs: 0,
  };
  return toWorklistElements(step, '');
}

function toPatient(step: ScheduledStep): WritableElement[] {
  return [
    element(0x00100010, 'PN', toNameText(step.patientName)),
    element(0x00100020, 'LO', step.patientId),
    element(0x00100021, 'LO', step.issuerOfPatientId),
    element(0x00100030, 'DA', toDa(step.patientBirthDate)),
    element(0x00100040, 'CS', step.patientSex),
    element(0x00101020, 'DS', toDs(step.patientSizeM)),
    element(0x00101030, 'DS', toDs(step.patientWeightKg)),
    element(0x00102000, 'LO', step.medicalAlerts),
    element(0x00102110, 'LO', step.allergies),
    { tag: 0x001021c0, vr: 'US', value: step.pregnancyStatus ?? '' },
    element(0x00104000, 'LT', step.patientComments),
    element(0x00380010, 'LO', step.admissionId),
    element(0x00380050, 'LO', step.specialNeeds),
    element(0x00380300, 'LO', step.patientLocation),
    element(0x00380500, 'LO', step.patientState),
    element(0x00403001, 'LO', ''), // Confidentiality Constraint on Patient Data Description: nobody enters one
    sequence(0x00081120, []),
  ];
}

function toRequest(step: ScheduledStep): WritableElement[] {
  return [
    element(0x00080050, 'SH', step.accessionNumber),
    element(0x00080090, 'PN', toNameText(step.referringPhysician)),
    element(0x0020000d, 'UI', step.studyInstanceUid),
    element(0x00321032, 'PN', toNameText(step.requestingPhysician)),
    element(0x00321033, 'LO', step.requestingService),
    element(0x00321060, 'LO', step.requestedProcedureDescription),
    sequence(
      0x00321064,
      step.requestedProcedureCode === null ? [] : [toCodeItem(step.requestedProcedureCode)],
    ),
    element(0x00401001, 'SH', step.requestedProcedureId),
    element(0x00401002, 'LO', step.reason),
    element(0x00401003, 'SH', PRIORITY_TERMS[step.priority]),
    element(0x00401004, 'LO', ''), // Patient Transport Arrangements
    element(0x00402016, 'LO', step.placerOrderNumber),
    element(0x00402017, 'LO', step.fillerOrderNumber),
    sequence(0x00081110, []),
  ];
}

function toStepItem(step: ScheduledStep, anyStationAeTitle: string): WritableElement[] {
  const stations = step.stationAeTitles.length > 0 ? step.stationAeTitles : [anyStationAeTitle];
  return [
    element(0x00080060, 'CS', step.modality),
    element(0x00321070, 'LO', step.contrastAgent),
    element(0x00400001, 'AE', stations.join('\\')),
    element(0x00400002, 'DA', toDa(step.startDate)),
    element(0x00400003, 'TM', step.startTime.replaceAll(':', '')),
    element(0x00400006, 'PN', toNameText(step.performingPhysician)),
    element(0x00400007, 'LO', step.stepDescription),
    sequence(0x00400008, step.protocolCodes.map(toCodeItem)),
    element(0x00400009, 'SH', step.stepId),
    element(0x00400010, 'SH', step.stationName),
    element(0x00400011, 'SH', step.stepLocation),
    element(0x00400012, 'LO', step.preMedication),
    element(0x00400020, 'CS', STATUS_TERMS[step.status]),
    element(0x00400400, 'LT', step.stepComments),
  ];
}

function toCodeItem(code: CodedEntry): WritableElement[] {
  return [
    element(0x00080100, 'SH', code.value),
    element(0x00080102, 'SH', code.scheme),
    element(0x00080103, 'SH', ''), // Coding Scheme Version
    element(0x00080104, 'LO', code.meaning),
  ];
}

/** Groups with `=` between them, without empty ones at the end (PS3.5 section 6.2.1). */
export function toNameText({ alphabetic, ideographic, phonetic }: PersonName): string {
  return [alphabetic, ideographic, phonetic].join('=').replace(/=+$/, '');
}

/** `20261124` */
function toDa(isoDate: string | null): string {
  return isoDate === null ? '' : isoDate.replaceAll('-', '');
}

function toDs(value: number | null): string {
  return value === null ? '' : String(value);
}
