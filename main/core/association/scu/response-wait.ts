import { COMMAND_ELEMENT, type CommandSet } from '../dimse/command-set.ts';
import { RESPONSE_BIT } from '../dimse/command-field.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { AssociationError } from './association-error.ts';

/** One request's response that has not come yet. It may come before the request is written whole. */
export class ResponseWait {
  readonly #commandField: number;
  readonly #messageId: number;
  readonly outcome: Promise<Result<CommandSet, AssociationError>>;
  #resolve: (outcome: Result<CommandSet, AssociationError>) => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;
  #isSettled = false;

  constructor(commandField: number, messageId: number) {
    this.#commandField = commandField;
    this.#messageId = messageId;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  isAnsweredBy(command: CommandSet): boolean {
    return (
      command.uint16(COMMAND_ELEMENT.commandField) === (this.#commandField | RESPONSE_BIT) &&
      command.uint16(COMMAND_ELEMENT.messageIdBeingRespondedTo) === this.#messageId
    );
  }

  /** The request is out: from now on time counts. */
  startClock(timeoutMs: number, onTimeout: () => void): void {
    if (!this.#isSettled) this.#timer = setTimeout(onTimeout, timeoutMs);
  }

  settle(command: CommandSet): void {
    this.#finish(ok(command));
  }

  fail(error: AssociationError): void {
    this.#finish(err(error));
  }

  #finish(outcome: Result<CommandSet, AssociationError>): void {
    this.#isSettled = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#resolve(outcome);
  }
}
