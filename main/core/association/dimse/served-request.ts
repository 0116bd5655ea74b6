import type { AcceptedContext } from '../acse/accepted-context.ts';
import type { CommandSet } from './command-set.ts';
import type { DataSetSink } from './message-receiver.ts';
import { encodeResponse, type ResponseFields } from './response.ts';
import type { WholeMessage } from './encode-message.ts';

/** The session's side of a request that is being served. */
export interface RequestSeat {
  send(messages: readonly WholeMessage[]): boolean | Promise<boolean>;
  /** The final response is out, and the peer takes more: another request may be served. */
  leave(request: ServedRequest): void;
}

/** What serves a request, from its command to its final response. */
export interface Operation {
  /** Takes the data set that the command announced; null reads past it. */
  readonly sink: DataSetSink | null;
  /** True while the peer waits for us: its silence means nothing. */
  readonly isOurTurn: boolean;
  /** True when it cannot end without messages from the peer, so that nothing may hold them up. */
  readonly needsPeer: boolean;
  /** C-CANCEL, or the station is closing: end soon, with a response. */
  cancel(): void;
  /** The association is over. Resolves when nothing is held any more; never rejects. */
  end(reason: string): Promise<void>;
}

/** A request of the peer's. */
export class ServedRequest {
  readonly context: AcceptedContext;
  readonly command: CommandSet;
  readonly messageId: number;
  readonly #seat: RequestSeat;
  operation: Operation | null = null;
  #isFinished = false;

  constructor(context: AcceptedContext, command: CommandSet, messageId: number, seat: RequestSeat) {
    this.context = context;
    this.command = command;
    this.messageId = messageId;
    this.#seat = seat;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Sends responses that are not the last. @returns as the lane does */
  respond(messages: readonly Omit<WholeMessage, 'contextId'>[]): boolean | Promise<boolean> {
    const contextId = this.context.id;
    return this.#seat.send(messages.map((message) => ({ ...message, contextId })));
  }

  /** Sends the last response. @returns false when nobody was there any more */
  finish(fields: ResponseFields, dataSet: Buffer | null = null): boolean {
    if (this.#isFinished) throw new Error('a request was answered twice');
    this.#isFinished = true;
    const command = encodeResponse(this.command, fields, dataSet !== null);
    const sent = this.respond([{ command, dataSet }]);
    if (typeof sent === 'boolean') this.#seat.leave(this);
    else void sent.finally(() => this.#seat.leave(this));
    return sent !== false;
  }
}
