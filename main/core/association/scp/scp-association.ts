import type { Socket } from 'node:net';
import { explainEnding, type AssociationEnding } from '../acse/association-ending.ts';
import { IdleTimer } from '../acse/idle-timer.ts';
import {
  REJECT_FIELDS,
  type AcceptedContext,
  type Agreement,
  type RefusalKind,
} from '../acse/negotiation.ts';
import { UpperLayer, type UpperLayerUser } from '../acse/upper-layer.ts';
import { COMMAND_FIELD, isResponse } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT, type CommandSet } from '../dimse/command-set.ts';
import { MessageReceiver, type DataSetSink, type MessageUser } from '../dimse/message-receiver.ts';
import { chooseMaxPduBytes, MessageWriter } from '../dimse/message-writer.ts';
import { DIMSE_STATUS, isStored } from '../dimse/status.ts';
import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import { ABORT_REASON, providerFault, userFault, type PduFault } from '../pdu/pdu-fault.ts';
import type { AssociationPeer, StoreOutcome } from '../store-handler.ts';
import type { AssociationHost, HostedAssociation } from './association-host.ts';
import { explainRefusal, logClosed, logOpened, logRefused } from './association-log.ts';
import { toPeer, toPlainAddress } from './peer.ts';
import { encodeResponse, type ResponseStatus } from './response.ts';
import { StoreOperation } from './store-operation.ts';

/** What is known once a request has been accepted. */
interface Opened {
  readonly peer: AssociationPeer;
  readonly contexts: ReadonlyMap<number, AcceptedContext>;
  readonly maxSendPduBytes: number;
  readonly openedAtMs: number;
  readonly idleTimer: IdleTimer;
}

/** An association that a peer opened with us: answers C-ECHO and C-STORE, one operation after the other. */
export class ScpAssociation implements UpperLayerUser, MessageUser, HostedAssociation {
  readonly #host: AssociationHost;
  readonly #address: string;
  readonly #layer: UpperLayer;
  readonly #receiver = new MessageReceiver(this);
  #opened: Opened | null = null;
  #operation: StoreOperation | null = null;
  /** What still runs in the store handler; the association is gone only when that is settled. */
  #settling: Promise<unknown> | null = null;
  #lastOperationAtMs = 0;
  #storedCount = 0;
  #failedCount = 0;
  #isStopping = false;

  constructor(socket: Socket, host: AssociationHost) {
    this.#host = host;
    this.#address = toPlainAddress(socket.remoteAddress);
    const { maxPduBytes, artimTimeoutMs } = host.options();
    const onBug = (error: unknown) => {
      this.#reportBug(error);
    };
    this.#layer = UpperLayer.accept(socket, this, { maxPduBytes, artimTimeoutMs, onBug });
  }

  get isBusy(): boolean {
    return this.#operation !== null;
  }

  stopSoon(): void {
    this.#isStopping = true;
    if (this.#operation === null) this.stopNow();
  }

  stopNow(): void {
    this.#layer.abort(userFault('Bucky is closing'));
  }

  destroy(): void {
    this.#layer.destroy();
  }

  onAssociateRequest(request: AssociateRequest): void {
    const peer = toPeer(request, this.#host.nextAssociationId(), this.#address);
    const decision = this.#host.decide(request);
    if (decision.ok) this.#accept(request, peer, decision.value);
    else this.#refuse(peer, decision.error);
  }

  onAssociateAccept(): void {
    throw new Error('an acceptor never awaits an A-ASSOCIATE-AC');
  }

  onPdvStart(contextId: number, isCommand: boolean): void {
    this.#receiver.onPdvStart(contextId, isCommand);
  }

  onFragment(slice: Buffer): void {
    this.#receiver.onFragment(slice);
  }

  onPdvEnd(isLast: boolean): void {
    this.#receiver.onPdvEnd(isLast);
  }

  onReleaseRequest(): void {
    if (this.#receiver.isInsideMessage) {
      const detail = 'it wanted to part in the middle of an object';
      this.#layer.abort(providerFault(ABORT_REASON.unexpectedPdu, detail));
    } else {
      this.#layer.answerRelease();
    }
  }

  onEnd(ending: AssociationEnding): void {
    const opened = this.#opened;
    if (opened === null) {
      // Refusals have been logged with what was asked for; anything else that never became an association is told here.
      if (ending.kind !== 'rejected') this.#logFailedAttempt(ending);
      return;
    }
    opened.idleTimer.close();
    this.#host.onEnded(this);
    const operation = this.#operation;
    if (operation?.isFinishing) {
      // It will be kept or not, whether or not the caller is still there; then the association can be summed up.
      this.#settling = Promise.resolve(this.#settling).then(() => {
        this.#sumUp(opened, ending);
      });
      return;
    }
    if (operation) {
      this.#failedCount += 1;
      this.#report(opened, operation, null, false);
      this.#settling = operation
        .cancel(explainEnding(ending))
        .catch((error: unknown) => {
          this.#reportBug(error);
        })
        .then(() => {
          this.#operation = null;
        });
    }
    this.#sumUp(opened, ending);
  }

  onClosed(): void {
    void Promise.allSettled([this.#settling]).then(() => this.#host.onGone(this));
  }

  isAcceptedContext(contextId: number): boolean {
    return this.#opened?.contexts.has(contextId) ?? false;
  }

  onCommand(contextId: number, command: CommandSet): DataSetSink | null {
    const context = this.#opened?.contexts.get(contextId);
    const field = command.uint16(COMMAND_ELEMENT.commandField);
    if (!context || field === null || isResponse(field)) {
      this.onFault(providerFault(ABORT_REASON.invalidParameterValue, 'its command makes no sense here'));
      return null;
    }
    // A cancel names no message of its own and is never answered; whatever it wants to cancel has been answered.
    if (field === COMMAND_FIELD.cancelRequest) return null;
    if (command.uint16(COMMAND_ELEMENT.messageId) === null) {
      this.onFault(providerFault(ABORT_REASON.invalidParameterValue, 'its command has no message number'));
      return null;
    }
    if (field === COMMAND_FIELD.echoRequest) return this.#onEcho(context, command);
    if (field === COMMAND_FIELD.storeRequest) return this.#onStore(context, command);
    return this.#answerAfterDataSet(context, command, { status: DIMSE_STATUS.unrecognizedOperation });
  }

  hold(): void {
    this.#layer.hold();
  }

  resume(): void {
    this.#layer.resume();
  }

  onFault(fault: PduFault): void {
    this.#layer.abort(fault);
  }

  onBug(error: unknown): void {
    this.#reportBug(error);
    this.#layer.abort(userFault('something in Bucky itself failed'));
  }

  #sumUp(opened: Opened, ending: AssociationEnding): void {
    const summary = {
      wasReleased: ending.kind === 'released',
      ending: explainEnding(ending),
      storedCount: this.#storedCount,
      failedCount: this.#failedCount,
      durationMs: performance.now() - opened.openedAtMs,
    };
    logClosed(this.#host.logger, opened.peer, summary);
    this.#host.observer.associationClosed(opened.peer, summary);
  }

  #accept(request: AssociateRequest, peer: AssociationPeer, agreement: Agreement): void {
    const { logger, observer } = this.#host;
    const options = this.#host.options();
    this.#opened = {
      peer,
      contexts: agreement.contexts,
      maxSendPduBytes: chooseMaxPduBytes(request.userInformation.maxPduBytes, options.maxPduBytes),
      openedAtMs: performance.now(),
      idleTimer: new IdleTimer({
        timeoutMs: options.idleTimeoutMs,
        lastActivityAtMs: () => Math.max(this.#layer.lastReceivedAtMs, this.#lastOperationAtMs),
        isBusy: () => this.#operation?.isOurTurn ?? false,
        onIdle: () => {
          this.#layer.abort(userFault(`nothing came for ${Math.round(options.idleTimeoutMs / 1000)} s`));
        },
      }),
    };
    this.#host.onOpened(this);
    this.#layer.accept(agreement.accept);
    logOpened(logger, peer, request, agreement.contexts);
    observer.associationOpened(peer);
  }

  #refuse(peer: AssociationPeer, kind: RefusalKind): void {
    const refusal = explainRefusal(kind, peer, this.#host.options().aeTitle);
    this.#layer.reject(REJECT_FIELDS[kind]);
    logRefused(this.#host.logger, peer, refusal);
    this.#host.observer.associationRefused(peer, refusal);
  }

  #onEcho(context: AcceptedContext, command: CommandSet): DataSetSink | null {
    const sink = this.#answerAfterDataSet(context, command, { status: DIMSE_STATUS.success });
    if (this.#opened) this.#host.observer.echoAnswered(this.#opened.peer);
    return sink;
  }

  #onStore(context: AcceptedContext, command: CommandSet): DataSetSink | null {
    const opened = this.#opened;
    if (!opened) return null;
    if (!context.isStorage) {
      return this.#answerAfterDataSet(context, command, { status: DIMSE_STATUS.sopClassNotSupported });
    }
    if (!command.hasDataSet) {
      const errorComment = 'No data set was announced';
      return this.#answerAfterDataSet(context, command, {
        status: DIMSE_STATUS.cannotUnderstand,
        errorComment,
      });
    }
    const request = {
      peer: opened.peer,
      affectedSopClassUid: command.text(COMMAND_ELEMENT.affectedSopClassUid),
      affectedSopInstanceUid: command.text(COMMAND_ELEMENT.affectedSopInstanceUid),
      transferSyntaxUid: context.transferSyntax,
    };
    const incoming = this.#host.storeHandler.openStore(request);
    const operation: StoreOperation = new StoreOperation(request, incoming, {
      onBug: (error) => {
        this.#reportBug(error);
      },
      onFinishing: (outcome) => {
        // Operations are answered in order: what comes meanwhile waits (no asynchronous window is ever agreed).
        this.#layer.hold();
        this.#settling = outcome
          .then((settled) => {
            this.#answerStore(opened, operation, context, command, settled);
          })
          .catch((error: unknown) => {
            this.onBug(error);
          });
      },
    });
    this.#operation = operation;
    return operation;
  }

  #answerStore(
    opened: Opened,
    operation: StoreOperation,
    context: AcceptedContext,
    command: CommandSet,
    outcome: StoreOutcome,
  ): void {
    const wasAnswered = this.#respond(context, command, outcome);
    this.#operation = null;
    this.#lastOperationAtMs = performance.now();
    if (isStored(outcome.status)) this.#storedCount += 1;
    else this.#failedCount += 1;
    this.#report(opened, operation, outcome.status, wasAnswered);
    if (this.#isStopping) this.stopNow();
    this.#layer.resume();
  }

  /** Answers now, or once the data set that the command announced has been read past. */
  #answerAfterDataSet(
    context: AcceptedContext,
    command: CommandSet,
    outcome: ResponseStatus,
  ): DataSetSink | null {
    const answer = () => {
      this.#respond(context, command, outcome);
    };
    if (command.hasDataSet) return { write: () => undefined, end: answer };
    answer();
    return null;
  }

  #respond(context: AcceptedContext, command: CommandSet, outcome: ResponseStatus): boolean {
    const maxPduBytes = this.#opened?.maxSendPduBytes ?? 0;
    const shape = { maxPduBytes, pdvsPerPdu: 1, joinsCommandAndData: false };
    return new MessageWriter(this.#layer, context.id, shape).writeCommand(
      encodeResponse(command, outcome),
      false,
    );
  }

  #report(opened: Opened, operation: StoreOperation, status: number | null, wasAnswered: boolean): void {
    this.#host.observer.storeFinished(opened.peer, operation.toReport(status, wasAnswered));
  }

  #logFailedAttempt(ending: AssociationEnding): void {
    const message = `Something at ${this.#address} connected but did not start an association: ${explainEnding(ending)}.`;
    const fields = { address: this.#address, ending: ending.kind };
    // Port checks of network monitors connect and close; that is nobody's fault.
    if (ending.kind === 'connection-lost') this.#host.logger.debug(message, fields);
    else this.#host.logger.warn(message, fields);
  }

  #reportBug(error: unknown): void {
    this.#host.logger.error(
      'Something failed inside Bucky while it talked to a device. That association ends.',
      {
        address: this.#address,
        error: error instanceof Error ? error.stack : typeof error,
      },
    );
  }
}
