import { RESPONSE_BIT } from './command-field.ts';
import { COMMAND_ELEMENT, type CommandSet } from './command-set.ts';
import { DIMSE_STATUS, isPending } from './status.ts';

/** A response with its data set, if it has one. */
export interface DimseResponse {
  /** Unsigned 16 bit. A response without one is none that we can trust: it counts as a failure. */
  readonly status: number;
  readonly command: CommandSet;
  readonly dataSet: Buffer | null;
}

/** A request of ours. */
export interface OutgoingRequest {
  readonly contextId: number;
  readonly commandField: number;
  readonly encode: (messageId: number) => Buffer;
  readonly dataSet: AsyncIterable<Buffer> | Buffer | null;
  /**
   * Takes a pending response.
   *
   * @returns a promise when nothing more should come until it resolves
   */
  readonly onPending?: (response: DimseResponse) => Promise<void> | undefined;
  /** Between the end of the request, or a pending response, and the next response. */
  readonly responseTimeoutMs: number;
}

/** A request of ours and its responses. They may come before the request is written whole. */
export class Exchange {
  readonly request: OutgoingRequest;
  /** The final response; null when the association ended first. */
  readonly outcome: Promise<DimseResponse | null>;
  messageId = 0;
  readonly #onTimeout: () => void;
  #resolve: (response: DimseResponse | null) => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;
  #isSettled = false;

  constructor(request: OutgoingRequest, onTimeout: () => void) {
    this.request = request;
    this.#onTimeout = onTimeout;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  isAnsweredBy(command: CommandSet): boolean {
    return command.uint16(COMMAND_ELEMENT.commandField) === (this.request.commandField | RESPONSE_BIT);
  }

  /** The request is out: from now on time counts. */
  startClock(): void {
    if (this.#isSettled) return;
    this.#stopClock();
    this.#timer = setTimeout(this.#onTimeout, this.request.responseTimeoutMs);
  }

  /** @returns true when this was the last one */
  take(command: CommandSet, dataSet: Buffer | null): boolean | Promise<void> {
    const status = command.uint16(COMMAND_ELEMENT.status) ?? DIMSE_STATUS.processingFailure;
    const response = { status, command, dataSet };
    if (!isPending(status)) {
      this.settle(response);
      return true;
    }
    if (this.#timer !== null) this.startClock();
    return this.request.onPending?.(response) ?? false;
  }

  settle(response: DimseResponse | null): void {
    this.#isSettled = true;
    this.#stopClock();
    this.#resolve(response);
  }

  #stopClock(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
