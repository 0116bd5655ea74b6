import { VERIFICATION_SOP_CLASS } from '../../dicom/sop-class.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { EventReport, QueryNegotiation } from '../../shared/dimse-services.ts';
import { COMMAND_FIELD } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT } from '../dimse/command-set.ts';
import { encodeEchoRequest, encodeStoreRequest, type OutgoingObject } from '../dimse/request.ts';
import type { AgreedContext } from './agreed-contexts.ts';
import { notAgreed, type AssociationError } from './association-error.ts';
import { find, type FindAnswer, type FindEnd, type FindQuery } from './find.ts';
import { request, type NormalizedCall, type NormalizedResponse } from './normalized-call.ts';
import { get, move, type GetQuery, type MoveQuery, type RetrieveEnd } from './retrieve.ts';
import { ScuLink } from './scu-link.ts';
import type { ConnectOptions } from './scu-options.ts';

export interface StoreResponse {
  /** DIMSE status, unsigned 16 bit; `explainStatus` says it in words. */
  readonly status: number;
  readonly errorComment: string;
}

/**
 * An association that we opened: operations in the order of the calls, as many at one time as the agreed window lets,
 * which is one when none was agreed.
 */
export class ScuAssociation {
  readonly #link: ScuLink;

  private constructor(link: ScuLink) {
    this.#link = link;
  }

  static async open(options: ConnectOptions): Promise<Result<ScuAssociation, AssociationError>> {
    const attempt = await ScuLink.open(options);
    return attempt.ok ? ok(new ScuAssociation(attempt.value)) : attempt;
  }

  /** What the peer accepted; empty when it took nothing of what was proposed. */
  get contexts(): readonly AgreedContext[] {
    return this.#link.contexts;
  }

  get isOver(): boolean {
    return this.#link.isOver;
  }

  canStore(sopClassUid: string, transferSyntaxUid: string): boolean {
    return this.#link.findContext(sopClassUid, transferSyntaxUid) !== null;
  }

  /** What the peer agreed to of what was proposed for a query or retrieve service. */
  negotiationFor(sopClassUid: string): QueryNegotiation | null {
    return this.#link.negotiationFor(sopClassUid);
  }

  /** C-ECHO. @returns the status, 0x0000 when all is well */
  async echo(): Promise<Result<number, AssociationError>> {
    const context = this.#link.findContext(VERIFICATION_SOP_CLASS);
    if (!context) return err(notAgreed(this.#link.options, 'the connection test (C-ECHO)'));
    const { outcome } = this.#link.invoke({
      contextId: context.id,
      commandField: COMMAND_FIELD.echoRequest,
      encode: encodeEchoRequest,
      dataSet: null,
      responseTimeoutMs: this.#link.timeouts.responseMs,
    });
    const response = await outcome;
    return response.ok ? ok(response.value.status) : response;
  }

  /** C-STORE of the bytes as they are. A response with a failure status is a value: the association goes on. */
  async store(object: OutgoingObject): Promise<Result<StoreResponse, AssociationError>> {
    const context = this.#link.findContext(object.sopClassUid, object.transferSyntaxUid);
    if (!context) {
      const what = 'this kind of object, or not in the form in which it is stored';
      return err(notAgreed(this.#link.options, what));
    }
    const { outcome } = this.#link.invoke({
      contextId: context.id,
      commandField: COMMAND_FIELD.storeRequest,
      encode: (messageId) => encodeStoreRequest(messageId, object),
      dataSet: object.dataSet,
      responseTimeoutMs: this.#link.timeouts.responseMs,
    });
    const response = await outcome;
    if (!response.ok) return response;
    const { status, command } = response.value;
    return ok({ status, errorComment: command.text(COMMAND_ELEMENT.errorComment) });
  }

  /**
   * C-FIND. Yields the answers as they come and takes no more from the peer than is asked for. Whoever stops early, or
   * aborts `signal`, cancels the query at the peer; the association goes on.
   */
  find(query: FindQuery): AsyncGenerator<FindAnswer, Result<FindEnd, AssociationError>> {
    return find(this.#link, query);
  }

  /** C-MOVE: the peer sends to a third station, or to our listener, which it has to know by its AE title. */
  move(query: MoveQuery): Promise<Result<RetrieveEnd, AssociationError>> {
    return move(this.#link, query);
  }

  /** C-GET: the objects come over this association to the `storeHandler` of the options. */
  get(query: GetQuery): Promise<Result<RetrieveEnd, AssociationError>> {
    return get(this.#link, query);
  }

  /** N-CREATE, N-SET, N-GET, N-ACTION or N-DELETE. */
  request(call: NormalizedCall): Promise<Result<NormalizedResponse, AssociationError>> {
    return request(this.#link, call);
  }

  /** N-EVENT-REPORT, for which `role: 'scp'` was proposed. @returns the peer's status; null when it took none */
  reportEvent(report: EventReport): Promise<number | null> {
    return this.#link.live?.reportEvent(report) ?? Promise.resolve(null);
  }

  /** Parts in good order once what was asked for is done. Never rejects; a peer that does not answer is cut off. */
  release(): Promise<void> {
    return this.#link.release();
  }

  /** Ends the association at once; what runs fails. */
  abort(): void {
    this.#link.abortWith({
      kind: 'aborted',
      message: `Bucky broke off the association with ${this.#link.options.calledAeTitle}.`,
      isWorthRetrying: true,
    });
  }
}
