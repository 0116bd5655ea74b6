import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import { requestFrameSchema, type CoreFrame } from '../../../preload/contract/transport.ts';
import type { Reply } from '../../../preload/contract/command.ts';
import type { FramePort } from './service-port.ts';

export interface FrameLineParts {
  readonly run: (command: string, input: unknown) => Promise<Reply<unknown>>;
  readonly subscribe: (listener: (event: WorkstationEvent) => void) => () => void;
}

/** Serves one window: answers its requests and tells it what happens, until its port closes. */
export function serveFrames(port: FramePort, parts: FrameLineParts): void {
  const post = (frame: CoreFrame) => {
    port.post(frame);
  };
  const leave = parts.subscribe((event) => {
    post({ kind: 'event', event });
  });
  port.onClose(leave);
  port.onMessage((raw) => {
    const request = requestFrameSchema.safeParse(raw);
    if (!request.success) return; // no id to answer to
    const { id, command, input } = request.data;
    void parts.run(command, input).then((reply) => {
      post({ kind: 'reply', id, reply });
    });
  });
}
