import type { CallerRight } from '../../../shared/caller-policy.ts';
import type { LiveAssociation } from '../../../shared/dimse-services.ts';
import type { OperationReport, StoreReport } from '../../association-observer.ts';
import type { DimseSession } from '../../dimse/dimse-session.ts';
import type { AssociationPeer, StoreHandler } from '../../store-handler.ts';

/** What the operations of one association need of it. */
export interface OperationHost {
  readonly peer: AssociationPeer;
  /** Null where no objects are taken. */
  readonly storeHandler: StoreHandler | null;
  readonly session: DimseSession;
  readonly association: LiveAssociation;
  /** As it is now, which may be less than what was agreed at the beginning. */
  isAllowed(right: CallerRight): boolean;
  /** Something of ours failed; the association goes on. */
  reportBug(error: unknown): void;
  /** What was kept or not of an object; null for the status of one that never became whole. */
  onStored(report: StoreReport): void;
  onEchoed(): void;
  onAnswered(report: OperationReport): void;
}
