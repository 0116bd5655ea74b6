import type { AcceptedContext } from '../acse/accepted-context.ts';
import { ABORT_REASON, providerFault, type PduFault } from '../pdu/pdu-fault.ts';
import { COMMAND_FIELD, isResponse } from './command-field.ts';
import { COMMAND_ELEMENT, encodeCommandSet, NO_DATA_SET, type CommandSet } from './command-set.ts';
import { Exchange, type DimseResponse, type OutgoingRequest } from './exchange.ts';
import { GatheredDataSet } from './gathered-data-set.ts';
import { MessageLane } from './message-lane.ts';
import { DISCARD, MessageReceiver, type DataSetSink, type MessageUser } from './message-receiver.ts';
import type { MessageOutlet, MessageShape } from './message-writer.ts';
import { OperationsWindow } from './operations-window.ts';
import type { WholeMessage } from './encode-message.ts';
import { ServedRequest, type Operation, type RequestSeat } from './served-request.ts';

export interface SessionUser {
  /** Serves a request; called when there is a seat for it. */
  startOperation(request: ServedRequest): Operation;
  /** One operation less runs. */
  onOperationEnded(): void;
  /** The peer did not answer a request of ours in time, or the data for it could not be read. */
  onExchangeFailed(problem: ExchangeProblem): void;
  onFault(fault: PduFault): void;
  onBug(error: unknown): void;
}

export type ExchangeProblem =
  | { readonly kind: 'no-response'; readonly timeoutMs: number }
  | { readonly kind: 'data-unreadable'; readonly cause: unknown };

/** What a session needs of the layer below. */
export interface SessionOutlet extends MessageOutlet {
  hold(): void;
  resume(): void;
}

export interface SessionTerms {
  readonly contexts: ReadonlyMap<number, AcceptedContext>;
  /** With the longest PDU that the peer takes. */
  readonly shape: MessageShape;
  /** Operations at one time that the peer may have outstanding, and that we may; Infinity is no limit. */
  readonly maxPerformed: number;
  readonly maxInvoked: number;
}

/**
 * Messages in both directions over one association: serves what the peer asks, asks what we want to know, and keeps to
 * the Asynchronous Operations Window (PS3.7 section D.3.3.3) on either side. A request beyond the window waits, unread,
 * until an operation ends.
 */
export class DimseSession implements MessageUser, RequestSeat {
  readonly #outlet: SessionOutlet;
  readonly #user: SessionUser;
  readonly #terms: SessionTerms;
  readonly #lane: MessageLane;
  readonly #receiver = new MessageReceiver(this);
  readonly #served = new Set<ServedRequest>();
  readonly #exchanges = new Map<number, Exchange>();
  readonly #window: OperationsWindow;
  #startDeferred: (() => void) | null = null;
  #lastMessageId = 0;
  #isOver = false;

  constructor(outlet: SessionOutlet, user: SessionUser, terms: SessionTerms) {
    this.#outlet = outlet;
    this.#user = user;
    this.#terms = terms;
    this.#lane = new MessageLane(outlet, terms.shape);
    this.#window = new OperationsWindow(terms.maxInvoked);
  }

  get contexts(): ReadonlyMap<number, AcceptedContext> {
    return this.#terms.contexts;
  }

  /** Requests of ours that may be outstanding at one time. */
  get maxInvoked(): number {
    return this.#terms.maxInvoked;
  }

  /** Gets the PDVs. */
  get receiver(): MessageReceiver {
    return this.#receiver;
  }

  get isServing(): boolean {
    return this.#served.size > 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** True while the peer waits for us: its silence means nothing. Not while it leaves unread what we have to say. */
  get isOurTurn(): boolean {
    if (this.#outlet.needsDrain) return false;
    for (const { operation } of this.#served) if (operation?.isOurTurn) return true;
    return false;
  }

  /** Asks everything that runs to end soon. */
  cancelAll(): void {
    for (const request of this.#served) request.operation?.cancel();
  }

  /** Nothing can be sent any more. Resolves when no operation holds anything. */
  async end(reason: string): Promise<void> {
    this.#isOver = true;
    this.#startDeferred = null;
    for (const exchange of this.#exchanges.values()) exchange.settle(null);
    this.#exchanges.clear();
    this.#window.close();
    await Promise.all([...this.#served].map(async (request) => request.operation?.end(reason)));
  }

  /** Sends a request as soon as the window has room, in the order of the calls. */
  invoke(request: OutgoingRequest): { readonly outcome: Promise<DimseResponse | null>; cancel(): void } {
    const exchange = new Exchange(request, () => {
      this.#user.onExchangeFailed({ kind: 'no-response', timeoutMs: request.responseTimeoutMs });
    });
    let isCancelled = false;
    const cancel = () => {
      if (!isCancelled && exchange.messageId > 0) this.#sendCancel(exchange);
      isCancelled = true;
    };
    const run = async () => {
      if (!(await this.#window.enter())) return null;
      try {
        if (this.#isOver) return null;
        await this.#send(exchange);
        if (isCancelled) this.#sendCancel(exchange);
        return await exchange.outcome;
      } finally {
        this.#exchanges.delete(exchange.messageId);
        this.#window.leave();
      }
    };
    return { outcome: run(), cancel };
  }

  /** Resolves when no request of ours is outstanding or waiting. */
  onceQuiet(): Promise<void> {
    return this.#window.onceEmpty();
  }

  send(messages: readonly WholeMessage[]): boolean | Promise<boolean> {
    return this.#isOver ? false : this.#lane.sendWhole(messages);
  }

  leave(request: ServedRequest): void {
    this.#served.delete(request);
    this.#user.onOperationEnded();
    const start = this.#startDeferred;
    if (start === null || this.#served.size >= this.#terms.maxPerformed) return;
    this.#startDeferred = null;
    start();
    this.#outlet.resume();
  }

  isAcceptedContext(contextId: number): boolean {
    return this.#terms.contexts.has(contextId);
  }

  onCommand(contextId: number, command: CommandSet): DataSetSink | null {
    const context = this.#terms.contexts.get(contextId);
    const field = command.uint16(COMMAND_ELEMENT.commandField);
    if (!context || field === null) return this.#fault('its command makes no sense here');
    if (isResponse(field)) return this.#onResponse(command);
    if (field === COMMAND_FIELD.cancelRequest) {
      this.#onCancel(command);
      return null;
    }
    const messageId = command.uint16(COMMAND_ELEMENT.messageId);
    if (messageId === null) return this.#fault('its command has no message number');
    const request = new ServedRequest(context, command, messageId, this);
    return this.#served.size < this.#terms.maxPerformed ? this.#start(request) : this.#defer(request);
  }

  hold(): void {
    this.#outlet.hold();
  }

  resume(): void {
    this.#outlet.resume();
  }

  onFault(fault: PduFault): void {
    this.#user.onFault(fault);
  }

  onBug(error: unknown): void {
    this.#user.onBug(error);
  }

  #start(request: ServedRequest): DataSetSink | null {
    this.#served.add(request);
    request.operation = this.#user.startOperation(request);
    return request.operation.sink;
  }

  /** Nothing more is read, so that nothing is written to the sink before it is known. */
  #defer(request: ServedRequest): DataSetSink | null {
    if ([...this.#served].some(({ operation }) => operation?.needsPeer)) {
      return this.#fault('it asked for more at one time than was agreed');
    }
    let sink = DISCARD;
    this.#startDeferred = () => {
      sink = this.#start(request) ?? DISCARD;
    };
    this.#outlet.hold();
    return {
      write: (slice) => sink.write(slice),
      end: () => {
        sink.end();
      },
    };
  }

  /** Names the message of the operation to end; never answered itself. What is over already cannot be cancelled. */
  #onCancel(command: CommandSet): void {
    const messageId = command.uint16(COMMAND_ELEMENT.messageIdBeingRespondedTo);
    for (const request of this.#served) {
      if (request.messageId === messageId) request.operation?.cancel();
    }
  }

  #onResponse(command: CommandSet): DataSetSink | null {
    const messageId = command.uint16(COMMAND_ELEMENT.messageIdBeingRespondedTo) ?? 0;
    const exchange = this.#exchanges.get(messageId);
    if (this.#exchanges.size === 0) return this.#fault('it answered, and nothing was asked');
    if (!exchange?.isAnsweredBy(command)) {
      const detail = 'it answered something that was not asked';
      this.#user.onFault(providerFault(ABORT_REASON.unexpectedParameter, detail));
      return null;
    }
    if (!command.hasDataSet) {
      this.#deliver(exchange, command, null);
      return null;
    }
    return new GatheredDataSet((dataSet) => {
      if (dataSet === null) this.#fault('its answer is far too long');
      else this.#deliver(exchange, command, dataSet);
    });
  }

  #deliver(exchange: Exchange, command: CommandSet, dataSet: Buffer | null): void {
    const taken = exchange.take(command, dataSet);
    if (taken === true) this.#exchanges.delete(exchange.messageId);
    if (typeof taken === 'boolean') return;
    this.#outlet.hold();
    taken.then(
      () => this.#outlet.resume(),
      (error: unknown) => this.#user.onBug(error),
    );
  }

  async #send(exchange: Exchange): Promise<void> {
    const { contextId, encode, dataSet } = exchange.request;
    exchange.messageId = this.#takeMessageId();
    this.#exchanges.set(exchange.messageId, exchange);
    const command = encode(exchange.messageId);
    if (dataSet === null) {
      await this.#lane.sendWhole([{ contextId, command, dataSet }]);
    } else {
      try {
        await this.#lane.sendStreamed(contextId, command, dataSet);
      } catch (cause) {
        this.#user.onExchangeFailed({ kind: 'data-unreadable', cause });
      }
    }
    exchange.startClock();
  }

  /** C-CANCEL-RQ (PS3.7 section 9.3.2.3). */
  #sendCancel({ request, messageId }: Exchange): void {
    if (!this.#exchanges.has(messageId)) return;
    const command = encodeCommandSet([
      { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.cancelRequest },
      { element: COMMAND_ELEMENT.messageIdBeingRespondedTo, value: messageId },
      { element: COMMAND_ELEMENT.commandDataSetType, value: NO_DATA_SET },
    ]);
    void this.send([{ contextId: request.contextId, command, dataSet: null }]);
  }

  #takeMessageId(): number {
    do this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1;
    while (this.#exchanges.has(this.#lastMessageId));
    return this.#lastMessageId;
  }

  #fault(detail: string): null {
    this.#user.onFault(providerFault(ABORT_REASON.invalidParameterValue, detail));
    return null;
  }
}
