import type { ContextUse } from '../../acse/accepted-context.ts';
import type {
  NormalizedHandler,
  NormalizedOutcome,
  NormalizedRequest,
} from '../../../shared/dimse-services.ts';
import { COMMAND_FIELD } from '../../dimse/command-field.ts';
import { COMMAND_ELEMENT, type CommandSet, type CommandValue } from '../../dimse/command-set.ts';
import { GatheredDataSet } from '../../dimse/gathered-data-set.ts';
import type { Operation, ServedRequest } from '../../dimse/served-request.ts';
import { DIMSE_STATUS } from '../../dimse/status.ts';
import type { OperationHost } from './operation-host.ts';

type Kind = NormalizedRequest['operation'];

/** PS3.7 chapter 10. */
export const NORMALIZED_KINDS: Readonly<Record<number, Kind>> = {
  [COMMAND_FIELD.eventReportRequest]: 'event-report',
  [COMMAND_FIELD.normalizedGetRequest]: 'get',
  [COMMAND_FIELD.setRequest]: 'set',
  [COMMAND_FIELD.actionRequest]: 'action',
  [COMMAND_FIELD.createRequest]: 'create',
  [COMMAND_FIELD.deleteRequest]: 'delete',
};

/** These name the instance that exists; the others name the one that will, or that something happened to. */
const REQUESTS_INSTANCE: ReadonlySet<Kind> = new Set(['get', 'set', 'action', 'delete']);

/** Refused: resource limitation (PS3.7 section C.5.21). */
const RESOURCE_LIMITATION = 0x0213;

/** One N-operation: its data set, if any, is gathered, then the handler answers. */
export class NormalizedOperation implements Operation {
  readonly #request: ServedRequest;
  readonly #host: OperationHost;
  readonly #use: Extract<ContextUse, { kind: 'service' }>;
  readonly #kind: Kind;
  readonly #handler: NormalizedHandler;
  readonly sink: GatheredDataSet | null;
  readonly needsPeer = false;
  #running: Promise<void> | null = null;

  constructor(
    request: ServedRequest,
    host: OperationHost,
    use: Extract<ContextUse, { kind: 'service' }>,
    { kind, handler }: { readonly kind: Kind; readonly handler: NormalizedHandler },
  ) {
    this.#request = request;
    this.#host = host;
    this.#use = use;
    this.#kind = kind;
    this.#handler = handler;
    this.sink = request.command.hasDataSet
      ? new GatheredDataSet((dataSet) => {
          this.#running = dataSet ? this.#run(dataSet) : this.#finish(TOO_LONG, performance.now());
        })
      : null;
    if (this.sink === null) this.#running = this.#run(null);
  }

  get isOurTurn(): boolean {
    return this.#running !== null;
  }

  cancel(): void {
    // The N-services know no cancel; each is short.
  }

  async end(): Promise<void> {
    await this.#running;
  }

  async #run(dataSet: Buffer | null): Promise<void> {
    const startedAtMs = performance.now();
    await Promise.resolve(); // a request without a data set is answered from within its own start
    let outcome: NormalizedOutcome;
    try {
      outcome = await this.#handler.handle(this.#toRequest(dataSet));
    } catch (error) {
      this.#host.reportBug(error);
      outcome = {
        status: DIMSE_STATUS.processingFailure,
        errorComment: 'Something failed inside this station',
      };
    }
    await this.#finish(outcome, startedAtMs);
  }

  #finish(outcome: NormalizedOutcome, startedAtMs: number): Promise<void> {
    this.#request.finish({ ...outcome, more: this.#typeIds() }, outcome.dataSet ?? null);
    this.#host.onAnswered({
      service: this.#use.service.name,
      operation: `N-${this.#kind.toUpperCase()}`,
      status: outcome.status,
      count: 0,
      durationMs: performance.now() - startedAtMs,
    });
    return Promise.resolve();
  }

  #toRequest(dataSet: Buffer | null): NormalizedRequest {
    const { command, context } = this.#request;
    const [classElement, instanceElement] = REQUESTS_INSTANCE.has(this.#kind)
      ? [COMMAND_ELEMENT.requestedSopClassUid, COMMAND_ELEMENT.requestedSopInstanceUid]
      : [COMMAND_ELEMENT.affectedSopClassUid, COMMAND_ELEMENT.affectedSopInstanceUid];
    return {
      peer: this.#host.peer,
      operation: this.#kind,
      sopClassUid: command.text(classElement) || context.abstractSyntax,
      sopInstanceUid: command.text(instanceElement),
      typeId: typeIdOf(command, this.#kind),
      attributeTags: command.tags(COMMAND_ELEMENT.attributeIdentifierList),
      dataSet,
      transferSyntaxUid: context.transferSyntax,
      association: this.#host.association,
    };
  }

  /** Action Type ID and Event Type ID come back in the response (PS3.7 sections 10.3.1 and 10.3.4). */
  #typeIds(): readonly CommandValue[] {
    const value = typeIdOf(this.#request.command, this.#kind);
    return value === null ? [] : [{ element: TYPE_ELEMENT[this.#kind] ?? 0, value }];
  }
}

const TYPE_ELEMENT: Readonly<Partial<Record<Kind, number>>> = {
  action: COMMAND_ELEMENT.actionTypeId,
  'event-report': COMMAND_ELEMENT.eventTypeId,
};

function typeIdOf(command: CommandSet, kind: Kind): number | null {
  const element = TYPE_ELEMENT[kind];
  return element === undefined ? null : command.uint16(element);
}

const TOO_LONG: NormalizedOutcome = {
  status: RESOURCE_LIMITATION,
  errorComment: 'The data set is longer than this station takes',
};
