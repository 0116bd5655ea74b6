import type { OutgoingInstance, WayBack } from '../../../shared/dimse-services.ts';
import type { AcceptedContext } from '../../acse/accepted-context.ts';
import { COMMAND_FIELD } from '../../dimse/command-field.ts';
import type { DimseSession } from '../../dimse/dimse-session.ts';
import { encodeStoreRequest } from '../../dimse/request.ts';

/** A peer that stores what it gets on slow media may take its time; then it is given up. */
const STORE_RESPONSE_TIMEOUT_MS = 300_000;

/** Sends objects over the association that asked for them, where the peer took the SCP role for their class. */
export class SameAssociationWayBack implements WayBack {
  readonly #session: DimseSession;

  constructor(session: DimseSession) {
    this.#session = session;
  }

  transferSyntaxesFor(sopClassUid: string): readonly string[] {
    return this.#contextsFor(sopClassUid).map(({ transferSyntax }) => transferSyntax);
  }

  async store(instance: OutgoingInstance): Promise<number | null> {
    const { sopClassUid, transferSyntaxUid, dataSet } = instance;
    const context = this.#contextsFor(sopClassUid).find(
      ({ transferSyntax }) => transferSyntax === transferSyntaxUid,
    );
    if (!context) throw new Error('the peer takes no such object in this transfer syntax');
    const exchange = this.#session.invoke({
      contextId: context.id,
      commandField: COMMAND_FIELD.storeRequest,
      encode: (messageId) => encodeStoreRequest(messageId, instance),
      dataSet,
      responseTimeoutMs: STORE_RESPONSE_TIMEOUT_MS,
    });
    const response = await exchange.outcome;
    return response?.status ?? null;
  }

  #contextsFor(sopClassUid: string): readonly AcceptedContext[] {
    return [...this.#session.contexts.values()].filter(
      ({ abstractSyntax, isPeerScp }) => isPeerScp && abstractSyntax === sopClassUid,
    );
  }
}
