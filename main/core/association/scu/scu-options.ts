import type { DimseService, QueryNegotiation } from '../../shared/dimse-services.ts';
import type { OperationsTerms } from '../acse/operations-terms.ts';
import type { StoreReport } from '../association-observer.ts';
import type { MessageShape } from '../dimse/message-writer.ts';
import type { StoreHandler } from '../store-handler.ts';
import type { ScuTls } from '../tls/tls-options.ts';
import type { RemoteStation } from './association-failure.ts';

/** An abstract syntax and the transfer syntaxes we can use it in. The peer chooses one. */
export interface WantedContext {
  readonly sopClassUid: string;
  readonly transferSyntaxUids: readonly string[];
  /**
   * What we are for it (PS3.7 section D.3.3.4); `scu` when absent. As `scp` objects come to us from a C-GET, and we bring
   * reports on storage commitment.
   */
  readonly role?: 'scu' | 'scp' | 'both';
  /** What to propose for a query or retrieve service (PS3.4 sections C.5.1.1 and C.5.2.1). */
  readonly negotiation?: QueryNegotiation;
}

export interface ConnectOptions extends RemoteStation {
  /** At most 128: there are so many odd numbers of one byte. */
  readonly contexts: readonly WantedContext[];
  /** Longest P-DATA-TF that we take, and that we send when the peer takes as much; in bytes. */
  readonly maxPduBytes?: number;
  readonly timeouts?: Partial<ScuTimeouts>;
  /** Proposes an Asynchronous Operations Window; one operation after the other when absent or when the peer wants so. */
  readonly operations?: OperationsTerms;
  /** User Identity Negotiation (PS3.7 section D.3.3.7): with a passcode type 2, else type 1. */
  readonly userIdentity?: { readonly userName: string; readonly passcode?: string };
  /** Takes the objects of a C-GET. Without it they are refused. */
  readonly storeHandler?: StoreHandler;
  readonly onStored?: (report: StoreReport) => void;
  /** Answer what the peer asks over this association, such as its N-EVENT-REPORT for storage commitment. */
  readonly services?: readonly DimseService[];
  /** Encrypts the connection; plain when absent. */
  readonly tls?: ScuTls | undefined;
  /** For tests and benches. */
  readonly shape?: Partial<MessageShape>;
}

export interface ScuTimeouts {
  /** From the call to a standing TCP connection. */
  readonly connectMs: number;
  /** From A-ASSOCIATE-RQ to its answer. */
  readonly associateMs: number;
  /** From the end of a request to its response; an archive may write to tape before it answers. */
  readonly responseMs: number;
  /** The same for C-MOVE and C-GET, between responses: pending ones are not a must. */
  readonly retrieveMs: number;
  /** How long the peer may take nothing of what we send. */
  readonly stallMs: number;
  /** From A-RELEASE-RQ to its answer. */
  readonly releaseMs: number;
}

export const DEFAULT_SCU_TIMEOUTS: ScuTimeouts = {
  connectMs: 10_000,
  associateMs: 30_000,
  responseMs: 300_000,
  retrieveMs: 1_800_000,
  stallMs: 60_000,
  releaseMs: 10_000,
};

export const DEFAULT_SCU_MAX_PDU_BYTES = 131_072;
/** One byte, odd numbers only (PS3.8 section 9.3.2.2). */
export const MAX_CONTEXTS = 128;
