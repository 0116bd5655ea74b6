import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FindHandler, FindMatch, ServiceOutcome } from '../../../shared/dimse-services.ts';
import { GatheredDataSet } from '../../dimse/gathered-data-set.ts';
import { encodeResponse } from '../../dimse/response.ts';
import type { ContextUse } from '../../acse/accepted-context.ts';
import type { Operation, ServedRequest } from '../../dimse/served-request.ts';
import { DIMSE_STATUS } from '../../dimse/status.ts';
import type { OperationHost } from './operation-host.ts';

/** Pending responses between two looks at whether the peer has cancelled; they leave in one write. */
const MAX_GROUP = 50;

/** C-FIND (PS3.7 section 9.1.2): asks the handler for answers as fast as the peer reads them. */
export class FindOperation implements Operation {
  readonly #request: ServedRequest;
  readonly #host: OperationHost;
  readonly #use: Extract<ContextUse, { kind: 'service' }>;
  readonly #handler: FindHandler;
  readonly #stop = new AbortController();
  readonly sink = new GatheredDataSet((identifier) => {
    this.#running = this.#run(identifier);
  });
  readonly needsPeer = false;
  /** Status to its command set, which is the same for every answer. */
  readonly #commands = new Map<number, Buffer>();
  #running: Promise<void> | null = null;
  #isGone = false;
  #answerCount = 0;

  constructor(
    request: ServedRequest,
    host: OperationHost,
    use: Extract<ContextUse, { kind: 'service' }>,
    handler: FindHandler,
  ) {
    this.#request = request;
    this.#host = host;
    this.#use = use;
    this.#handler = handler;
    if (!request.command.hasDataSet) this.#running = this.#run(null);
  }

  get isOurTurn(): boolean {
    return this.#running !== null;
  }

  cancel(): void {
    this.#stop.abort();
  }

  async end(): Promise<void> {
    this.#isGone = true;
    this.#stop.abort();
    await this.#running;
  }

  async #run(identifier: Buffer | null): Promise<void> {
    const startedAtMs = performance.now();
    // A request without a data set is answered from within its own start; not before the session knows of it.
    await Promise.resolve();
    const outcome = identifier === null ? NO_IDENTIFIER : await this.#answerAll(identifier);
    this.#request.finish(outcome);
    this.#host.onAnswered({
      service: this.#use.service.name,
      operation: 'C-FIND',
      status: outcome.status,
      count: this.#answerCount,
      durationMs: performance.now() - startedAtMs,
    });
  }

  async #answerAll(identifier: Buffer): Promise<ServiceOutcome> {
    const { context } = this.#request;
    try {
      const answers = this.#handler.find({
        peer: this.#host.peer,
        sopClassUid: context.abstractSyntax,
        identifier,
        transferSyntaxUid: context.transferSyntax,
        negotiation: this.#use.negotiation,
        signal: this.#stop.signal,
      });
      return await this.#pump(answers);
    } catch (error) {
      this.#host.reportBug(error);
      return { status: DIMSE_STATUS.cannotUnderstand, errorComment: 'Something failed inside this station' };
    }
  }

  async #pump(answers: AsyncGenerator<readonly FindMatch[], ServiceOutcome>): Promise<ServiceOutcome> {
    for (;;) {
      const step = await answers.next();
      if (step.done) return step.value;
      for (let start = 0; start < step.value.length; start += MAX_GROUP) {
        if (this.#isStopped) break;
        await this.#sendGroup(step.value.slice(start, start + MAX_GROUP));
        // Lets a cancel in, and the other associations have their turn, however fast the answers are found.
        await nextTurn();
      }
      if (!this.#isStopped) continue;
      await answers.return({ status: DIMSE_STATUS.cancelled });
      return { status: DIMSE_STATUS.cancelled };
    }
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #sendGroup(group: readonly FindMatch[]): Promise<void> {
    const messages = group.map(({ status, identifier }) => ({
      command: this.#commandFor(status),
      dataSet: identifier,
    }));
    const isThere = await this.#request.respond(messages);
    if (isThere && !this.#isGone) this.#answerCount += group.length;
    else this.#stop.abort();
  }

  #commandFor(status: number): Buffer {
    const known = this.#commands.get(status);
    if (known) return known;
    const command = encodeResponse(this.#request.command, { status }, true);
    this.#commands.set(status, command);
    return command;
  }
}

const NO_IDENTIFIER: ServiceOutcome = {
  status: DIMSE_STATUS.cannotUnderstand,
  errorComment: 'The identifier is missing or too long',
};
