import type { Agreement, RefusalKind } from '../acse/negotiation.ts';
import type { AssociationObserver } from '../association-observer.ts';
import type { ListenerOptions } from '../listener-options.ts';
import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import type { StoreHandler } from '../store-handler.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Result } from '../../shared/result.ts';
import type { ScpAssociation } from './scp-association.ts';

/** What an association needs of the listener that accepted it. */
export interface AssociationHost {
  /** As they are now: they can change while running. */
  options(): ListenerOptions;
  readonly storeHandler: StoreHandler;
  readonly observer: AssociationObserver;
  readonly logger: Logger;
  nextAssociationId(): number;
  /** Decides on a request, with regard to how many associations are open. */
  decide(request: AssociateRequest): Result<Agreement, RefusalKind>;
  onOpened(association: ScpAssociation): void;
  onEnded(association: ScpAssociation): void;
  /** Socket, timers and what it was storing are gone. */
  onGone(association: ScpAssociation): void;
}
