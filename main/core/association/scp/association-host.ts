import type { CallerRight } from '../../shared/caller-policy.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Result } from '../../shared/result.ts';
import type { Agreement } from '../acse/negotiation.ts';
import type { AssociationObserver } from '../association-observer.ts';
import type { ListenerOptions } from '../listener-options.ts';
import type { AssociateRequest } from '../pdu/associate-pdu.ts';
import type { AssociationPeer, StoreHandler } from '../store-handler.ts';
import type { RefusalCause } from './association-log.ts';

/** What the listener can do with an association of its own. */
export interface HostedAssociation {
  /** Null until the caller has said who it is. */
  readonly peer: AssociationPeer | null;
  /** True while an operation runs. */
  readonly isBusy: boolean;
  /** Aborts as soon as the present operations, if any, have been answered. */
  stopSoon(): void;
  stopNow(): void;
  /** Cuts the connection without a word, for what has not gone by itself. */
  destroy(): void;
}

/** How a connection is secured. */
export interface ConnectionSecurity {
  readonly isEncrypted: boolean;
  /** Common name of the caller's certificate, if it gave one that is trusted. */
  readonly certificateName: string | null;
}

/** What was decided on a request that may be let in. */
export interface Admission {
  readonly agreement: Agreement;
  /** Null where the caller has no limit of its own. */
  readonly maxAssociationsOfCaller: number | null;
}

/** What an association needs of the listener that accepted it. */
export interface AssociationHost {
  /** As they are now: they can change while running. */
  options(): ListenerOptions;
  readonly storeHandler: StoreHandler;
  readonly observer: AssociationObserver;
  readonly logger: Logger;
  nextAssociationId(): number;
  decide(
    request: AssociateRequest,
    peer: AssociationPeer,
    security: ConnectionSecurity,
  ): Result<Admission, RefusalCause> | Promise<Result<Admission, RefusalCause>>;
  /** @returns why there is no room for it, now that it is to be opened; null when there is */
  findLimit(peer: AssociationPeer, admission: Admission): RefusalCause | null;
  /** Whether the caller may still do what was agreed. */
  mayNow(peer: AssociationPeer, right: CallerRight): boolean;
  onOpened(association: HostedAssociation): void;
  onRefused(association: HostedAssociation): void;
  onEnded(association: HostedAssociation): void;
  /** Socket, timers and what it was storing are gone. */
  onGone(association: HostedAssociation): void;
}
