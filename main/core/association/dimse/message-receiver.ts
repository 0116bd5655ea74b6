import { giveBack } from '../../shared/receive-buffers.ts';
import { ABORT_REASON, providerFault, type PduFault } from '../pdu/pdu-fault.ts';
import { decodeCommandSet, MAX_COMMAND_SET_BYTES, type CommandSet } from './command-set.ts';

/** Takes the data set of one message. */
export interface DataSetSink {
  /** @returns a promise when nothing more should come until it resolves */
  write(slice: Buffer): Promise<void> | undefined;
  end(): void;
}

export interface MessageUser {
  isAcceptedContext(contextId: number): boolean;
  /** @returns where the data set that follows goes; it is not asked for when the command announces none */
  onCommand(contextId: number, command: CommandSet): DataSetSink | null;
  /** Nothing is delivered until `resume`. */
  hold(): void;
  resume(): void;
  onFault(fault: PduFault): void;
  onBug(error: unknown): void;
}

/** For a data set that nobody wants: it has to be read to reach the next message. */
export const DISCARD: DataSetSink = {
  write: (slice) => {
    giveBack(slice);
    return undefined;
  },
  end: () => undefined,
};

/**
 * Puts PDVs together to messages: a command set, then its data set if there is one, all with one presentation context
 * (PS3.7 section 6.3, PS3.8 Annex E). Commands are small and gathered, data sets are handed on as they come.
 */
export class MessageReceiver {
  readonly #user: MessageUser;
  #contextId = 0;
  #isCommand = true;
  #commandParts: Buffer[] = [];
  #commandBytes = 0;
  /** Set from the end of a command to the end of its data set. */
  #sink: DataSetSink | null = null;

  constructor(user: MessageUser) {
    this.#user = user;
  }

  /** True from the first fragment of a message to its last. */
  get isInsideMessage(): boolean {
    return this.#sink !== null || this.#commandParts.length > 0;
  }

  onPdvStart(contextId: number, isCommand: boolean): void {
    const problem = this.#findProblem(contextId, isCommand);
    if (problem !== null) {
      this.#user.onFault(problem);
      return;
    }
    this.#contextId = contextId;
    this.#isCommand = isCommand;
  }

  onFragment(slice: Buffer): void {
    if (this.#isCommand) {
      this.#commandBytes += slice.length;
      this.#commandParts.push(slice);
      if (this.#commandBytes > MAX_COMMAND_SET_BYTES)
        this.#user.onFault(invalid('its command is far too long'));
      return;
    }
    const wait = this.#sink?.write(slice);
    if (wait === undefined) return;
    this.#user.hold();
    wait.then(
      () => this.#user.resume(),
      (error: unknown) => this.#user.onBug(error),
    );
  }

  onPdvEnd(isLast: boolean): void {
    if (!isLast) return;
    if (this.#isCommand) {
      this.#endCommand();
      return;
    }
    const sink = this.#sink;
    this.#sink = null;
    sink?.end();
  }

  #findProblem(contextId: number, isCommand: boolean): PduFault | null {
    if (!this.#user.isAcceptedContext(contextId)) {
      return invalid(`it used presentation context ${contextId}, which was not agreed`);
    }
    if (isCommand && this.#sink) return unexpected('a command came where the rest of an object was due');
    if (!isCommand && !this.#sink) return unexpected('part of an object came without a command before it');
    if (this.isInsideMessage && contextId !== this.#contextId) {
      return unexpected('one message came in two presentation contexts');
    }
    return null;
  }

  #endCommand(): void {
    const bytes = Buffer.concat(this.#commandParts);
    for (const part of this.#commandParts) giveBack(part);
    this.#commandParts = [];
    this.#commandBytes = 0;
    const command = decodeCommandSet(bytes);
    if (!command.ok || bytes.length === 0) {
      this.#user.onFault(invalid('its command cannot be read'));
      return;
    }
    const sink = this.#user.onCommand(this.#contextId, command.value);
    if (command.value.hasDataSet) this.#sink = sink ?? DISCARD;
  }
}

function invalid(detail: string): PduFault {
  return providerFault(ABORT_REASON.invalidParameterValue, detail);
}

function unexpected(detail: string): PduFault {
  return providerFault(ABORT_REASON.unexpectedParameter, detail);
}
