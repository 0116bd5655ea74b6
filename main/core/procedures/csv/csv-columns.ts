import type { CodedEntry, StepOrder, StepPriority } from '../../catalog/station-procedures-model.ts';
import { toPersonName } from '../../dicom/attribute-reader.ts';
import { toIsoDate, toIsoTime } from '../../dicom/dates.ts';
import { err, ok, type Result } from '../../shared/result.ts';

type OrderPart = Partial<StepOrder>;

/** One column of the file: what it is called, what goes into it, and how it is read. */
export interface CsvColumn {
  readonly name: string;
  readonly isRequired: boolean;
  readonly explanation: string;
  /** @returns the part of the order, or what is wrong with the text */
  readonly read: (text: string, soFar: OrderPart) => Result<OrderPart, string>;
}

const text =
  (field: { [K in keyof StepOrder]: StepOrder[K] extends string ? K : never }[keyof StepOrder]) =>
  (value: string): Result<OrderPart, string> =>
    ok({ [field]: value });

const person =
  (field: 'referringPhysician' | 'requestingPhysician' | 'performingPhysician') =>
  (value: string): Result<OrderPart, string> =>
    ok({ [field]: toPersonName(toNameText(value)) });

const nameGroup =
  (group: 'ideographic' | 'phonetic') =>
  (value: string, soFar: OrderPart): Result<OrderPart, string> =>
    ok({ patientName: { ...(soFar.patientName ?? toPersonName('')), [group]: toNameText(value) } });

const number =
  (field: 'patientWeightKg' | 'patientSizeM' | 'pregnancyStatus' | 'expectedImageCount') =>
  (value: string): Result<OrderPart, string> => {
    const read = Number(value.replace(',', '.'));
    return Number.isFinite(read) ? ok({ [field]: read }) : err('is no number.');
  };

const column = (
  name: string,
  explanation: string,
  read: CsvColumn['read'],
  isRequired = false,
): CsvColumn => ({ name, explanation, read, isRequired });

/** In the order in which a person would write them. */
export const CSV_COLUMNS: readonly CsvColumn[] = [
  column('patient_id', 'ID of the patient', text('patientId'), true),
  column(
    'patient_name',
    'Family^Given, or Family, Given',
    (value, soFar) =>
      ok({ patientName: { ...(soFar.patientName ?? toPersonName('')), alphabetic: toNameText(value) } }),
    true,
  ),
  column('modality', 'CT, MR, DX, US, …', (value) => ok({ modality: value.toUpperCase() }), true),
  column('start_date', '2026-11-24, 20261124 or 24.11.2026', readStartDate, true),
  column('start_time', '14:30 or 1430', readStartTime, true),
  column('station_ae_title', 'AE title of the device, several with ; between; empty: any', readAeTitles),
  column('accession_number', 'At most 16 characters', text('accessionNumber')),
  column('procedure', 'What was ordered', text('requestedProcedureDescription')),
  column('procedure_id', 'Requested Procedure ID; made here when empty', text('requestedProcedureId')),
  column('procedure_code', 'value|scheme|meaning', readProcedureCode),
  column('step', 'What this step is; the procedure when empty', text('stepDescription')),
  column('step_id', 'Scheduled Procedure Step ID; made here when empty', text('stepId')),
  column('protocol_code', 'value|scheme|meaning, several with ; between', readProtocolCodes),
  column('priority', 'stat, urgent or routine', readPriority),
  column('birth_date', 'As start_date', readBirthDate),
  column('sex', 'M, F or O', (value) => ok({ patientSex: value.toUpperCase() })),
  column('weight_kg', '72.5', number('patientWeightKg')),
  column('height_m', '1.78', number('patientSizeM')),
  column('patient_name_ideographic', 'Name in ideographs', nameGroup('ideographic')),
  column('patient_name_phonetic', 'Name as it is spoken', nameGroup('phonetic')),
  column('patient_id_issuer', 'Who issued the patient ID', text('issuerOfPatientId')),
  column('allergies', 'Allergies', text('allergies')),
  column('medical_alerts', 'What the technologist must know', text('medicalAlerts')),
  column('pregnancy', '1 no, 2 possibly, 3 yes, 4 not known', number('pregnancyStatus')),
  column('admission_id', 'ID of the stay', text('admissionId')),
  column('location', 'Where the patient is', text('patientLocation')),
  column('referring_physician', 'Family^Given', person('referringPhysician')),
  column('requesting_physician', 'Family^Given', person('requestingPhysician')),
  column('performing_physician', 'Family^Given', person('performingPhysician')),
  column('reason', 'Reason for the examination', text('reason')),
  column('room', 'At most 16 characters', text('stepLocation')),
  column('contrast_agent', 'Contrast agent', text('contrastAgent')),
  column('remarks', 'Remarks on the step', text('stepComments')),
  column('expected_images', 'How many images it will give', number('expectedImageCount')),
  column('study_instance_uid', 'Made here when empty', text('studyInstanceUid')),
];

function toNameText(value: string): string {
  return value.includes('^') ? value : value.replace(/\s*,\s*/, '^');
}

function readDate(value: string): string | null {
  const [, day = '', month = '', year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value) ?? [];
  return toIsoDate(year === undefined ? value : `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`);
}

function readStartDate(value: string): Result<OrderPart, string> {
  const startDate = readDate(value);
  return startDate === null ? err('is no date: write 2026-11-24.') : ok({ startDate });
}

function readBirthDate(value: string): Result<OrderPart, string> {
  const patientBirthDate = readDate(value);
  return patientBirthDate === null ? err('is no date: write 1968-03-12.') : ok({ patientBirthDate });
}

function readStartTime(value: string): Result<OrderPart, string> {
  const startTime = toIsoTime(value.replace(/^(\d):/, '0$1:'));
  return startTime === null ? err('is no time of day: write 14:30.') : ok({ startTime });
}

function readAeTitles(value: string): Result<OrderPart, string> {
  return ok({ stationAeTitles: toParts(value) });
}

function readProcedureCode(value: string): Result<OrderPart, string> {
  const requestedProcedureCode = toCode(value);
  return requestedProcedureCode === null
    ? err('is not value|scheme|meaning.')
    : ok({ requestedProcedureCode });
}

function readProtocolCodes(value: string): Result<OrderPart, string> {
  const codes = toParts(value).map(toCode);
  const protocolCodes = codes.filter((code) => code !== null);
  return protocolCodes.length < codes.length ? err('is not value|scheme|meaning.') : ok({ protocolCodes });
}

const PRIORITIES: Readonly<Record<string, StepPriority>> = {
  stat: 'stat',
  urgent: 'urgent',
  high: 'urgent',
  routine: 'routine',
  medium: 'routine',
  low: 'routine',
};

function readPriority(value: string): Result<OrderPart, string> {
  const priority = PRIORITIES[value.toLowerCase()];
  return priority === undefined ? err('is stat, urgent or routine.') : ok({ priority });
}

function toParts(value: string): string[] {
  return value
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toCode(value: string): CodedEntry | null {
  const [code = '', scheme = '', meaning = '', ...rest] = value.split('|').map((part) => part.trim());
  return code === '' || rest.length > 0 ? null : { value: code, scheme, meaning };
}
