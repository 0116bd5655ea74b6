import { z } from 'zod';

/** The line that a listening core prints on standard output and posts to the process that started it. */
export const readyMessageSchema = z.object({
  event: z.literal('ready'),
  aeTitle: z.string(),
  dicomPort: z.int(),
  /** 0 when HTTP is served on a socket path only. */
  httpPort: z.int(),
  /** Bearer token for HTTP and WebSocket. */
  token: z.string(),
  dataDir: z.string(),
  pid: z.int(),
});
export type ReadyMessage = z.output<typeof readyMessageSchema>;

/** From the core to its supervisor. */
export const fromCoreSchema = z.discriminatedUnion('event', [
  readyMessageSchema,
  /** The core cannot run and says why in plain words (data folder in use, disk not local, catalog from the future). */
  z.object({ event: z.literal('cannot-start'), message: z.string(), isWorthRetrying: z.boolean() }),
]);
export type FromCore = z.output<typeof fromCoreSchema>;

/** From the supervisor to the core. `attach-window` comes with one transferred message port that carries contract frames. */
export const toCoreSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attach-window') }),
  z.object({ type: z.literal('stop') }),
]);
export type ToCore = z.output<typeof toCoreSchema>;
