import { z } from 'zod';
import { apiErrorSchema } from './command.ts';
import { workstationEventSchema } from './event.ts';

/** From a window to the core. `input` is checked against the command's own schema by the core. */
export const requestFrameSchema = z.object({
  kind: z.literal('request'),
  id: z.int(),
  command: z.string(),
  input: z.unknown(),
});
export type RequestFrame = z.output<typeof requestFrameSchema>;

/** From the core to a window. `value` is checked against the command's own schema by the window. */
export const coreFrameSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reply'),
    id: z.int(),
    reply: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: apiErrorSchema }),
    ]),
  }),
  z.object({ kind: z.literal('event'), event: workstationEventSchema }),
]);
export type CoreFrame = z.output<typeof coreFrameSchema>;

/** State of the line between a window and the core. `detail` is plain words for the person in front of it. */
export const lineStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting'), detail: z.string() }),
  z.object({ state: z.literal('open') }),
  /** The core stopped and is being started again. */
  z.object({ state: z.literal('restarting'), detail: z.string(), retryInMs: z.number() }),
  /** Given up: a person has to act. */
  z.object({ state: z.literal('failed'), detail: z.string(), logPath: z.string().nullable() }),
]);
export type LineState = z.output<typeof lineStateSchema>;

/**
 * Carries frames between a window and the core: a message port behind `window.buckyBridge` on the desktop, a WebSocket
 * at `/api/v1/socket` in a browser. Frames are plain objects on the port and JSON text on the socket.
 */
export interface Transport {
  send(frame: RequestFrame): void;
  /** Listeners get unchecked data; the client validates it. @returns a function that stops listening */
  onFrame(listener: (frame: unknown) => void): () => void;
  /** Called at once with the present state, then on each change. @returns a function that stops listening */
  onLineState(listener: (state: LineState) => void): () => void;
}

/** What the Electron preload puts on `window.buckyBridge`. Absent in a browser. */
export interface BuckyBridge extends Transport {
  readonly platform: 'linux' | 'win32' | 'darwin';
  /** Title bar buttons of the frameless window. */
  windowControl(action: 'minimize' | 'toggle-maximize' | 'close'): void;
}
