import type { ServiceRight } from './dimse-services.ts';
import type { AssociationPeer } from './store-handler.ts';

/** Who may call this station, and for what. `service` passes a policy in; the association layer asks and obeys. */

/** What a caller may do here. `echo` is the connection test. */
export type CallerRight = 'echo' | 'store' | ServiceRight;

export const ALL_CALLER_RIGHTS: ReadonlySet<CallerRight> = new Set<CallerRight>([
  'echo',
  'store',
  'query',
  'retrieve',
  'worklist',
  'procedure-step',
  'commitment',
]);

/** User Identity Negotiation of types 1 and 2 (PS3.7 section D.3.3.7). A secret: never logged, never shown. */
export interface CallerIdentity {
  readonly userName: string;
  /** Null when the caller gave a name alone. */
  readonly passcode: string | null;
}

/** An A-ASSOCIATE-RQ that is to be decided on. */
export interface Caller {
  /** With the IP address in `address`. */
  readonly peer: AssociationPeer;
  /** What the caller's presentation contexts are for. */
  readonly asksFor: ReadonlySet<CallerRight>;
  readonly identity: CallerIdentity | null;
  /** Over TLS; then `certificateName` is the common name of the caller's certificate, if it gave one that we trust. */
  readonly isEncrypted: boolean;
  readonly certificateName: string | null;
}

export type CallerDecision =
  | {
      readonly kind: 'accept';
      /** Presentation contexts for anything else are rejected one by one, with "user rejection". */
      readonly rights: ReadonlySet<CallerRight>;
      /** Associations at one time from this AE title and address; no limit of its own when absent. */
      readonly maxAssociations?: number;
    }
  | {
      readonly kind: 'refuse';
      /** Decides what the caller is told: `held` is a refusal for now (PS3.8 Table 9-21, rejected transient). */
      readonly reason: 'unknown-caller' | 'address' | 'user-identity' | 'held';
      /** Plain words for the log and the screen: why, and what helps. */
      readonly words: string;
    };

export interface CallerPolicy {
  /** Asked once for each association, before anything is agreed. */
  decide(caller: Caller): CallerDecision | Promise<CallerDecision>;
  /**
   * Asked for each operation, objects included, so that a right that is taken away is gone at once. Must be cheap. When
   * absent, what was agreed stands.
   */
  mayNow?(peer: AssociationPeer, right: CallerRight): boolean;
}

/** Lets everyone do everything. */
export const OPEN_CALLER_POLICY: CallerPolicy = {
  decide: () => ({ kind: 'accept', rights: ALL_CALLER_RIGHTS }),
};
