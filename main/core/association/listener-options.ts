import type { OperationsTerms } from './acse/operations-terms.ts';
import type { ListenerTls } from './tls/tls-options.ts';

/** How the station listens; `association` of the configuration has these keys. */
export interface ListenerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly aeTitle: string;
  /** Further names that callers may use for this station. */
  readonly otherAeTitles?: readonly string[];
  readonly acceptAnyCalledAeTitle: boolean;
  readonly acceptPrivateTransferSyntaxes: boolean;
  /** Longest P-DATA-TF variable field that we offer to take, in bytes (PS3.8 Annex D.1). */
  readonly maxPduBytes: number;
  /** Established associations at one time; connections that have not asked for one yet do not count. */
  readonly maxAssociations: number;
  /** PS3.8 section 9.1.4. */
  readonly artimTimeoutMs: number;
  /** Silence after which an association is aborted; not counted while the caller waits for us. */
  readonly idleTimeoutMs: number;
  /**
   * Operations of one association that run at one time, where the caller asks for an Asynchronous Operations Window
   * (PS3.7 section D.3.3.3): its own, and ours on the way back of a C-GET. 0 is no limit; `DEFAULT_OPERATIONS` when absent.
   */
  readonly operations?: OperationsTerms;
  /** An encrypted port beside the plain one. */
  readonly tls?: ListenerTls | undefined;
}

/** Enough to fill the pauses between operations; more would only wait in a longer line. */
export const DEFAULT_OPERATIONS: OperationsTerms = { maxPerformed: 8, maxInvoked: 8 };

export const DEFAULT_LISTENER_OPTIONS: ListenerOptions = {
  host: '0.0.0.0',
  port: 11_112,
  aeTitle: 'BUCKY',
  acceptAnyCalledAeTitle: false,
  acceptPrivateTransferSyntaxes: false,
  maxPduBytes: 131_072,
  maxAssociations: 64,
  artimTimeoutMs: 30_000,
  idleTimeoutMs: 60_000,
};
