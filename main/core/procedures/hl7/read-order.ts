import type {
  CodedEntry,
  OrderedPatient,
  StepOrder,
  StepPriority,
} from '../../catalog/station-procedures-model.ts';
import { toIsoDate, toIsoTime } from '../../dicom/dates.ts';
import type { PersonName } from '../../dicom/instance-header.ts';
import type { Hl7Message, Hl7Segment } from './hl7-message.ts';

/** What ORC-1 asks for (HL7 Table 0119). */
export interface OrderRequest {
  readonly control: string;
  /** Only what the message says; the rest stays as it is, or empty for a new step. */
  readonly order: Partial<StepOrder>;
}

type Patch = { -readonly [K in keyof StepOrder]?: StepOrder[K] };

const MAX_SHORT = 16;
const MAX_LONG = 64;
const PRIORITIES: Readonly<Record<string, StepPriority>> = { S: 'stat', A: 'urgent', R: 'routine' };

/** One request for each group of ORC, OBR and what follows; for OMI one for each IPC of the group. */
export function readOrders(message: Hl7Message): readonly OrderRequest[] {
  const patient = readPatient(message);
  return groupsOf(message).flatMap(({ orc, segments }) => {
    const order = { ...patient, ...readGroup(orc, segments) };
    const steps = segments.filter(({ name }) => name === 'IPC');
    const control = orc.text(1).toUpperCase();
    if (steps.length === 0) return [{ control, order }];
    return steps.map((ipc) => ({ control, order: { ...order, ...readImagingStep(ipc) } }));
  });
}

/** PID, PV1, AL1 and OBX before the first order. */
export function readPatient(message: Hl7Message): Partial<OrderedPatient> {
  const find = (name: string) => message.segments.find((segment) => segment.name === name);
  const patient: Patch = {};
  const pid = find('PID');
  if (pid) readIdentity(pid, patient);
  const visit = find('PV1');
  if (visit) {
    set(patient, 'admissionId', visit.text(19));
    set(
      patient,
      'patientLocation',
      [1, 2, 3]
        .map((part) => visit.text(3, part))
        .filter(Boolean)
        .join(' '),
    );
    if (visit.text(15) === 'B6') patient.pregnancyStatus = 3; // HL7 Table 0009: pregnant
  }
  const allergies = message.segments
    .filter(({ name }) => name === 'AL1')
    .map((al1) => al1.text(3, 2) || al1.text(3));
  set(patient, 'allergies', allergies.filter(Boolean).join(', '));
  for (const obx of message.segments.filter(({ name }) => name === 'OBX')) readMeasure(obx, patient);
  return patient;
}

function readIdentity(pid: Hl7Segment, patient: Patch): void {
  set(patient, 'patientId', pid.text(3));
  set(patient, 'issuerOfPatientId', pid.text(3, 4));
  const name = readNames(pid);
  if (Object.values(name).some((group) => group !== '')) patient.patientName = name;
  const birthDate = toIsoDate(pid.text(7).slice(0, 8));
  if (birthDate !== null) patient.patientBirthDate = birthDate;
  const sex = pid.text(8).toUpperCase();
  if (/^[MFO]$/.test(sex)) patient.patientSex = sex;
}

/** PID-5 repeats for each script; XPN.8 says which: A alphabetic, I ideographic, P phonetic. */
function readNames(pid: Hl7Segment): PersonName {
  const name = { alphabetic: '', ideographic: '', phonetic: '' };
  for (let repetition = 1; repetition <= pid.repetitionCount(5); repetition += 1) {
    const part = (component: number) => pid.repetitionText(5, repetition, component);
    const text = joinName([part(1), part(2), part(3), part(5), part(4)]);
    const group = part(8) === 'I' ? 'ideographic' : part(8) === 'P' ? 'phonetic' : 'alphabetic';
    if (name[group] === '') name[group] = text;
  }
  return name;
}

/** LOINC codes of weight and height; units kg, g, cm, m. */
function readMeasure(obx: Hl7Segment, patient: Patch): void {
  const value = Number(obx.text(5));
  if (!Number.isFinite(value) || value <= 0) return;
  const unit = obx.text(6).toLowerCase();
  if (/^(3141-9|29463-7)$/.test(obx.text(3))) patient.patientWeightKg = unit === 'g' ? value / 1000 : value;
  if (/^(3137-7|8302-2)$/.test(obx.text(3))) patient.patientSizeM = unit === 'cm' ? value / 100 : value;
}

interface Group {
  readonly orc: Hl7Segment;
  readonly segments: readonly Hl7Segment[];
}

function groupsOf({ segments }: Hl7Message): readonly Group[] {
  const groups: { orc: Hl7Segment; segments: Hl7Segment[] }[] = [];
  for (const segment of segments) {
    if (segment.name === 'ORC') groups.push({ orc: segment, segments: [] });
    else groups.at(-1)?.segments.push(segment);
  }
  return groups;
}

/** The fields of the IHE Scheduled Workflow profile (RAD TF-2 section 4.4, Procedure Scheduled). */
function readGroup(orc: Hl7Segment, segments: readonly Hl7Segment[]): Patch {
  const order: Patch = {};
  const text = (name: string, field: number, component = 1) =>
    segments.find((segment) => segment.name === name)?.text(field, component) ?? '';
  set(order, 'placerOrderNumber', orc.text(2) || text('OBR', 2));
  set(order, 'fillerOrderNumber', orc.text(3) || text('OBR', 3));
  set(order, 'requestingService', cut(orc.text(17, 2) || orc.text(17)));
  setDoctor(order, orc, 12);
  const obr = segments.find(({ name }) => name === 'OBR');
  if (obr) readRequest(obr, order);
  setStart(order, [text('TQ1', 7), text('OBR', 27, 4), orc.text(7, 4), text('OBR', 36)]);
  setPriority(order, [text('TQ1', 9), text('OBR', 27, 6), orc.text(7, 6), text('OBR', 5)]);
  set(order, 'studyInstanceUid', text('ZDS', 1));
  return order;
}

function readRequest(obr: Hl7Segment, order: Patch): void {
  const procedure = toCode(obr, 4, 1);
  const protocol = toCode(obr, 4, 4);
  if (procedure) {
    order.requestedProcedureCode = procedure;
    set(order, 'requestedProcedureDescription', cut(procedure.meaning || procedure.value));
  }
  if (protocol) order.protocolCodes = [protocol];
  set(order, 'stepDescription', cut((protocol?.meaning ?? '') || (procedure?.meaning ?? '')));
  setDoctor(order, obr, 16);
  set(order, 'medicalAlerts', cut(obr.text(12, 2) || obr.text(12)));
  set(order, 'accessionNumber', obr.text(18));
  set(order, 'requestedProcedureId', obr.text(19));
  set(order, 'stepId', obr.text(20));
  set(order, 'modality', obr.text(24).toUpperCase());
  set(order, 'reason', cut(obr.text(31, 2) || obr.text(31)));
}

/** IPC of an OMI^O23 (HL7 v2.5 section 4.5.6). */
function readImagingStep(ipc: Hl7Segment): Patch {
  const order: Patch = {};
  set(order, 'accessionNumber', ipc.text(1));
  set(order, 'requestedProcedureId', ipc.text(2));
  set(order, 'studyInstanceUid', ipc.text(3));
  set(order, 'stepId', ipc.text(4));
  set(order, 'modality', ipc.text(5).toUpperCase());
  const protocol = toCode(ipc, 6, 1);
  if (protocol) {
    order.protocolCodes = [protocol];
    set(order, 'stepDescription', cut(protocol.meaning || protocol.value));
  }
  set(order, 'stationName', ipc.text(7).slice(0, MAX_SHORT));
  set(order, 'stepLocation', ipc.text(8).slice(0, MAX_SHORT));
  if (ipc.text(9) !== '') order.stationAeTitles = [ipc.text(9)];
  return order;
}

type TextField = { [F in keyof StepOrder]: StepOrder[F] extends string ? F : never }[keyof StepOrder];

/** What a message leaves empty is not said: it deletes nothing. */
function set(order: Patch, field: TextField, value: string): void {
  if (value !== '') Object.assign(order, { [field]: value });
}

/** XCN: ID, family, given, middle, suffix, prefix. */
function setDoctor(order: Patch, segment: Hl7Segment, at: number): void {
  const part = (component: number) => segment.text(at, component);
  const alphabetic = joinName([part(2), part(3), part(4), part(6), part(5)]);
  if (alphabetic !== '') order.requestingPhysician = { alphabetic, ideographic: '', phonetic: '' };
}

function setStart(order: Patch, candidates: readonly string[]): void {
  const start = candidates.find((text) => toIsoDate(text.slice(0, 8)) !== null) ?? '';
  const startDate = toIsoDate(start.slice(0, 8));
  if (startDate === null) return;
  order.startDate = startDate;
  order.startTime = toIsoTime(start.slice(8, 14)) ?? '00:00:00';
}

function setPriority(order: Patch, candidates: readonly string[]): void {
  const letter =
    candidates
      .find((text) => text !== '')
      ?.charAt(0)
      .toUpperCase() ?? '';
  const priority = PRIORITIES[letter];
  if (priority !== undefined) order.priority = priority;
}

function toCode(segment: Hl7Segment, field: number, firstComponent: number): CodedEntry | null {
  const value = segment.text(field, firstComponent);
  if (value === '') return null;
  const scheme = segment.text(field, firstComponent + 2) || 'L';
  return {
    value: value.slice(0, MAX_SHORT),
    meaning: cut(segment.text(field, firstComponent + 1)),
    scheme: scheme.slice(0, MAX_SHORT),
  };
}

/** Descriptions are for reading: a long one is cut, while a long ID is refused later. */
function cut(text: string): string {
  return text.slice(0, MAX_LONG);
}

function joinName(components: readonly string[]): string {
  return components
    .map((part) => part.replaceAll('^', ' '))
    .join('^')
    .replace(/\^+$/, '');
}
