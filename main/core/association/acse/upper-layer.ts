import type { Socket } from 'node:net';
import { assertNever } from '../../shared/result.ts';
import type { AssociateAccept, AssociateReject, AssociateRequest } from '../pdu/associate-pdu.ts';
import {
  encodeAbort,
  encodeAssociateAccept,
  encodeAssociateReject,
  encodeAssociateRequest,
  encodeReleaseReply,
  encodeReleaseRequest,
} from '../pdu/encode-pdu.ts';
import { ABORT_REASON, ABORT_SOURCE, providerFault, userFault, type PduFault } from '../pdu/pdu-fault.ts';
import { PduStream, type PduConsumer } from '../pdu/pdu-stream.ts';
import { PDU_NAME, PDU_TYPE, type PduType } from '../pdu/pdu-type.ts';
import type { AssociationEnding } from './association-ending.ts';
import { toPeerEvent, type PeerEvent } from './peer-event.ts';
import { Transport, type TransportUser } from './transport.ts';
import {
  ACTIONS,
  findAction,
  STATES,
  type Action,
  type State,
  type Step,
  type UpperLayerEvent,
} from './state-table.ts';

/** The service above: acceptor or requestor. Called in the order of events; none of these may throw. */
export interface UpperLayerUser {
  /** Answer with `accept` or `reject` on the layer. */
  onAssociateRequest(request: AssociateRequest): void;
  onAssociateAccept(accept: AssociateAccept): void;
  onPdvStart(contextId: number, isCommand: boolean): void;
  onFragment(slice: Buffer): void;
  onPdvEnd(isLast: boolean): void;
  /** Answer with `answerRelease`. */
  onReleaseRequest(): void;
  /** The association is over; exactly once. The socket may live on for a moment. */
  onEnd(ending: AssociationEnding): void;
  /** The socket is gone and nothing is held any more; exactly once, after `onEnd`. */
  onClosed(): void;
}

export interface UpperLayerOptions {
  /** Longest P-DATA-TF variable field that we take, in bytes. */
  readonly maxPduBytes: number;
  /** PS3.8 section 9.1.4. */
  readonly artimTimeoutMs: number;
  /** A bug in the code above: the association is aborted, the others go on. */
  readonly onBug: (error: unknown) => void;
}

/** What belongs to an event; which of it is used, the action decides. */
interface Occasion {
  readonly pdu?: Buffer;
  readonly indicate?: () => void;
  readonly ending?: AssociationEnding;
  readonly fault?: PduFault;
}

/**
 * One transport connection and the state machine of PS3.8 section 9.2 on it, for both roles. Owns the socket: it is
 * destroyed at the end, whatever happens.
 */
export class UpperLayer implements PduConsumer, TransportUser {
  readonly #transport: Transport;
  readonly #user: UpperLayerUser;
  readonly #options: UpperLayerOptions;
  readonly #role: 'requestor' | 'acceptor';
  readonly #stream: PduStream;
  #state: State = 'Sta1';
  #artim: NodeJS.Timeout | null = null;
  #hasEnded = false;

  private constructor(
    socket: Socket,
    role: 'requestor' | 'acceptor',
    user: UpperLayerUser,
    options: UpperLayerOptions,
  ) {
    this.#role = role;
    this.#user = user;
    this.#options = options;
    this.#stream = new PduStream(this, options.maxPduBytes);
    this.#transport = new Transport(socket, this, role === 'acceptor');
  }

  /** Takes over an accepted connection; the peer's A-ASSOCIATE-RQ must come within ARTIM. */
  static accept(socket: Socket, user: UpperLayerUser, options: UpperLayerOptions): UpperLayer {
    const layer = new UpperLayer(socket, 'acceptor', user, options);
    layer.#fire('transport-indication', {});
    return layer;
  }

  /** Takes over a connection that is being made; sends the request as soon as it stands. */
  static request(
    socket: Socket,
    request: AssociateRequest,
    user: UpperLayerUser,
    options: UpperLayerOptions,
  ): UpperLayer {
    const layer = new UpperLayer(socket, 'requestor', user, options);
    layer.#fire('associate-request', {});
    layer.#transport.onceConnected(() => {
      layer.#fire('transport-confirm', { pdu: encodeAssociateRequest(request) });
    });
    return layer;
  }

  get state(): State {
    return this.#state;
  }

  /** From `performance.now()`: when bytes last came from the peer, or it had read what waited for it. */
  get lastActivityAtMs(): number {
    return this.#transport.lastActivityAtMs;
  }

  get isEstablished(): boolean {
    return this.#state === 'Sta6';
  }

  /** True while the peer waits for `accept` or `reject`. */
  get isAsked(): boolean {
    return this.#state === 'Sta3';
  }

  /** True while the peer waits for `answerRelease`. */
  get isReleaseAsked(): boolean {
    return findAction('release-response', this.#state) !== null;
  }

  accept(accept: AssociateAccept): void {
    this.#fire('associate-response-accept', { pdu: encodeAssociateAccept(accept) });
  }

  reject(reject: AssociateReject): void {
    this.#fire('associate-response-reject', {
      pdu: encodeAssociateReject(reject),
      ending: { kind: 'rejected', reject },
    });
  }

  /**
   * Writes one or more P-DATA-TF PDUs; the caller keeps to the peer's maximum, and waits for `onceDrained` while
   * `needsDrain`, so that a peer that does not read cannot grow our memory.
   *
   * @returns false when nothing was sent because the association is over
   */
  sendData(...parts: readonly Buffer[]): boolean {
    const action = findAction('data-request', this.#state);
    if (action === null || this.#transport.isGone) return false;
    this.#state = this.#nextOf(ACTIONS[action]);
    this.#transport.write(parts);
    return true;
  }

  /** True when a sender of much should wait for `onceDrained` before it goes on. */
  get needsDrain(): boolean {
    return this.#transport.needsDrain;
  }

  /** Settles when the peer has read enough, or when the connection is gone. */
  onceDrained(): Promise<void> {
    return this.#transport.onceDrained();
  }

  requestRelease(): void {
    if (findAction('release-request', this.#state) === null) return;
    this.#fire('release-request', { pdu: encodeReleaseRequest() });
  }

  answerRelease(): void {
    this.#fire('release-response', { pdu: encodeReleaseReply(), ending: { kind: 'released' } });
  }

  /** Ends the association for reasons of our own or of the peer's making. Does nothing when it is already over. */
  abort(fault: PduFault): void {
    if (this.#hasEnded) return;
    const ending: AssociationEnding = { kind: 'aborted-by-us', fault };
    if (findAction('abort-request', this.#state) !== null) this.#fire('abort-request', { fault, ending });
    else this.destroy();
  }

  /** Cuts the connection without a word. */
  destroy(): void {
    this.#stream.stop();
    this.#transport.destroy();
  }

  /** Takes nothing more from the peer until as many `resume` calls came; the socket fills up and TCP slows the peer down. */
  hold(): void {
    this.#stream.hold();
  }

  resume(): void {
    try {
      this.#stream.release();
    } catch (error) {
      this.#onBug(error);
    }
    if (!this.#stream.isBlocked) this.#transport.resume();
  }

  onBytes(chunk: Buffer): void {
    // Pausing costs; most holds are over before the next chunk comes. So only a chunk that finds the stream held pauses.
    if (this.#stream.isBlocked) this.#transport.pause();
    try {
      this.#stream.push(chunk);
    } catch (error) {
      this.#onBug(error);
    }
  }

  onClosed(errorCode: string | null): void {
    this.#stopArtim();
    const wasInsidePdu = this.#stream.isInsidePdu && !this.#stream.isStopped;
    this.#stream.stop();
    const ending: AssociationEnding = { kind: 'connection-lost', code: errorCode, wasInsidePdu };
    if (this.#state !== 'Sta1') this.#fire('transport-closed', { ending });
    this.#end(ending);
    this.#user.onClosed();
  }

  onControlPdu(type: Exclude<PduType, typeof PDU_TYPE.data>, body: Buffer): void {
    const peerEvent = toPeerEvent(type, body);
    this.#fire(peerEvent.event, this.#occasionOf(peerEvent, type));
  }

  onDataPdu(): void {
    const action = findAction('data-pdu', this.#state);
    if (action === 'DT-2' || action === 'AR-6') return; // its fragments are the indication
    if (action === 'AA-6') {
      this.#stream.stop();
      return;
    }
    this.#fire('data-pdu', { fault: this.#outOfPlace(PDU_TYPE.data) });
  }

  onPdvStart(contextId: number, isCommand: boolean): void {
    this.#user.onPdvStart(contextId, isCommand);
  }

  onFragment(slice: Buffer): void {
    this.#user.onFragment(slice);
  }

  onPdvEnd(isLast: boolean): void {
    this.#user.onPdvEnd(isLast);
  }

  onFault(fault: PduFault): void {
    this.#fire('invalid-pdu', { fault });
  }

  /** The fault is for the states in which the PDU has no place. */
  #occasionOf(peerEvent: PeerEvent, type: PduType): Occasion {
    const fault = this.#outOfPlace(type);
    switch (peerEvent.event) {
      case 'associate-rq-pdu':
        return { fault, indicate: () => this.#user.onAssociateRequest(peerEvent.request) };
      case 'associate-ac-pdu':
        return { fault, indicate: () => this.#user.onAssociateAccept(peerEvent.accept) };
      case 'associate-rj-pdu':
        return { fault, ending: { kind: 'rejected', reject: peerEvent.reject } };
      case 'release-rq-pdu':
        return { fault, indicate: () => this.#user.onReleaseRequest() };
      case 'release-rp-pdu':
        // In a release collision the acceptor's user answers once the requestor has (AR-10, then AR-4).
        return { fault, ending: { kind: 'released' }, indicate: () => this.answerRelease() };
      case 'abort-pdu':
        return { ending: { kind: 'aborted-by-peer', ...peerEvent.abort } };
      case 'invalid-pdu':
        return { fault: peerEvent.fault };
      default:
        return assertNever(peerEvent);
    }
  }

  #outOfPlace(type: PduType): PduFault {
    const detail = `its ${PDU_NAME[type]} came where it has no place (${STATES[this.#state]})`;
    return providerFault(ABORT_REASON.unexpectedPdu, detail);
  }

  #fire(event: UpperLayerEvent, occasion: Occasion): void {
    const name = findAction(event, this.#state);
    if (name === null) throw new Error(`${event} cannot happen in ${this.#state}`);
    const action: Action = ACTIONS[name];
    this.#state = this.#nextOf(action);
    for (const step of action.steps) this.#run(step, occasion);
  }

  #nextOf(action: Action): State {
    return typeof action.next === 'string' ? action.next : action.next[this.#role];
  }

  #run(step: Step, occasion: Occasion): void {
    switch (step) {
      case 'connect':
        break; // whoever made the socket has called connect on it
      case 'send':
        if (occasion.pdu) this.#transport.write([occasion.pdu]);
        break;
      case 'send-abort':
        this.#sendAbort(occasion.fault);
        break;
      case 'indicate':
        occasion.indicate?.();
        break;
      case 'end':
        if (occasion.ending) this.#end(occasion.ending);
        break;
      case 'end-by-fault':
        if (occasion.fault) this.#end({ kind: 'aborted-by-us', fault: occasion.fault });
        break;
      case 'start-artim':
        this.#startArtim();
        break;
      case 'stop-artim':
        this.#stopArtim();
        break;
      case 'close-transport':
        this.destroy();
        break;
    }
  }

  #onBug(error: unknown): void {
    this.#options.onBug(error);
    this.abort(userFault('something in Bucky itself failed'));
  }

  #sendAbort(fault: PduFault = userFault('no reason given')): void {
    const isOurs = fault.source === 'service-user';
    const source = isOurs ? ABORT_SOURCE.serviceUser : ABORT_SOURCE.serviceProvider;
    this.#stream.stop();
    this.#transport.sayLast(encodeAbort({ source, reason: fault.reason }));
  }

  #startArtim(): void {
    this.#stopArtim();
    this.#artim = setTimeout(() => {
      this.#fire('artim-expired', { ending: { kind: 'peer-silent' } });
    }, this.#options.artimTimeoutMs);
  }

  #stopArtim(): void {
    if (this.#artim !== null) clearTimeout(this.#artim);
    this.#artim = null;
  }

  #end(ending: AssociationEnding): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#user.onEnd(ending);
  }
}
