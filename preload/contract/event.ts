import { z } from 'zod';
import { noticeSchema, receptionSchema } from './station.ts';
import { studyRowSchema } from './study.ts';

/**
 * What has happened, with a rising `sequence`. A window that sees a gap asks for the state again; no event is ever
 * needed to make work happen. Rows of one study are sent at most four times a second, the newest state winning.
 */
export const workstationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('studies.changed'), sequence: z.int(), studies: z.array(studyRowSchema) }),
  z.object({ type: z.literal('reception.changed'), sequence: z.int(), reception: receptionSchema }),
  z.object({ type: z.literal('notices.changed'), sequence: z.int(), notices: z.array(noticeSchema) }),
  /** Scheduled steps, what came for them, or the HL7 line changed: ask `procedures.list` again. */
  z.object({ type: z.literal('procedures.changed'), sequence: z.int() }),
  /** Known devices, the inbox of unknown callers or the rules for them changed: ask `devices.list` again. */
  z.object({ type: z.literal('devices.changed'), sequence: z.int() }),
  /** Answers came, or a station is through: ask `remote.search.page` again. */
  z.object({ type: z.literal('remote.search.changed'), sequence: z.int(), searchId: z.int() }),
  /** Jobs that fetch and send: ask `remote.jobs.list` again. */
  z.object({ type: z.literal('remote.jobs.changed'), sequence: z.int() }),
  /** Verdicts or reviews of these studies changed: ask `quality.study`, `quality.tasks`, `quality.room` again. */
  z.object({ type: z.literal('quality.changed'), sequence: z.int(), studyInstanceUids: z.array(z.string()) }),
  /** Counts, disk or addresses changed: ask `station.info` again. */
  z.object({ type: z.literal('station.changed'), sequence: z.int() }),
]);
export type WorkstationEvent = z.output<typeof workstationEventSchema>;
