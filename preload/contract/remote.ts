import { z } from 'zod';
import { personNameSchema } from './study.ts';

const uid = z.string().min(1).max(128);
const nodeName = z.string().min(1).max(64);
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .nullable();

const testReportSchema = z.object({
  steps: z.array(
    z.object({
      name: z.enum(['address', 'port', 'encryption', 'dicom', 'acceptance', 'echo']),
      result: z.enum(['done', 'failed', 'not-tried']),
      detail: z.string(),
      /** In the words of the standard, such as `A-ASSOCIATE-RJ result 1, source 1, reason 3`; may be empty. */
      technical: z.string(),
      durationMs: z.number().nullable(),
    }),
  ),
  /** Null when all is well. */
  finding: z
    .object({
      kind: z.string(),
      /** First the fact, then cause and deed. */
      title: z.string(),
      detail: z.string(),
      /** On whose side something has to change. */
      side: z.enum(['theirs', 'ours', 'between', 'unclear']),
    })
    .nullable(),
  /** For whoever looks after the other side. */
  messageForThem: z.string().nullable(),
});
export type TestReportView = z.output<typeof testReportSchema>;

const remoteStudySchema = z.object({
  nodeName: z.string(),
  studyInstanceUid: z.string(),
  patientName: personNameSchema,
  patientId: z.string(),
  /** `YYYY-MM-DD`, or null. */
  patientBirthDate: z.string().nullable(),
  patientSex: z.string(),
  accessionNumber: z.string(),
  studyDate: z.string().nullable(),
  /** `HH:MM:SS`, or null. */
  studyTime: z.string().nullable(),
  studyDescription: z.string(),
  modalities: z.array(z.string()),
  /** Null where the station does not say. */
  seriesCount: z.int().nullable(),
  instanceCount: z.int().nullable(),
  /** Images of it that are here already. */
  hereCount: z.int(),
});

const askedNodeSchema = z.object({
  name: z.string(),
  state: z.enum(['asking', 'done', 'failed', 'cancelled']),
  /** Plain words: why it failed, or that there is more than is shown. */
  message: z.string(),
  count: z.int(),
});

const remoteSeriesSchema = z.object({
  seriesInstanceUid: z.string(),
  modality: z.string(),
  seriesNumber: z.int().nullable(),
  seriesDescription: z.string(),
  bodyPartExamined: z.string(),
  instanceCount: z.int().nullable(),
});

const remoteJobSchema = z.object({
  jobKey: z.int(),
  kind: z.enum(['retrieve', 'send']),
  nodeName: z.string(),
  studyInstanceUid: z.string(),
  /** Null: the whole study. */
  seriesInstanceUid: z.string().nullable(),
  /** Who and what it is about. */
  label: z.string(),
  /** `failed` rests until a person resumes it; `waiting` goes on by itself at `runAfterMs`. */
  state: z.enum(['waiting', 'running', 'paused', 'done', 'failed', 'cancelled']),
  attempts: z.int(),
  runAfterMs: z.number(),
  doneCount: z.int(),
  failedCount: z.int(),
  /** Null while it is not known. */
  remainingCount: z.int().nullable(),
  /** Plain words; empty while there is nothing to say. */
  message: z.string(),
  requestedBy: z.string(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
});
export type RemoteJobRow = z.output<typeof remoteJobSchema>;

const transferInput = z.object({
  nodeName,
  studyInstanceUid: uid,
  seriesInstanceUid: uid.nullable().default(null),
  label: z.string().max(256).default(''),
});
const jobInput = z.object({ jobKey: z.int() });

export const remoteCommands = {
  /** Stations that can be asked and sent to. */
  'remote.nodes': {
    permission: 'remote.read',
    input: z.object({}),
    output: z.array(
      z.object({
        name: z.string(),
        aeTitle: z.string(),
        host: z.string(),
        port: z.int(),
        isEncrypted: z.boolean(),
      }),
    ),
  },
  /** Calls a station with an independent client. Takes up to half a minute. */
  'remote.test': { permission: 'remote.test', input: z.object({ nodeName }), output: testReportSchema },
  /** The same for our own port, through each address of this PC. */
  'remote.testListener': {
    permission: 'remote.test',
    input: z.object({}),
    output: z.object({
      reports: z.array(z.object({ address: z.string(), report: testReportSchema })),
      /** Plain words on what keeps others out, or may. */
      remarks: z.array(z.string()),
    }),
  },
  /** Asks several stations at one time. The answers are kept in the core: ask for them by the id. */
  'remote.search.start': {
    permission: 'remote.read',
    input: z.object({
      nodeNames: z.array(nodeName).min(1).max(50),
      patientName: z.string().max(200).default(''),
      patientId: z.string().max(64).default(''),
      accessionNumber: z.string().max(64).default(''),
      fromDate: date.default(null),
      toDate: date.default(null),
      modality: z.string().max(16).default(''),
    }),
    output: z.object({ searchId: z.int() }),
  },
  /** Ask again after `remote.search.changed`. */
  'remote.search.page': {
    permission: 'remote.read',
    input: z.object({
      searchId: z.int(),
      from: z.int().min(0).default(0),
      limit: z.int().min(1).max(1_000).default(500),
    }),
    output: z.object({
      nodes: z.array(askedNodeSchema),
      /** In the order in which they came. */
      studies: z.array(remoteStudySchema),
      totalCount: z.int(),
      sequence: z.int(),
    }),
  },
  'remote.search.cancel': {
    permission: 'remote.read',
    input: z.object({ searchId: z.int() }),
    output: z.object({}),
  },
  'remote.series': {
    permission: 'remote.read',
    input: z.object({ nodeName, studyInstanceUid: uid }),
    output: z.array(remoteSeriesSchema),
  },
  /** Fetches a study or a series; an open job for the same is given instead of a second one. */
  'remote.retrieve': { permission: 'remote.transfer', input: transferInput, output: remoteJobSchema },
  'remote.send': { permission: 'remote.transfer', input: transferInput, output: remoteJobSchema },
  /** The newest first. Ask again after `remote.jobs.changed`. */
  'remote.jobs.list': {
    permission: 'remote.read',
    input: z.object({ limit: z.int().min(1).max(1_000).default(200) }),
    output: z.object({ jobs: z.array(remoteJobSchema), sequence: z.int() }),
  },
  'remote.jobs.pause': { permission: 'remote.transfer', input: jobInput, output: remoteJobSchema },
  'remote.jobs.cancel': { permission: 'remote.transfer', input: jobInput, output: remoteJobSchema },
  /** Also begins anew what was given up or cancelled. */
  'remote.jobs.resume': { permission: 'remote.transfer', input: jobInput, output: remoteJobSchema },
  /** Takes what is done, given up or cancelled out of the list. */
  'remote.jobs.remove': { permission: 'remote.transfer', input: jobInput, output: z.object({}) },
} as const;
