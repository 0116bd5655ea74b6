import type { Socket } from 'node:net';
import type { Result } from '../../shared/result.ts';
import { explainEnding, type AssociationEnding } from '../acse/association-ending.ts';
import { IdleTimer } from '../acse/idle-timer.ts';
import { REJECT_FIELDS } from '../acse/negotiation.ts';
import { toCount } from '../acse/operations-terms.ts';
import { UpperLayer, type UpperLayerUser } from '../acse/upper-layer.ts';
import { DimseSession, type ExchangeProblem, type SessionUser } from '../dimse/dimse-session.ts';
import { SessionAssociation } from '../dimse/live-association.ts';
import { chooseMaxPduBytes } from '../dimse/message-writer.ts';
import type { Operation, ServedRequest } from '../dimse/served-request.ts';
import { isStored } from '../dimse/status.ts';
import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import { ABORT_REASON, providerFault, userFault, type PduFault } from '../pdu/pdu-fault.ts';
import type { AssociationPeer } from '../store-handler.ts';
import type { Admission, AssociationHost, HostedAssociation } from './association-host.ts';
import {
  explainRefusal,
  logAnswered,
  logClosed,
  logOpened,
  logRefused,
  type RefusalCause,
} from './association-log.ts';
import { toSecurity } from './connection-security.ts';
import type { OperationHost } from './operations/operation-host.ts';
import { startOperation } from './operations/start-operation.ts';
import { toPeer, toPlainAddress } from './peer.ts';

/** What is known once a request has been accepted. */
interface Opened {
  readonly peer: AssociationPeer;
  readonly session: DimseSession;
  readonly operationHost: OperationHost;
  readonly live: SessionAssociation;
  readonly openedAtMs: number;
  readonly idleTimer: IdleTimer;
}

/** An association that a peer opened with us: from its request to its end, with everything that is served over it. */
export class ScpAssociation implements UpperLayerUser, SessionUser, HostedAssociation {
  readonly #host: AssociationHost;
  readonly #address: string;
  readonly #socket: Socket;
  readonly #layer: UpperLayer;
  #opened: Opened | null = null;
  /** What still runs in handlers; the association is gone only when that is settled. */
  #settling: Promise<unknown> | null = null;
  #lastOperationAtMs = 0;
  #storedCount = 0;
  #failedCount = 0;
  #isStopping = false;
  #isReleaseWanted = false;

  constructor(socket: Socket, host: AssociationHost) {
    this.#host = host;
    this.#socket = socket;
    this.#address = toPlainAddress(socket.remoteAddress);
    const { maxPduBytes, artimTimeoutMs } = host.options();
    const onBug = (error: unknown) => {
      this.#reportBug(error);
    };
    this.#layer = UpperLayer.accept(socket, this, { maxPduBytes, artimTimeoutMs, onBug });
  }

  get peer(): AssociationPeer | null {
    return this.#opened?.peer ?? null;
  }

  get isBusy(): boolean {
    return this.#opened?.session.isServing ?? false;
  }

  stopSoon(): void {
    this.#isStopping = true;
    if (this.isBusy) this.#opened?.session.cancelAll();
    else this.stopNow();
  }

  stopNow(): void {
    this.#layer.abort(userFault('Bucky is closing'));
  }

  destroy(): void {
    this.#layer.destroy();
  }

  onAssociateRequest(request: AssociateRequest): void {
    const peer = toPeer(request, this.#host.nextAssociationId(), this.#address);
    const decision = this.#host.decide(request, peer, toSecurity(this.#socket));
    if (!(decision instanceof Promise)) {
      this.#onDecision(request, peer, decision);
      return;
    }
    decision
      .then((settled) => {
        this.#onDecision(request, peer, settled);
      })
      .catch((error: unknown) => {
        this.onBug(error);
      });
  }

  onAssociateAccept(): void {
    throw new Error('an acceptor never awaits an A-ASSOCIATE-AC');
  }

  onPdvStart(contextId: number, isCommand: boolean): void {
    this.#opened?.session.receiver.onPdvStart(contextId, isCommand);
  }

  onFragment(slice: Buffer): void {
    this.#opened?.session.receiver.onFragment(slice);
  }

  onPdvEnd(isLast: boolean): void {
    this.#opened?.session.receiver.onPdvEnd(isLast);
  }

  onReleaseRequest(): void {
    const session = this.#opened?.session;
    if (session?.receiver.isInsideMessage) {
      const detail = 'it wanted to part in the middle of an object';
      this.#layer.abort(providerFault(ABORT_REASON.unexpectedPdu, detail));
      return;
    }
    this.#isReleaseWanted = true;
    session?.cancelAll();
    if (!this.isBusy) this.#layer.answerRelease();
  }

  onEnd(ending: AssociationEnding): void {
    const opened = this.#opened;
    if (opened === null) {
      // Refusals have been logged with what was asked for; anything else that never became an association is told here.
      if (ending.kind !== 'rejected') this.#logFailedAttempt(ending);
      return;
    }
    opened.idleTimer.close();
    opened.live.letGo();
    this.#host.onEnded(this);
    const wasBusy = this.isBusy;
    const ended = opened.session.end(explainEnding(ending));
    if (wasBusy) this.#settling = ended.finally(() => this.#sumUp(opened, ending));
    else this.#sumUp(opened, ending);
  }

  onClosed(): void {
    void Promise.allSettled([this.#settling]).then(() => this.#host.onGone(this));
  }

  startOperation(request: ServedRequest): Operation {
    if (!this.#opened) throw new Error('an operation came before the association stood');
    return startOperation(request, this.#opened.operationHost);
  }

  onOperationEnded(): void {
    this.#lastOperationAtMs = performance.now();
    // Whatever ended is reported first; then the association may go.
    if (this.#isStopping || this.#isReleaseWanted) queueMicrotask(() => this.#leaveIfQuiet());
  }

  onExchangeFailed(problem: ExchangeProblem): void {
    if (problem.kind === 'data-unreadable') {
      this.onBug(problem.cause);
      return;
    }
    const seconds = Math.round(problem.timeoutMs / 1000);
    this.#layer.abort(userFault(`it did not answer what we sent it within ${seconds} s`));
  }

  onFault(fault: PduFault): void {
    this.#layer.abort(fault);
  }

  onBug(error: unknown): void {
    this.#reportBug(error);
    this.#layer.abort(userFault('something in Bucky itself failed'));
  }

  #leaveIfQuiet(): void {
    if (this.isBusy) return;
    if (this.#isStopping) this.stopNow();
    else if (this.#layer.isReleaseAsked) this.#layer.answerRelease();
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

  #onDecision(
    request: AssociateRequest,
    peer: AssociationPeer,
    decision: Result<Admission, RefusalCause>,
  ): void {
    if (!this.#layer.isAsked) return; // it left, or broke the protocol, while the policy was deciding
    const refusal = decision.ok ? this.#host.findLimit(peer, decision.value) : decision.error;
    if (refusal) this.#refuse(peer, refusal);
    else if (decision.ok) this.#accept(request, peer, decision.value);
  }

  #accept(request: AssociateRequest, peer: AssociationPeer, { agreement }: Admission): void {
    const { logger, observer } = this.#host;
    const options = this.#host.options();
    const maxPduBytes = chooseMaxPduBytes(request.userInformation.maxPduBytes, options.maxPduBytes);
    const session = new DimseSession(this.#layer, this, {
      contexts: agreement.contexts,
      shape: { maxPduBytes, pdvsPerPdu: 1, joinsCommandAndData: false },
      maxPerformed: toCount(agreement.operations.maxPerformed),
      maxInvoked: toCount(agreement.operations.maxInvoked),
    });
    const live = new SessionAssociation(session);
    this.#opened = {
      peer,
      session,
      operationHost: this.#makeOperationHost(peer, session, live),
      live,
      openedAtMs: performance.now(),
      idleTimer: new IdleTimer({
        timeoutMs: options.idleTimeoutMs,
        lastActivityAtMs: () => Math.max(this.#layer.lastActivityAtMs, this.#lastOperationAtMs),
        isBusy: () => session.isOurTurn,
        onIdle: () => {
          this.#layer.abort(userFault(`nothing came for ${Math.round(options.idleTimeoutMs / 1000)} s`));
        },
      }),
    };
    this.#host.onOpened(this);
    this.#layer.accept(agreement.accept);
    logOpened(logger, peer, request, agreement);
    observer.associationOpened(peer);
    if (agreement.deniedRights.size > 0) observer.rightsDenied?.(peer, agreement.deniedRights);
  }

  #makeOperationHost(
    peer: AssociationPeer,
    session: DimseSession,
    association: SessionAssociation,
  ): OperationHost {
    const { logger, observer, storeHandler } = this.#host;
    return {
      peer,
      storeHandler,
      session,
      association,
      isAllowed: (right) => this.#host.mayNow(peer, right),
      reportBug: (error) => {
        this.#reportFailure(error);
      },
      onEchoed: () => {
        observer.echoAnswered(peer);
      },
      onStored: (report) => {
        if (report.status !== null && isStored(report.status)) this.#storedCount += 1;
        else this.#failedCount += 1;
        observer.storeFinished(peer, report);
      },
      onAnswered: (report) => {
        logAnswered(logger, peer, report);
        observer.operationAnswered?.(peer, report);
      },
    };
  }

  #refuse(peer: AssociationPeer, cause: RefusalCause): void {
    const refusal = explainRefusal(cause, peer, this.#host.options().aeTitle);
    this.#host.onRefused(this);
    this.#layer.reject(REJECT_FIELDS[cause.kind]);
    logRefused(this.#host.logger, peer, refusal);
    this.#host.observer.associationRefused(peer, refusal);
  }

  #logFailedAttempt(ending: AssociationEnding): void {
    const message = `Something at ${this.#address} connected but did not start an association: ${explainEnding(ending)}.`;
    const fields = { address: this.#address, ending: ending.kind };
    // Port checks of network monitors connect and close; that is nobody's fault.
    if (ending.kind === 'connection-lost') this.#host.logger.debug(message, fields);
    else this.#host.logger.warn(message, fields);
  }

  #reportFailure(error: unknown): void {
    this.#log('Something failed inside Bucky while it answered a device. The device was told so.', error);
  }

  #reportBug(error: unknown): void {
    this.#log('Something failed inside Bucky while it talked to a device. That association ends.', error);
  }

  #log(message: string, error: unknown): void {
    const detail = error instanceof Error ? error.stack : typeof error;
    this.#host.logger.error(message, { address: this.#address, error: detail });
  }
}
