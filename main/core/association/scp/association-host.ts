import type { Agreement, RefusalKind } from '../acse/negotiation.ts';
import type { AssociationObserver } from '../association-observer.ts';
import type { ListenerOptions } from '../listener-options.ts';
import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import type { StoreHandler } from '../store-handler.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Result } from '../../shared/result.ts';

/** What the listener can do with an association of its own. */
export interface HostedAssociation {
  /** True while an object is being received or kept. */
  readonly isBusy: boolean;
  /** Aborts as soon as the present operation, if any, has been answered. */
  stopSoon(): void;
  stopNow(): void;
  /** Cuts the connection without a word, for what has not gone by itself. */
  destroy(): void;
}

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
  onOpened(association: HostedAssociation): void;
  onEnded(association: HostedAssociation): void;
  /** Socket, timers and what it was storing are gone. */
  onGone(association: HostedAssociation): void;
}
