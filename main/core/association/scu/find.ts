import { err, ok, type Result } from '../../shared/result.ts';
import { COMMAND_FIELD } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT } from '../dimse/command-set.ts';
import { encodeQueryRequest, PRIORITY } from '../dimse/request.ts';
import { notAgreed, type AssociationError } from './association-error.ts';
import type { ScuLink } from './scu-link.ts';

export interface Query {
  readonly sopClassUid: string;
  /** The identifier, in the transfer syntax that the peer chose. */
  readonly encode: (transferSyntaxUid: string) => Buffer;
  /** One of `PRIORITY`; medium when absent. */
  readonly priority?: number;
  /** Aborted to cancel; the peer then ends it, as a rule with status 0xFE00. */
  readonly signal?: AbortSignal;
}

export type FindQuery = Query;

export interface FindAnswer {
  /** 0xFF00, or 0xFF01 when the peer did not use a key of the query. */
  readonly status: number;
  readonly identifier: Buffer;
  readonly transferSyntaxUid: string;
}

export interface FindEnd {
  readonly status: number;
  readonly errorComment: string;
}

/** Answers that wait for the one who asked; with more the peer has to wait. */
const MAX_WAITING_ANSWERS = 256;

export async function* find(
  link: ScuLink,
  query: FindQuery,
): AsyncGenerator<FindAnswer, Result<FindEnd, AssociationError>> {
  const context = link.findContext(query.sopClassUid);
  if (!context) return err(notAgreed(link.options, 'this kind of search'));
  const command = {
    commandField: COMMAND_FIELD.findRequest,
    sopClassUid: query.sopClassUid,
    priority: query.priority ?? PRIORITY.medium,
  };
  const answers = new AnswerQueue();
  const exchange = link.invoke({
    contextId: context.id,
    commandField: command.commandField,
    encode: (messageId) => encodeQueryRequest(messageId, command),
    dataSet: query.encode(context.transferSyntax),
    responseTimeoutMs: link.timeouts.responseMs,
    onPending: ({ status, dataSet }) =>
      answers.add({
        status,
        identifier: dataSet ?? Buffer.alloc(0),
        transferSyntaxUid: context.transferSyntax,
      }),
  });
  const outcome = exchange.outcome.finally(() => {
    answers.close();
  });
  const cancel = () => {
    exchange.cancel();
  };
  query.signal?.addEventListener('abort', cancel);
  if (query.signal?.aborted) cancel();
  try {
    for (;;) {
      const answer = await answers.next();
      if (answer === null) break;
      yield answer;
    }
    const end = await outcome;
    if (!end.ok) return end;
    const errorComment = end.value.command.text(COMMAND_ELEMENT.errorComment);
    return ok({ status: end.value.status, errorComment });
  } finally {
    query.signal?.removeEventListener('abort', cancel);
    if (answers.discard()) cancel();
    await outcome;
  }
}

/** Between the connection, which brings answers, and the one who asked. */
class AnswerQueue {
  #waiting: FindAnswer[] = [];
  #isClosed = false;
  #isDiscarding = false;
  #onTaken: (() => void) | null = null;
  #onAdded: (() => void) | null = null;

  add(answer: FindAnswer): Promise<void> | undefined {
    if (this.#isDiscarding) return undefined;
    this.#waiting.push(answer);
    this.#onAdded?.();
    if (this.#waiting.length < MAX_WAITING_ANSWERS) return undefined;
    return new Promise((resolve) => {
      this.#onTaken = resolve;
    });
  }

  async next(): Promise<FindAnswer | null> {
    while (this.#waiting.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#onAdded = resolve;
      });
    }
    const answer = this.#waiting.shift() ?? null;
    if (this.#waiting.length === 0) this.#release();
    return answer;
  }

  close(): void {
    this.#isClosed = true;
    this.#onAdded?.();
  }

  /** Nobody takes answers any more. @returns whether the peer is still sending */
  discard(): boolean {
    this.#isDiscarding = true;
    this.#waiting = [];
    this.#release();
    return !this.#isClosed;
  }

  #release(): void {
    this.#onTaken?.();
    this.#onTaken = null;
  }
}
