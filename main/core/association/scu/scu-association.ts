import { connect, type Socket } from 'node:net';
import { VERIFICATION_SOP_CLASS } from '../../dicom/sop-class.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { AssociationEnding } from '../acse/association-ending.ts';
import { UpperLayer, type UpperLayerUser } from '../acse/upper-layer.ts';
import { COMMAND_FIELD } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT, type CommandSet } from '../dimse/command-set.ts';
import { MessageReceiver, type DataSetSink, type MessageUser } from '../dimse/message-receiver.ts';
import { chooseMaxPduBytes, MessageWriter, type MessageOutlet } from '../dimse/message-writer.ts';
import { DIMSE_STATUS } from '../dimse/status.ts';
import type { AssociateAccept, ProposedContext } from '../pdu/associate-pdu.ts';
import { ABORT_REASON, providerFault, userFault, type PduFault } from '../pdu/pdu-fault.ts';
import { toAgreedContexts, toProposedContexts, type AgreedContext } from './agreed-contexts.ts';
import { toAssociateRequest } from './associate-request.ts';
import { toAssociationError, toConnectError, type AssociationError } from './association-error.ts';
import { encodeEchoRequest, encodeStoreRequest, type OutgoingObject } from './request.ts';
import { ResponseWait } from './response-wait.ts';
import {
  DEFAULT_SCU_MAX_PDU_BYTES,
  DEFAULT_SCU_TIMEOUTS,
  type ConnectOptions,
  type ScuTimeouts,
} from './scu-options.ts';

export interface StoreResponse {
  /** DIMSE status, unsigned 16 bit; `explainStatus` says it in words. */
  readonly status: number;
  readonly errorComment: string;
}

/** After an A-ABORT or a last word of ours, how long the other side may take to close (PS3.8 section 9.1.4). */
const ARTIM_MS = 10_000;

type Attempt = Result<ScuAssociation, AssociationError>;

/** An association that we opened: one operation after the other, in the order of the calls. */
export class ScuAssociation implements UpperLayerUser, MessageUser, MessageOutlet {
  readonly #options: ConnectOptions;
  readonly #timeouts: ScuTimeouts;
  readonly #proposed: readonly ProposedContext[];
  readonly #layer: UpperLayer;
  readonly #receiver = new MessageReceiver(this);
  readonly #ended: Promise<void>;
  #onEnded: () => void = () => undefined;
  #onAttempt: ((attempt: Attempt) => void) | null;
  #openingTimer: NodeJS.Timeout | null = null;
  #hasConnected = false;
  #contexts: readonly AgreedContext[] = [];
  #maxSendPduBytes = 0;
  #wait: ResponseWait | null = null;
  #overError: AssociationError | null = null;
  /** Set before we abort ourselves, so that the caller hears the cause in the words of the one who knew it. */
  #ownError: AssociationError | null = null;
  #lastMessageId = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    socket: Socket,
    options: ConnectOptions,
    proposed: readonly ProposedContext[],
    onAttempt: (attempt: Attempt) => void,
  ) {
    this.#options = options;
    this.#timeouts = { ...DEFAULT_SCU_TIMEOUTS, ...options.timeouts };
    this.#proposed = proposed;
    this.#onAttempt = onAttempt;
    this.#ended = new Promise((resolve) => {
      this.#onEnded = resolve;
    });
    socket.once('connect', () => {
      this.#hasConnected = true;
      this.#startOpeningTimer(this.#timeouts.associateMs);
    });
    this.#startOpeningTimer(this.#timeouts.connectMs);
    const onBug = (error: unknown) => {
      this.onBug(error);
    };
    const maxPduBytes = options.maxPduBytes ?? DEFAULT_SCU_MAX_PDU_BYTES;
    const request = toAssociateRequest(options, proposed, maxPduBytes);
    this.#layer = UpperLayer.request(socket, request, this, { maxPduBytes, artimTimeoutMs: ARTIM_MS, onBug });
  }

  static open(options: ConnectOptions): Promise<Attempt> {
    return new Promise((resolve) => {
      const proposed = toProposedContexts(options.contexts);
      const socket = connect({ host: options.host, port: options.port, noDelay: true });
      new ScuAssociation(socket, options, proposed, resolve);
    });
  }

  /** What the peer accepted; empty when it took nothing of what was proposed. */
  get contexts(): readonly AgreedContext[] {
    return this.#contexts;
  }

  get isOver(): boolean {
    return this.#overError !== null;
  }

  canStore(sopClassUid: string, transferSyntaxUid: string): boolean {
    return this.#findContext(sopClassUid, transferSyntaxUid) !== null;
  }

  /** C-ECHO. @returns the status, 0x0000 when all is well */
  echo(): Promise<Result<number, AssociationError>> {
    return this.#inTurn(async () => {
      const context = this.#contexts.find(({ sopClassUid }) => sopClassUid === VERIFICATION_SOP_CLASS);
      if (!context) return err(this.#notAgreed('the connection test (C-ECHO)'));
      const response = await this.#exchange(context.id, COMMAND_FIELD.echoRequest, encodeEchoRequest, null);
      return response.ok ? ok(statusOf(response.value)) : response;
    });
  }

  /** C-STORE of the bytes as they are. A response with a failure status is a value: the association goes on. */
  store(object: OutgoingObject): Promise<Result<StoreResponse, AssociationError>> {
    return this.#inTurn(async () => {
      const context = this.#findContext(object.sopClassUid, object.transferSyntaxUid);
      if (!context)
        return err(this.#notAgreed('this kind of object, or not in the form in which it is stored'));
      const encode = (messageId: number) => encodeStoreRequest(messageId, object);
      const response = await this.#exchange(context.id, COMMAND_FIELD.storeRequest, encode, object.dataSet);
      if (!response.ok) return response;
      const errorComment = response.value.text(COMMAND_ELEMENT.errorComment);
      return ok({ status: statusOf(response.value), errorComment });
    });
  }

  /** Parts in good order once what was asked for is done. Never rejects; a peer that does not answer is cut off. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.isOver) return;
      const { releaseMs } = this.#timeouts;
      const timer = setTimeout(() => {
        this.#abortWith(this.#noAnswer('the goodbye', releaseMs));
      }, releaseMs);
      this.#layer.requestRelease();
      await this.#ended;
      clearTimeout(timer);
    });
  }

  /** Ends the association at once; what runs fails. */
  abort(): void {
    this.#abortWith({
      kind: 'aborted',
      message: `Bucky broke off the association with ${this.#options.calledAeTitle}.`,
      isWorthRetrying: true,
    });
  }

  sendData(...parts: readonly Buffer[]): boolean {
    return this.#layer.sendData(...parts);
  }

  get needsDrain(): boolean {
    return this.#layer.needsDrain;
  }

  async onceDrained(): Promise<void> {
    const { stallMs } = this.#timeouts;
    const timer = setTimeout(() => {
      this.#ownError ??= this.#noAnswer('what is being sent', stallMs);
      this.#layer.destroy(); // an A-ABORT would wait behind what the peer does not take
    }, stallMs);
    await this.#layer.onceDrained();
    clearTimeout(timer);
  }

  onAssociateRequest(): void {
    throw new Error('a requestor is never asked for an association');
  }

  onAssociateAccept(accept: AssociateAccept): void {
    this.#stopOpeningTimer();
    this.#contexts = toAgreedContexts(this.#proposed, accept);
    const ownLimit =
      this.#options.shape?.maxPduBytes ?? this.#options.maxPduBytes ?? DEFAULT_SCU_MAX_PDU_BYTES;
    this.#maxSendPduBytes = chooseMaxPduBytes(accept.userInformation.maxPduBytes, ownLimit);
    this.#onAttempt?.(ok(this));
    this.#onAttempt = null;
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
    this.#layer.answerRelease();
  }

  onEnd(ending: AssociationEnding): void {
    this.#stopOpeningTimer();
    const error = this.#ownError ?? this.#explain(ending);
    this.#overError = error;
    this.#onAttempt?.(err(error));
    this.#onAttempt = null;
    this.#wait?.fail(error);
    this.#onEnded();
  }

  onClosed(): void {
    this.#wait = null;
  }

  isAcceptedContext(contextId: number): boolean {
    return this.#contexts.some(({ id }) => id === contextId);
  }

  onCommand(_contextId: number, command: CommandSet): DataSetSink | null {
    const wait = this.#wait;
    if (!wait?.isAnsweredBy(command)) {
      this.onFault(
        providerFault(ABORT_REASON.unexpectedParameter, 'it answered something that was not asked'),
      );
      return null;
    }
    this.#wait = null;
    wait.settle(command);
    return null;
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

  onBug(cause: unknown): void {
    this.#abortWith({
      kind: 'aborted',
      message: 'Something in Bucky itself failed while it talked to another station.',
      isWorthRetrying: false,
      cause,
    });
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(operation);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #exchange(
    contextId: number,
    commandField: number,
    encode: (messageId: number) => Buffer,
    dataSet: AsyncIterable<Buffer> | Buffer | null,
  ): Promise<Result<CommandSet, AssociationError>> {
    if (this.#overError) return err(this.#overError);
    this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1;
    const wait = new ResponseWait(commandField, this.#lastMessageId);
    this.#wait = wait;
    const shape = { pdvsPerPdu: 1, joinsCommandAndData: false, ...this.#options.shape };
    const writer = new MessageWriter(this, contextId, { ...shape, maxPduBytes: this.#maxSendPduBytes });
    writer.writeCommand(encode(this.#lastMessageId), dataSet !== null);
    if (dataSet !== null) await this.#sendDataSet(writer, dataSet);
    const { responseMs } = this.#timeouts;
    wait.startClock(responseMs, () => {
      this.#abortWith(this.#noAnswer('our request', responseMs));
    });
    return wait.outcome;
  }

  async #sendDataSet(writer: MessageWriter, dataSet: AsyncIterable<Buffer> | Buffer): Promise<void> {
    try {
      if (Buffer.isBuffer(dataSet)) await writer.writeData(dataSet);
      else for await (const slice of dataSet) if (!(await writer.writeData(slice))) return;
    } catch (cause) {
      const message = 'The object could not be read to its end, so sending it was broken off.';
      this.#abortWith({ kind: 'data-unreadable', message, isWorthRetrying: false, cause });
      return;
    }
    await writer.endData();
  }

  #findContext(sopClassUid: string, transferSyntaxUid: string): AgreedContext | null {
    const matches = (context: AgreedContext) =>
      context.sopClassUid === sopClassUid && context.transferSyntaxUid === transferSyntaxUid;
    return this.#contexts.find(matches) ?? null;
  }

  #startOpeningTimer(timeoutMs: number): void {
    this.#stopOpeningTimer();
    this.#openingTimer = setTimeout(() => {
      const isUp = this.#hasConnected;
      this.#abortWith(
        isUp
          ? this.#noAnswer('our request for an association', timeoutMs)
          : toConnectError(null, this.#options),
      );
    }, timeoutMs);
  }

  #stopOpeningTimer(): void {
    if (this.#openingTimer !== null) clearTimeout(this.#openingTimer);
    this.#openingTimer = null;
  }

  #abortWith(error: AssociationError): void {
    this.#ownError ??= error;
    this.#layer.abort(userFault(error.message));
  }

  #explain(ending: AssociationEnding): AssociationError {
    const neverStood = ending.kind === 'connection-lost' && !this.#hasConnected;
    return neverStood
      ? toConnectError(ending.code, this.#options)
      : toAssociationError(ending, this.#options);
  }

  #notAgreed(what: string): AssociationError {
    const message = `${this.#options.calledAeTitle} answers, but does not take ${what}.`;
    return { kind: 'not-agreed', message, isWorthRetrying: false };
  }

  #noAnswer(what: string, timeoutMs: number): AssociationError {
    const seconds = Math.round(timeoutMs / 1000);
    const message = `${this.#options.calledAeTitle} is there, but did not react to ${what} within ${seconds} s.`;
    return { kind: 'no-answer', message, isWorthRetrying: true };
  }
}

/** A response without a status is none that we can trust. */
function statusOf(response: CommandSet): number {
  return response.uint16(COMMAND_ELEMENT.status) ?? DIMSE_STATUS.processingFailure;
}
