import type { ContextUse } from '../../acse/accepted-context.ts';
import type { RetrieveHandler, RetrieveOutcome, SubOperationCounts } from '../../../shared/dimse-services.ts';
import { COMMAND_FIELD } from '../../dimse/command-field.ts';
import { COMMAND_ELEMENT } from '../../dimse/command-set.ts';
import { GatheredDataSet } from '../../dimse/gathered-data-set.ts';
import { encodeResponse } from '../../dimse/response.ts';
import type { Operation, ServedRequest } from '../../dimse/served-request.ts';
import { DIMSE_STATUS, isPending } from '../../dimse/status.ts';
import { encodeFailedInstances } from './failed-instances.ts';
import type { OperationHost } from './operation-host.ts';
import { countsToElements } from '../../dimse/sub-operation-counts.ts';
import { SameAssociationWayBack } from './way-back.ts';

const NOTHING_DONE: SubOperationCounts = { remaining: 0, completed: 0, failed: 0, warning: 0 };

/** C-MOVE and C-GET (PS3.7 sections 9.1.4 and 9.1.3): the handler sends the objects, this reports how far it is. */
export class RetrieveOperation implements Operation {
  readonly #request: ServedRequest;
  readonly #host: OperationHost;
  readonly #use: Extract<ContextUse, { kind: 'service' }>;
  readonly #handler: RetrieveHandler;
  readonly #isGet: boolean;
  readonly #stop = new AbortController();
  readonly sink = new GatheredDataSet((identifier) => {
    this.#running = this.#run(identifier);
  });
  #running: Promise<void> | null = null;
  /** Counts that wait for the peer to read the ones before. */
  #nextCounts: SubOperationCounts | null = null;
  #isReporting = false;

  constructor(
    request: ServedRequest,
    host: OperationHost,
    use: Extract<ContextUse, { kind: 'service' }>,
    handler: RetrieveHandler,
  ) {
    this.#request = request;
    this.#host = host;
    this.#use = use;
    this.#handler = handler;
    this.#isGet = request.command.uint16(COMMAND_ELEMENT.commandField) === COMMAND_FIELD.getRequest;
    if (!request.command.hasDataSet) this.#running = this.#run(null);
  }

  get isOurTurn(): boolean {
    return this.#running !== null;
  }

  get needsPeer(): boolean {
    return this.#isGet;
  }

  cancel(): void {
    this.#stop.abort();
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(identifier: Buffer | null): Promise<void> {
    const startedAtMs = performance.now();
    await Promise.resolve(); // a request without a data set is answered from within its own start
    const outcome = identifier === null ? NO_IDENTIFIER : await this.#retrieve(identifier);
    this.#finish(outcome);
    this.#host.onAnswered({
      service: this.#use.service.name,
      operation: this.#isGet ? 'C-GET' : 'C-MOVE',
      status: outcome.status,
      count: outcome.counts.completed + outcome.counts.warning,
      durationMs: performance.now() - startedAtMs,
    });
  }

  async #retrieve(identifier: Buffer): Promise<RetrieveOutcome> {
    const { command, context } = this.#request;
    try {
      return await this.#handler.retrieve({
        peer: this.#host.peer,
        sopClassUid: context.abstractSyntax,
        identifier,
        transferSyntaxUid: context.transferSyntax,
        negotiation: this.#use.negotiation,
        priority: command.uint16(COMMAND_ELEMENT.priority) ?? 0,
        messageId: this.#request.messageId,
        moveDestination: this.#isGet ? null : command.text(COMMAND_ELEMENT.moveDestination),
        wayBack: this.#isGet ? new SameAssociationWayBack(this.#host.session) : null,
        signal: this.#stop.signal,
        reportProgress: (counts) => {
          this.#nextCounts = counts;
          if (!this.#isReporting) void this.#report();
        },
      });
    } catch (error) {
      this.#host.reportBug(error);
      return {
        status: DIMSE_STATUS.cannotUnderstand,
        errorComment: 'Something failed inside this station',
        counts: NOTHING_DONE,
        failedSopInstanceUids: [],
      };
    }
  }

  /** One pending response after the other; what comes while the peer does not read is replaced by what is newer. */
  async #report(): Promise<void> {
    this.#isReporting = true;
    for (;;) {
      const counts = this.#nextCounts;
      if (counts === null || this.#request.isFinished) break;
      this.#nextCounts = null;
      const fields = { status: DIMSE_STATUS.pending, more: countsToElements(counts, true) };
      const command = encodeResponse(this.#request.command, fields);
      if (!(await this.#request.respond([{ command, dataSet: null }]))) break;
    }
    this.#isReporting = false;
  }

  #finish(outcome: RetrieveOutcome): void {
    this.#nextCounts = null;
    const { status, counts, failedSopInstanceUids } = outcome;
    // How many remain is said while it goes on, and when it was cancelled (PS3.7 section 9.1.3.1.6).
    const hasRemaining = status === DIMSE_STATUS.cancelled || isPending(status);
    const fields = { ...outcome, more: countsToElements(counts, hasRemaining) };
    const { transferSyntax } = this.#request.context;
    const dataSet =
      failedSopInstanceUids.length === 0
        ? null
        : encodeFailedInstances(failedSopInstanceUids, transferSyntax);
    this.#request.finish(fields, dataSet);
  }
}

const NO_IDENTIFIER: RetrieveOutcome = {
  status: DIMSE_STATUS.cannotUnderstand,
  errorComment: 'The identifier is missing or too long',
  counts: NOTHING_DONE,
  failedSopInstanceUids: [],
};
