import type { CallerRight } from '../shared/caller-policy.ts';
import type { RefusalKind } from './acse/negotiation.ts';
import type { AssociationPeer } from './store-handler.ts';

export interface Refusal {
  readonly kind: RefusalKind;
  /** Plain words: what the caller asked for, whose side it is on, what helps. */
  readonly message: string;
}

export interface StoreReport {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** DIMSE status that was decided; null when the data set never became whole. */
  readonly status: number | null;
  /** False when the caller was gone before the answer; it will send the object again. */
  readonly wasAnswered: boolean;
  readonly dataSetBytes: number;
  /** From the command to the answer. */
  readonly durationMs: number;
}

/** A query, retrieval or N-operation that was answered. */
export interface OperationReport {
  /** Name of the service, such as `Study Root Query (FIND)`. */
  readonly service: string;
  /** Such as `C-FIND`. */
  readonly operation: string;
  /** DIMSE status of the final response. */
  readonly status: number;
  /** Answers of a query, objects of a retrieval that arrived; else 0. */
  readonly count: number;
  /** From the whole request to the final response. */
  readonly durationMs: number;
}

export interface AssociationSummary {
  readonly wasReleased: boolean;
  /** Finishes the sentence "The association ended: …". */
  readonly ending: string;
  /** Objects answered with success or a warning. */
  readonly storedCount: number;
  /** Objects answered with a failure, or cut short. */
  readonly failedCount: number;
  readonly durationMs: number;
}

/**
 * Hears what the listener does, after it has happened, for the log, the reception panel and notices. Called on the
 * association's own turn of the event loop: keep it short. What it throws is logged and goes no further.
 */
export interface AssociationObserver {
  associationOpened(peer: AssociationPeer): void;
  /** Exactly once for each `associationOpened`. */
  associationClosed(peer: AssociationPeer, summary: AssociationSummary): void;
  associationRefused(peer: AssociationPeer, refusal: Refusal): void;
  echoAnswered(peer: AssociationPeer): void;
  storeFinished(peer: AssociationPeer, report: StoreReport): void;
  /** The caller was let in, but asked for something that it may not do here. */
  rightsDenied?(peer: AssociationPeer, rights: ReadonlySet<CallerRight>): void;
  operationAnswered?(peer: AssociationPeer, report: OperationReport): void;
}
