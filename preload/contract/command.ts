import { z } from 'zod';
import { certificateCommands } from './certificates.ts';
import { deviceCommands } from './devices.ts';
import { procedureCommands } from './procedures.ts';
import { qualityCommands } from './quality.ts';
import { remoteCommands } from './remote.ts';
import { stationInfoSchema } from './station.ts';
import { seriesRowSchema, studyRowSchema, studyStatusSchema, unfiledRowSchema } from './study.ts';

/** What an actor may be allowed to do. Every command names one; an actor without it is refused. */
export const permissionSchema = z.enum([
  'station.read',
  'worklist.read',
  'study.read',
  'study.set-status',
  'notice.dismiss',
  'procedure.read',
  'procedure.write',
  'device.read',
  'device.write',
  'remote.read',
  'remote.test',
  'remote.transfer',
  'quality.read',
  'quality.review',
]);
export type Permission = z.output<typeof permissionSchema>;

export interface CommandSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly permission: Permission;
  readonly input: I;
  readonly output: O;
}

export const worklistSortSchema = z.object({
  column: z.enum(['priority', 'patient', 'patientId', 'modality', 'study', 'images', 'status', 'arrived']),
  direction: z.enum(['ascending', 'descending']),
});
export type WorklistSort = z.output<typeof worklistSortSchema>;

export const albumSchema = z.enum(['all', 'since-yesterday', 'to-read', 'arriving']);
export type Album = z.output<typeof albumSchema>;

/** Every command the renderer may send. Add here first; both sides then fail to compile. */
export const commands = {
  ...procedureCommands,
  ...deviceCommands,
  ...certificateCommands,
  ...remoteCommands,
  ...qualityCommands,
  /** State of the station. Ask again after a reconnect. */
  'station.info': { permission: 'station.read', input: z.object({}), output: stationInfoSchema },
  /** The DICOM conformance statement of this build as it is set, in Markdown. */
  'station.conformance': {
    permission: 'station.read',
    input: z.object({}),
    output: z.object({ markdown: z.string() }),
  },
  'notice.dismiss': {
    permission: 'notice.dismiss',
    input: z.object({ key: z.string() }),
    output: z.object({}),
  },
  /** Studies that match `text` (words over names in all groups, IDs, descriptions, accession numbers; folded) in an album. */
  'worklist.list': {
    permission: 'worklist.read',
    input: z.object({
      text: z.string().max(256).default(''),
      album: albumSchema.default('all'),
      /** Null: arriving first, then by day; inside a day STAT, urgent, then time. */
      sort: worklistSortSchema.nullable().default(null),
      /** Start of yesterday in the viewer's time zone; Unix time. Only used by album `since-yesterday`. */
      sinceMs: z.number().default(0),
      limit: z.int().min(1).max(5_000).default(2_000),
    }),
    output: z.object({
      studies: z.array(studyRowSchema),
      /** Studies that match, whether or not they fit in `limit`. */
      matchingCount: z.int(),
      totalCount: z.int(),
      albumCounts: z.record(albumSchema, z.int()),
      unfiledCount: z.int(),
      /** Events up to this sequence number are contained in the answer. */
      sequence: z.int(),
    }),
  },
  'unfiled.list': {
    permission: 'worklist.read',
    input: z.object({ limit: z.int().min(1).max(5_000).default(500) }),
    output: z.array(unfiledRowSchema),
  },
  /** A study with its series and instances in display order. Opening is written to the access log. */
  'study.open': {
    permission: 'study.read',
    input: z.object({ studyInstanceUid: z.string().min(1).max(128) }),
    output: z.object({ study: studyRowSchema, series: z.array(seriesRowSchema) }),
  },
  /** The same without the entry in the access log, for the preview and for refreshing an open study. */
  'study.get': {
    permission: 'worklist.read',
    input: z.object({ studyInstanceUid: z.string().min(1).max(128) }),
    output: z.object({ study: studyRowSchema, series: z.array(seriesRowSchema) }),
  },
  'study.setStatus': {
    permission: 'study.set-status',
    input: z.object({ studyInstanceUid: z.string().min(1).max(128), status: studyStatusSchema }),
    output: studyRowSchema,
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>;

export const apiErrorSchema = z.object({
  code: z.enum([
    'not-found',
    'invalid-argument',
    'denied',
    'not-allowed-now',
    'busy',
    'storage-full',
    'internal',
  ]),
  /** Safe to show: no patient data, no file path. */
  message: z.string(),
});
export type ApiError = z.output<typeof apiErrorSchema>;

export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ApiError };
