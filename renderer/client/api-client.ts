import {
  commands,
  type ApiError,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type Reply,
} from '../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../preload/contract/event.ts';
import {
  coreFrameSchema,
  type CoreFrame,
  type LineState,
  type Transport,
} from '../../preload/contract/transport.ts';
import { Observable } from './observable.ts';
import { parseInSlices } from './parse-in-slices.ts';
import { createResync } from './resync.ts';

const DEFAULT_CALL_TIMEOUT_MS = 10_000;

interface CallOptions {
  readonly timeoutMs?: number;
}

/** What every part of the user interface sees of the core. */
export interface ApiClient {
  /**
   * Never rejects: a lost or silent core answers `busy`. A call made before the line is open waits for it, within
   * its own time limit.
   */
  call<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    options?: CallOptions,
  ): Promise<Reply<CommandOutput<N>>>;
  /** @returns a function that stops listening */
  subscribe(listener: (event: WorkstationEvent) => void): () => void;
  /** Events were missed or the line was lost and is back: whoever shows state asks for it again. */
  onResync(listener: () => void): () => void;
  readonly lineState: Pick<Observable<LineState>, 'get' | 'subscribe'>;
  close(): void;
}

interface WaitingCall {
  readonly name: CommandName;
  readonly input: unknown;
  readonly settle: (reply: Reply<unknown>) => void;
  isSent: boolean;
}

/** Carries the contract over a transport and checks everything that comes in with the contract's schemas. */
export function createApiClient(transport: Transport): ApiClient {
  const waiting = new Map<number, WaitingCall>();
  const listeners = new Set<(event: WorkstationEvent) => void>();
  const lineState = new Observable<LineState>({ state: 'connecting', detail: 'Connecting to the core.' });
  const resync = createResync();
  let nextId = 1;
  let lastSequence: number | null = null;
  let hasBeenOpen = false;

  const settle = (id: number, reply: Reply<unknown>) => {
    const call = waiting.get(id);
    waiting.delete(id);
    call?.settle(reply);
  };

  const sendWhenOpen = (id: number, call: WaitingCall) => {
    const line = lineState.get();
    if (line.state === 'failed') {
      settle(id, failure('busy', line.detail));
      return;
    }
    if (line.state !== 'open') return;
    call.isSent = true;
    try {
      transport.send({ kind: 'request', id, command: call.name, input: call.input });
    } catch {
      settle(id, failure('busy', 'The line to the core broke. Try again.'));
    }
  };

  const receiveEvent = (event: WorkstationEvent) => {
    const isGap = lastSequence !== null && event.sequence !== lastSequence + 1;
    lastSequence = event.sequence;
    for (const listener of [...listeners]) listener(event);
    if (isGap) resync.request();
  };

  const receiveReply = async (id: number, reply: Reply<unknown>) => {
    const name = waiting.get(id)?.name;
    if (name !== undefined) settle(id, await checkReply(name, reply)); // else it came too late
  };

  const receive = (frame: CoreFrame) => {
    if (frame.kind === 'event') receiveEvent(frame.event);
    else void receiveReply(frame.id, frame.reply);
  };

  const leaveFrames = transport.onFrame((raw) => {
    const frame = coreFrameSchema.safeParse(raw);
    if (frame.success) receive(frame.data);
    else resync.request(); // it may have been an event that we now do not know of
  });

  const changeLine = (next: LineState) => {
    const wasOpen = lineState.get().state === 'open';
    lineState.set(next);
    if (next.state === 'open') {
      lastSequence = null; // a restarted core counts from the beginning
      for (const [id, call] of [...waiting]) if (!call.isSent) sendWhenOpen(id, call);
      if (hasBeenOpen && !wasOpen) resync.request();
      hasBeenOpen = true;
      return;
    }
    for (const [id, call] of [...waiting]) {
      if (call.isSent) settle(id, failure('busy', 'The core stopped before it answered.'));
      else if (next.state === 'failed') settle(id, failure('busy', next.detail));
    }
  };
  const leaveLine = transport.onLineState(changeLine);

  return {
    call: (name, input, options) =>
      new Promise((resolve) => {
        const id = nextId++;
        const timeoutMs = options?.timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS;
        const timer = setTimeout(() => {
          settle(id, failure('busy', `The core did not answer within ${Math.round(timeoutMs / 1000)} s.`));
        }, timeoutMs);
        const call: WaitingCall = {
          name,
          input,
          isSent: false,
          settle: (reply) => {
            clearTimeout(timer);
            resolve(reply as Reply<CommandOutput<typeof name>>); // checked by checkReply with this command's schema
          },
        };
        waiting.set(id, call);
        sendWhenOpen(id, call);
      }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    onResync: resync.subscribe,
    lineState,
    close: () => {
      leaveFrames();
      leaveLine();
      resync.close();
      for (const id of [...waiting.keys()]) settle(id, failure('busy', 'The window is closing.'));
    },
  };
}

async function checkReply(name: CommandName, reply: Reply<unknown>): Promise<Reply<unknown>> {
  if (!reply.ok) return reply;
  const parsed = await parseInSlices(commands[name].output, reply.value);
  if (parsed.ok) return parsed;
  return failure(
    'internal',
    'The answer of the core was not understood: window and core are of different versions. Restart Bucky.',
  );
}

function failure(code: ApiError['code'], message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}
