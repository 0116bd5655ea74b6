import type { Socket } from 'node:net';
import { ok, err, type Result } from '../../shared/result.ts';
import type { LiveAssociation, QueryNegotiation } from '../../shared/dimse-services.ts';
import type { AcceptedContext } from '../acse/accepted-context.ts';
import type { AssociationEnding } from '../acse/association-ending.ts';
import { explainEnding } from '../acse/association-ending.ts';
import { toCount } from '../acse/operations-terms.ts';
import { UpperLayer, type UpperLayerUser } from '../acse/upper-layer.ts';
import {
  DimseSession,
  type ExchangeProblem,
  type SessionOutlet,
  type SessionUser,
} from '../dimse/dimse-session.ts';
import type { DimseResponse, OutgoingRequest } from '../dimse/exchange.ts';
import { SessionAssociation } from '../dimse/live-association.ts';
import { chooseMaxPduBytes } from '../dimse/message-writer.ts';
import type { Operation, ServedRequest } from '../dimse/served-request.ts';
import type { AssociateAccept, ProposedContext } from '../pdu/associate-pdu.ts';
import { userFault, type PduFault } from '../pdu/pdu-fault.ts';
import { startOperation } from '../scp/operations/start-operation.ts';
import {
  toAcceptedContexts,
  toProposedContexts,
  toQueryNegotiation,
  type AgreedContext,
} from './agreed-contexts.ts';
import { toAssociateRequest } from './associate-request.ts';
import {
  noAnswer,
  toAssociationError,
  toConnectError,
  toOpeningError,
  type AssociationError,
  type OpeningProgress,
} from './association-error.ts';
import { openSocket } from './open-socket.ts';
import { toOperationHost } from './scu-operation-host.ts';
import {
  DEFAULT_SCU_MAX_PDU_BYTES,
  DEFAULT_SCU_TIMEOUTS,
  type ConnectOptions,
  type ScuTimeouts,
} from './scu-options.ts';

/** After an A-ABORT or a last word of ours, how long the other side may take to close (PS3.8 section 9.1.4). */
const ARTIM_MS = 10_000;

export type ScuAttempt = Result<ScuLink, AssociationError>;

/** The connection and the session of an association that we opened; `ScuAssociation` puts the operations on it. */
export class ScuLink implements UpperLayerUser, SessionUser, SessionOutlet {
  readonly options: ConnectOptions;
  readonly timeouts: ScuTimeouts;
  readonly #proposed: readonly ProposedContext[];
  readonly #layer: UpperLayer;
  readonly #ended: Promise<void>;
  #onEnded: () => void = () => undefined;
  #onAttempt: ((attempt: ScuAttempt) => void) | null;
  #openingTimer: NodeJS.Timeout | null = null;
  #progress: OpeningProgress = 'connecting';
  #accept: AssociateAccept | null = null;
  #session: DimseSession | null = null;
  #live: SessionAssociation | null = null;
  #overError: AssociationError | null = null;
  /** Set before we abort ourselves, so that the caller hears the cause in the words of the one who knew it. */
  #ownError: AssociationError | null = null;

  private constructor(
    socket: Socket,
    options: ConnectOptions,
    proposed: readonly ProposedContext[],
    onAttempt: (attempt: ScuAttempt) => void,
  ) {
    this.options = options;
    this.timeouts = { ...DEFAULT_SCU_TIMEOUTS, ...options.timeouts };
    this.#proposed = proposed;
    this.#onAttempt = onAttempt;
    this.#ended = new Promise((resolve) => {
      this.#onEnded = resolve;
    });
    socket.once('connect', () => {
      this.#progress = 'connected';
      this.#startOpeningTimer(this.timeouts.associateMs);
    });
    socket.once('secureConnect', () => {
      this.#progress = 'secured';
    });
    this.#startOpeningTimer(this.timeouts.connectMs);
    const onBug = (error: unknown) => {
      this.onBug(error);
    };
    const maxPduBytes = options.maxPduBytes ?? DEFAULT_SCU_MAX_PDU_BYTES;
    const request = toAssociateRequest(options, proposed, maxPduBytes);
    this.#layer = UpperLayer.request(socket, request, this, { maxPduBytes, artimTimeoutMs: ARTIM_MS, onBug });
  }

  static open(options: ConnectOptions): Promise<ScuAttempt> {
    return new Promise((resolve) => {
      const proposed = toProposedContexts(options.contexts);
      const socket = openSocket(options);
      new ScuLink(socket, options, proposed, resolve);
    });
  }

  /** What the peer accepted; empty when it took nothing of what was proposed. */
  get contexts(): readonly AgreedContext[] {
    return [...(this.#session?.contexts.values() ?? [])].map(({ id, abstractSyntax, transferSyntax }) => ({
      id,
      sopClassUid: abstractSyntax,
      transferSyntaxUid: transferSyntax,
    }));
  }

  get isOver(): boolean {
    return this.#overError !== null;
  }

  /** Null before the association stands. */
  get live(): LiveAssociation | null {
    return this.#live;
  }

  negotiationFor(sopClassUid: string): QueryNegotiation | null {
    return this.#accept && toQueryNegotiation(this.#accept, sopClassUid);
  }

  /** @param transferSyntaxUid any when absent */
  findContext(sopClassUid: string, transferSyntaxUid?: string): AcceptedContext | null {
    for (const context of this.#session?.contexts.values() ?? []) {
      if (context.abstractSyntax !== sopClassUid || !context.isPeerScp) continue;
      if (transferSyntaxUid === undefined || context.transferSyntax === transferSyntaxUid) return context;
    }
    return null;
  }

  /** Sends a request when its turn has come. `cancel` asks the peer to end it early; a response comes all the same. */
  invoke(request: OutgoingRequest): {
    readonly outcome: Promise<Result<DimseResponse, AssociationError>>;
    cancel(): void;
  } {
    const session = this.#session;
    if (!session || this.#overError) {
      return { outcome: Promise.resolve(err(this.#whyOver())), cancel: () => undefined };
    }
    const exchange = session.invoke(request);
    const outcome = exchange.outcome.then((response) => (response ? ok(response) : err(this.#whyOver())));
    return {
      outcome,
      cancel: () => {
        exchange.cancel();
      },
    };
  }

  async release(): Promise<void> {
    await this.#session?.onceQuiet();
    if (this.isOver) return;
    const { releaseMs } = this.timeouts;
    const timer = setTimeout(() => {
      this.abortWith(noAnswer(this.options, 'the goodbye', releaseMs));
    }, releaseMs);
    this.#layer.requestRelease();
    await this.#ended;
    clearTimeout(timer);
  }

  abortWith(error: AssociationError): void {
    this.#ownError ??= error;
    this.#layer.abort(userFault(error.message));
  }

  sendData(...parts: readonly Buffer[]): boolean {
    return this.#layer.sendData(...parts);
  }

  get needsDrain(): boolean {
    return this.#layer.needsDrain;
  }

  async onceDrained(): Promise<void> {
    const { stallMs } = this.timeouts;
    const timer = setTimeout(() => {
      this.#ownError ??= noAnswer(this.options, 'what is being sent', stallMs);
      this.#layer.destroy(); // an A-ABORT would wait behind what the peer does not take
    }, stallMs);
    await this.#layer.onceDrained();
    clearTimeout(timer);
  }

  hold(): void {
    this.#layer.hold();
  }

  resume(): void {
    this.#layer.resume();
  }

  onAssociateRequest(): void {
    throw new Error('a requestor is never asked for an association');
  }

  onAssociateAccept(accept: AssociateAccept): void {
    this.#stopOpeningTimer();
    const { options } = this;
    this.#accept = accept;
    const ownLimit = options.shape?.maxPduBytes ?? options.maxPduBytes ?? DEFAULT_SCU_MAX_PDU_BYTES;
    const maxPduBytes = chooseMaxPduBytes(accept.userInformation.maxPduBytes, ownLimit);
    const window = options.operations && accept.userInformation.asynchronousOperationsWindow;
    this.#session = new DimseSession(this, this, {
      contexts: toAcceptedContexts(this.#proposed, accept, options.services ?? []),
      shape: { pdvsPerPdu: 1, joinsCommandAndData: false, ...options.shape, maxPduBytes },
      maxInvoked: toCount(window?.maxInvoked ?? 1),
      maxPerformed: toCount(window?.maxPerformed ?? 1),
    });
    this.#live = new SessionAssociation(this.#session);
    this.#onAttempt?.(ok(this));
    this.#onAttempt = null;
  }

  onPdvStart(contextId: number, isCommand: boolean): void {
    this.#session?.receiver.onPdvStart(contextId, isCommand);
  }

  onFragment(slice: Buffer): void {
    this.#session?.receiver.onFragment(slice);
  }

  onPdvEnd(isLast: boolean): void {
    this.#session?.receiver.onPdvEnd(isLast);
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
    this.#live?.letGo();
    void this.#session?.end(explainEnding(ending)).finally(() => this.#onEnded());
    if (!this.#session) this.#onEnded();
  }

  onClosed(): void {
    // Everything was let go when the association ended.
  }

  startOperation(request: ServedRequest): Operation {
    if (!this.#session || !this.#accept || !this.#live)
      throw new Error('an operation came before the association stood');
    const onBug = (error: unknown) => {
      this.onBug(error);
    };
    const host = toOperationHost(this.options, this.#accept, this.#session, { live: this.#live, onBug });
    return startOperation(request, host);
  }

  onOperationEnded(): void {
    // The peer's requests decide nothing here: we part when we are done.
  }

  onExchangeFailed(problem: ExchangeProblem): void {
    if (problem.kind === 'no-response') {
      this.abortWith(noAnswer(this.options, 'our request', problem.timeoutMs));
      return;
    }
    const message = 'The object could not be read to its end, so sending it was broken off.';
    this.abortWith({ kind: 'data-unreadable', message, isWorthRetrying: false, cause: problem.cause });
  }

  onFault(fault: PduFault): void {
    this.#layer.abort(fault);
  }

  onBug(cause: unknown): void {
    this.abortWith({
      kind: 'aborted',
      message: 'Something in Bucky itself failed while it talked to another station.',
      isWorthRetrying: false,
      cause,
    });
  }

  #whyOver(): AssociationError {
    return this.#overError ?? toAssociationError({ kind: 'released' }, this.options);
  }

  #startOpeningTimer(timeoutMs: number): void {
    this.#stopOpeningTimer();
    this.#openingTimer = setTimeout(() => {
      const isUp = this.#progress !== 'connecting';
      this.abortWith(
        isUp
          ? noAnswer(this.options, 'our request for an association', timeoutMs)
          : toConnectError(null, this.options),
      );
    }, timeoutMs);
  }

  #stopOpeningTimer(): void {
    if (this.#openingTimer !== null) clearTimeout(this.#openingTimer);
    this.#openingTimer = null;
  }

  #explain(ending: AssociationEnding): AssociationError {
    if (ending.kind !== 'connection-lost' || this.#accept) return toAssociationError(ending, this.options);
    return toOpeningError(ending, this.options, this.#progress);
  }
}
