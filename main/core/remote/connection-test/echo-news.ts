import { z } from 'zod';

/** What the worker is told. It calls a relay of ours on loopback. */
export const echoCallSchema = z.object({
  port: z.int(),
  callingAeTitle: z.string(),
  calledAeTitle: z.string(),
});
export type EchoCall = z.output<typeof echoCallSchema>;

/** What the worker tells. */
export const echoNewsSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('accepted'), contextCount: z.int() }),
  z.object({ event: z.literal('rejected') }),
  /** DIMSE status of the C-ECHO-RSP. */
  z.object({ event: z.literal('echo'), status: z.int() }),
  z.object({ event: z.literal('released') }),
  z.object({ event: z.literal('error'), message: z.string() }),
  z.object({ event: z.literal('closed') }),
]);
export type EchoNews = z.output<typeof echoNewsSchema>;
