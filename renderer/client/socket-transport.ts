import type { LineState, RequestFrame, Transport } from '../../preload/contract/transport.ts';
import { Observable } from './observable.ts';

/** Waiting time before each new attempt; the last one repeats. */
export const RETRY_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

const LOST = 'The core does not answer.';
const SIGNED_OUT =
  'This page is not signed in any more. Open the address that Bucky printed when it started: it carries the key to this page.';

export interface SocketParts {
  readonly url: string;
  readonly open: (url: string) => WebSocket;
  /** Asked after a refused attempt, because a browser does not tell a page why a WebSocket was refused. */
  readonly isSignedIn: () => Promise<boolean>;
}

export interface SocketTransport extends Transport {
  close(): void;
}

/** Frames as JSON text over a WebSocket, for the browser UI. Connects again by itself until it is closed. */
export function createSocketTransport(parts: SocketParts): SocketTransport {
  const frameListeners = new Set<(frame: unknown) => void>();
  const line = new Observable<LineState>({ state: 'connecting', detail: 'Connecting to the core.' });
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failedAttempts = 0;
  let isClosed = false;

  const retryLater = () => {
    const delayMs = RETRY_DELAYS_MS[Math.min(failedAttempts, RETRY_DELAYS_MS.length - 1)] ?? 15_000;
    failedAttempts += 1;
    line.set({ state: 'restarting', detail: LOST, retryInMs: delayMs });
    timer = setTimeout(connect, delayMs);
  };

  const lose = async (wasOpen: boolean) => {
    if (isClosed) return;
    if (!wasOpen && !(await parts.isSignedIn())) {
      line.set({ state: 'failed', detail: SIGNED_OUT, logPath: null });
      return;
    }
    retryLater();
  };

  function connect(): void {
    if (isClosed) return;
    let wasOpen = false;
    const opening = parts.open(parts.url);
    socket = opening;
    opening.addEventListener('open', () => {
      wasOpen = true;
      failedAttempts = 0;
      line.set({ state: 'open' });
    });
    opening.addEventListener('message', (message: MessageEvent<unknown>) => {
      const frame = parseJson(message.data);
      for (const listener of [...frameListeners]) listener(frame);
    });
    opening.addEventListener('close', () => void lose(wasOpen));
  }

  connect();
  return {
    send: (frame: RequestFrame) => {
      socket?.send(JSON.stringify(frame));
    },
    onFrame: (listener) => {
      frameListeners.add(listener);
      return () => {
        frameListeners.delete(listener);
      };
    },
    onLineState: (listener) => {
      listener(line.get());
      return line.subscribe(() => {
        listener(line.get());
      });
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

/** @returns undefined for what is not JSON; the client takes that for a frame that it cannot read */
function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
