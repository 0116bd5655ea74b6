import { fromCoreSchema, type ReadyMessage } from '../../../preload/contract/service-message.ts';
import type { LineState } from '../../../preload/contract/transport.ts';
import type { CoreChild } from './core-child.ts';
import { RestartPolicy } from './restart-policy.ts';

/** A core that neither listens nor logs for so long hangs. One that indexes thousands of files logs as it goes. */
const SILENCE_BEFORE_READY_MS = 60_000;
/** A core that said that it cannot start has this long to end by itself. */
const LEAVE_DEADLINE_MS = 3_000;
/** After a polite request to stop. Long enough to finish a write, short enough for a PC that shuts down. */
const STOP_DEADLINE_MS = 10_000;

export interface SupervisorParts<Port> {
  readonly fork: () => CoreChild<Port>;
  readonly nowMs: () => number;
  /** For the log of the shell; carries no patient data. */
  readonly log: (line: string) => void;
  /** Where a person finds out more; shown when everything failed. */
  readonly logPath: string;
}

type Listener = (state: LineState) => void;

/**
 * Keeps one core running: starts it, waits for its ready message, starts it again when it ends by itself, stops it in
 * order. Windows hear of it as the state of their line to the core.
 */
export class CoreSupervisor<Port> {
  readonly #parts: SupervisorParts<Port>;
  readonly #policy: RestartPolicy;
  readonly #listeners = new Set<Listener>();
  #child: CoreChild<Port> | null = null;
  #ready: ReadyMessage | null = null;
  #state: LineState = { state: 'connecting', detail: 'The core is starting.' };
  /** What the core itself gave as the reason, for the next exit. */
  #reason: string | null = null;
  #isReasonFinal = false;
  #isStopping = false;
  #timer: NodeJS.Timeout | null = null;
  #onStopped: (() => void) | null = null;

  constructor(parts: SupervisorParts<Port>) {
    this.#parts = parts;
    this.#policy = new RestartPolicy(parts.nowMs);
  }

  get state(): LineState {
    return this.#state;
  }

  /** Ports and token of the running core; null while there is none. */
  get ready(): ReadyMessage | null {
    return this.#ready;
  }

  /** @returns a function that stops listening */
  onState(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  start(): void {
    if (this.#child !== null || this.#isStopping) return;
    this.#reason = null;
    this.#isReasonFinal = false;
    const child = this.#parts.fork();
    this.#child = child;
    this.#expectLife(child);
    child.onLogLine(() => {
      const isComingUp = this.#ready === null && this.#reason === null && !this.#isStopping;
      if (this.#child === child && isComingUp) this.#expectLife(child);
    });
    child.onMessage((message) => {
      if (this.#child === child) this.#receive(message);
    });
    child.onExit((exitCode) => {
      if (this.#child === child) this.#afterExit(exitCode);
    });
  }

  /** A person asked for another try after everything failed. */
  retry(): void {
    if (this.#state.state !== 'failed') return;
    this.#policy.forget();
    this.#change({ state: 'connecting', detail: 'The core is starting.' });
    this.start();
  }

  /** Hands one end of a channel to the running core. @returns false when none runs; the port is then the caller's still */
  attachWindow(port: Port): boolean {
    if (this.#child === null || this.#ready === null || this.#isStopping) return false;
    this.#child.post({ type: 'attach-window' }, [port]);
    return true;
  }

  /** Asks the core to end, kills it when it takes too long. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#clearTimer();
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      this.#onStopped = resolve;
      this.#timer = setTimeout(() => {
        this.#parts.log('The core did not stop within 10 s and was ended.');
        child.kill();
      }, STOP_DEADLINE_MS);
      child.post({ type: 'stop' });
    });
  }

  #expectLife(child: CoreChild<Port>): void {
    this.#clearTimer();
    this.#timer = setTimeout(() => {
      this.#reason = 'It did not come up within a minute.';
      child.kill();
    }, SILENCE_BEFORE_READY_MS);
  }

  #endLater(afterMs: number): void {
    const child = this.#child;
    this.#clearTimer();
    this.#timer = setTimeout(() => child?.kill(), afterMs);
  }

  #receive(raw: unknown): void {
    const message = fromCoreSchema.safeParse(raw);
    if (!message.success) {
      this.#parts.log('The core sent a message that the shell does not know.');
      return;
    }
    if (message.data.event === 'cannot-start') {
      this.#reason = message.data.message;
      this.#isReasonFinal = !message.data.isWorthRetrying;
      this.#endLater(LEAVE_DEADLINE_MS);
      return;
    }
    if (this.#isStopping) return;
    this.#clearTimer();
    this.#ready = message.data;
    this.#change({ state: 'open' });
  }

  #afterExit(exitCode: number | null): void {
    this.#clearTimer();
    this.#child = null;
    this.#ready = null;
    if (this.#isStopping) {
      this.#onStopped?.();
      return;
    }
    const why = this.#reason ?? describeExit(exitCode);
    this.#parts.log(`The core ended. ${why}`);
    const decision = this.#isReasonFinal ? ({ kind: 'give-up' } as const) : this.#policy.onExit();
    if (decision.kind === 'give-up') {
      const detail = this.#isReasonFinal
        ? why
        : `The core stopped five times within two minutes. ${why} Quit Bucky and start it again.`;
      this.#change({ state: 'failed', detail, logPath: this.#parts.logPath });
      return;
    }
    this.#change({
      state: 'restarting',
      detail: `The core stopped. ${why}`,
      retryInMs: decision.afterMs,
    });
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.start();
    }, decision.afterMs);
  }

  #change(state: LineState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function describeExit(exitCode: number | null): string {
  return exitCode === null ? 'The system ended it.' : `It ended with code ${exitCode}.`;
}
