import type { ToCore } from '../../../preload/contract/service-message.ts';

/** A running core as the supervisor sees it; `forkCore` makes the real one, tests make their own. */
export interface CoreChild<Port> {
  post(message: ToCore, ports?: readonly Port[]): void;
  /** Unchecked: whoever listens validates. */
  onMessage(listener: (message: unknown) => void): void;
  /** The core said something in its log: it lives. */
  onLogLine(listener: () => void): void;
  /** @param listener gets the exit code, null when it was ended by a signal */
  onExit(listener: (exitCode: number | null) => void): void;
  /** At once, without asking. */
  kill(): void;
}
