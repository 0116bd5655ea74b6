import { z } from 'zod';
import { personNameSchema, studyPrioritySchema, studyStatusSchema } from './study.ts';

export const stepStatusSchema = z.enum(['scheduled', 'arrived', 'in-progress', 'completed', 'discontinued']);
export type StepStatus = z.output<typeof stepStatusSchema>;

export const codedEntrySchema = z.object({
  value: z.string().max(64),
  scheme: z.string().max(64),
  meaning: z.string().max(256),
});

const text = z.string().max(256);
const longText = z.string().max(20_000);
const name = personNameSchema;
const positive = z.number().nullable();

/** What is to be done, to whom, where and when. Meaning and limits stand in `main/core/catalog/station-procedures-model.ts`. */
export const stepOrderSchema = z.object({
  patientName: name,
  patientId: text,
  issuerOfPatientId: text,
  /** `YYYY-MM-DD`, or null. */
  patientBirthDate: text.nullable(),
  patientSex: text,
  patientWeightKg: positive,
  patientSizeM: positive,
  allergies: text,
  medicalAlerts: text,
  /** 1 not pregnant, 2 possibly, 3 pregnant, 4 not known. */
  pregnancyStatus: positive,
  specialNeeds: text,
  patientState: text,
  patientComments: longText,
  admissionId: text,
  patientLocation: text,
  accessionNumber: text,
  placerOrderNumber: text,
  fillerOrderNumber: text,
  referringPhysician: name,
  requestingPhysician: name,
  requestingService: text,
  requestedProcedureId: text,
  requestedProcedureDescription: text,
  requestedProcedureCode: codedEntrySchema.nullable(),
  reason: text,
  priority: studyPrioritySchema,
  /** Empty: made by the core. */
  studyInstanceUid: text,
  /** Empty: made by the core. */
  stepId: text,
  stepDescription: text,
  protocolCodes: z.array(codedEntrySchema).max(20),
  modality: text,
  /** Empty: any device of that modality. */
  stationAeTitles: z.array(text).max(20),
  stationName: text,
  stepLocation: text,
  performingPhysician: name,
  /** `YYYY-MM-DD` */
  startDate: text,
  /** `HH:MM:SS` */
  startTime: text,
  preMedication: text,
  contrastAgent: text,
  stepComments: longText,
  expectedImageCount: positive,
});
export type StepOrder = z.output<typeof stepOrderSchema>;

export const procedureRowSchema = z.object({
  stepKey: z.int(),
  status: stepStatusSchema,
  source: z.enum(['person', 'csv', 'hl7']),
  order: stepOrderSchema,
  /** What came for it; null while nothing came. */
  study: z
    .object({
      studyInstanceUid: z.string(),
      instanceCount: z.int(),
      expectedCount: z.int().nullable(),
      status: studyStatusSchema,
      lastReceivedAtMs: z.number(),
    })
    .nullable(),
  /** What does not agree between the order and what came, in plain words. Nothing was changed. */
  remarks: z.array(z.string()),
});
export type ProcedureRow = z.output<typeof procedureRowSchema>;

/** The line to the clinic's information system. */
export const hl7StateSchema = z.object({
  /** Null while nothing listens. */
  port: z.int().nullable(),
  /** Why nothing listens although it should. */
  problem: z.string().nullable(),
  accepted: z.int(),
  refused: z.int(),
  lastMessageAtMs: z.number().nullable(),
  lastRefusal: z.object({ atMs: z.number(), words: z.string() }).nullable(),
});
export type Hl7State = z.output<typeof hl7StateSchema>;

/** Either the step as it is now, or what is wrong with each field. */
export const stepWrittenSchema = z.object({
  row: procedureRowSchema.nullable(),
  mistakes: z.array(z.object({ field: z.string(), message: z.string() })),
});
export type StepWritten = z.output<typeof stepWrittenSchema>;

export const csvEncodingSchema = z.enum([
  'auto',
  'utf-8',
  'windows-1252',
  'iso-8859-2',
  'windows-1251',
  'iso-8859-7',
  'shift_jis',
  'euc-kr',
  'gb18030',
]);
export type CsvEncoding = z.output<typeof csvEncodingSchema>;

const csvInput = z.object({
  /** The file, base64. */
  content: z.string().max(900_000),
  encoding: csvEncodingSchema.default('auto'),
});

export const csvPreviewSchema = z.object({
  /** Why the file as a whole cannot be read; null when it can. */
  fault: z.string().nullable(),
  encoding: z.string(),
  ignoredColumns: z.array(z.string()),
  rows: z.array(
    z.object({
      /** Of the file, from 1. */
      line: z.int(),
      /** As far as it could be read. */
      patientName: personNameSchema,
      patientId: z.string(),
      modality: z.string(),
      startDate: z.string(),
      startTime: z.string(),
      stepDescription: z.string(),
      /** Empty for a row that can be imported. */
      mistakes: z.array(z.string()),
    }),
  ),
});
export type CsvPreview = z.output<typeof csvPreviewSchema>;

export const csvColumnSchema = z.object({
  name: z.string(),
  isRequired: z.boolean(),
  explanation: z.string(),
});
export type CsvColumn = z.output<typeof csvColumnSchema>;

/** Commands of the scheduled steps; part of `commands`. */
export const procedureCommands = {
  /** Steps of some days, by day and time. */
  'procedures.list': {
    permission: 'procedure.read',
    input: z.object({
      /** `YYYY-MM-DD`, in the clinic's time; null where it is open. */
      fromDate: z.string().max(10).nullable().default(null),
      toDate: z.string().max(10).nullable().default(null),
      isOpenOnly: z.boolean().default(false),
      text: z.string().max(256).default(''),
      limit: z.int().min(1).max(5_000).default(1_000),
    }),
    output: z.object({
      steps: z.array(procedureRowSchema),
      matchingCount: z.int(),
      hl7: hl7StateSchema,
      /** Events up to this sequence number are contained in the answer. */
      sequence: z.int(),
    }),
  },
  'procedures.create': {
    permission: 'procedure.write',
    input: z.object({ order: stepOrderSchema }),
    output: stepWrittenSchema,
  },
  'procedures.update': {
    permission: 'procedure.write',
    input: z.object({ stepKey: z.int(), order: stepOrderSchema }),
    output: stepWrittenSchema,
  },
  'procedures.setStatus': {
    permission: 'procedure.write',
    input: z.object({ stepKey: z.int(), status: stepStatusSchema }),
    output: procedureRowSchema,
  },
  'procedures.remove': {
    permission: 'procedure.write',
    input: z.object({ stepKey: z.int() }),
    output: z.object({}),
  },
  /** Reads a list and says at each row what is wrong with it; changes nothing. */
  'procedures.previewCsv': { permission: 'procedure.write', input: csvInput, output: csvPreviewSchema },
  /** Schedules the rows without a mistake. */
  'procedures.importCsv': {
    permission: 'procedure.write',
    input: csvInput,
    output: z.object({ importedCount: z.int(), skippedCount: z.int() }),
  },
  'procedures.csvColumns': {
    permission: 'procedure.read',
    input: z.object({}),
    output: z.array(csvColumnSchema),
  },
} as const;
