import type { AssociationPeer } from './store-handler.ts';

/**
 * What the association layer asks of whoever answers queries, retrievals and the normalized services. The layer moves
 * bytes and commands; what an identifier means is for the handler. `service` passes the handlers in.
 */

/** Ends an operation. */
export interface ServiceOutcome {
  /** DIMSE status, unsigned 16 bit. */
  readonly status: number;
  /** Goes out as Error Comment (0000,0902), cut to 64 characters; never patient data. */
  readonly errorComment?: string;
  /** Tags, as 32-bit numbers, for Offending Element (0000,0901). */
  readonly offendingElements?: readonly number[];
}

/** What was agreed for a query or retrieve context in SOP Class Extended Negotiation (PS3.4 section C.5.1.1). */
export interface QueryNegotiation {
  readonly isRelational: boolean;
  readonly isDateTimeCombined: boolean;
  readonly isFuzzy: boolean;
  readonly isTimezoneAdjusted: boolean;
}

/** A C-FIND-RQ whose identifier has come whole. */
export interface FindRequest {
  readonly peer: AssociationPeer;
  readonly sopClassUid: string;
  /** Data set as encoded in `transferSyntaxUid`. */
  readonly identifier: Buffer;
  readonly transferSyntaxUid: string;
  readonly negotiation: QueryNegotiation;
  /** Aborted by a C-CANCEL and by the end of the association. */
  readonly signal: AbortSignal;
}

/** One pending answer. */
export interface FindMatch {
  /** 0xFF00, or 0xFF01 when a key of the request was not used (PS3.4 Table C.4-1). */
  readonly status: number;
  /** Data set, encoded in the transfer syntax of the request. */
  readonly identifier: Buffer;
}

export interface FindHandler {
  /**
   * Yields answers in groups of at most 50, so that a cancel takes hold between two groups. Never throws for what a peer
   * sent: that is the returned outcome. A cancelled request returns 0xFE00.
   */
  find(request: FindRequest): AsyncGenerator<readonly FindMatch[], ServiceOutcome>;
}

/** Number of C-STORE sub-operations of a retrieval (PS3.7 section 9.1.3). */
export interface SubOperationCounts {
  readonly remaining: number;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
}

/** A stored object on its way to a peer. */
export interface OutgoingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: AsyncIterable<Buffer>;
}

/** A C-MOVE-RQ or C-GET-RQ whose identifier has come whole. */
export interface RetrieveRequest {
  readonly peer: AssociationPeer;
  readonly sopClassUid: string;
  readonly identifier: Buffer;
  readonly transferSyntaxUid: string;
  readonly negotiation: QueryNegotiation;
  /** 0 medium, 1 high, 2 low (PS3.7 section 9.3.4.1). */
  readonly priority: number;
  readonly messageId: number;
  /** Move Destination (0000,0600) of a C-MOVE; null for a C-GET. */
  readonly moveDestination: string | null;
  /** The same association as a way back, for a C-GET; null for a C-MOVE. */
  readonly wayBack: WayBack | null;
  readonly signal: AbortSignal;
  /** Sends a pending response. Cheap; the layer thins them out when the peer reads slowly. */
  reportProgress(counts: SubOperationCounts): void;
}

/** C-STORE sub-operations over the association that asked (PS3.4 section C.4.3). */
export interface WayBack {
  /** Those accepted for this SOP class with the peer as SCP; empty when it takes no such object. */
  transferSyntaxesFor(sopClassUid: string): readonly string[];
  /** @returns the peer's C-STORE status; null when the association ended. */
  store(instance: OutgoingInstance): Promise<number | null>;
}

export interface RetrieveOutcome extends ServiceOutcome {
  readonly counts: SubOperationCounts;
  /** Go out as Failed SOP Instance UID List (0008,0058). */
  readonly failedSopInstanceUids: readonly string[];
}

export interface RetrieveHandler {
  /** Never throws for what a peer sent. A cancelled request returns 0xFE00 with the counts so far. */
  retrieve(request: RetrieveRequest): Promise<RetrieveOutcome>;
}

/** An N-CREATE, N-SET, N-GET, N-ACTION, N-DELETE or N-EVENT-REPORT whose data set, if any, has come whole. */
export interface NormalizedRequest {
  readonly peer: AssociationPeer;
  readonly operation: 'create' | 'set' | 'get' | 'action' | 'delete' | 'event-report';
  readonly sopClassUid: string;
  /** Empty for an N-CREATE that leaves the choice to us. */
  readonly sopInstanceUid: string;
  /** Action Type ID or Event Type ID; null for the others. */
  readonly typeId: number | null;
  /** Attribute Identifier List (0000,1005) of an N-GET, as 32-bit tags; empty asks for all. */
  readonly attributeTags?: readonly number[];
  readonly dataSet: Buffer | null;
  readonly transferSyntaxUid: string;
  readonly association: LiveAssociation;
}

/** The association that a request came over, for reports that follow later. */
export interface LiveAssociation {
  readonly isOpen: boolean;
  /** @returns the peer's status; null when the association ended first */
  reportEvent(report: EventReport): Promise<number | null>;
}

export interface EventReport {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly eventTypeId: number;
  /** Encoded in the transfer syntax that `encode` is given. */
  readonly encode: (transferSyntaxUid: string) => Buffer;
}

export interface NormalizedOutcome extends ServiceOutcome {
  /** Given for an N-CREATE whose UID we chose. */
  readonly sopInstanceUid?: string;
  /** Data set of the response, encoded in the transfer syntax of the request. */
  readonly dataSet?: Buffer;
}

export interface NormalizedHandler {
  handle(request: NormalizedRequest): Promise<NormalizedOutcome>;
}

/** What a caller must be allowed to, to use a service. */
export type ServiceRight = 'query' | 'retrieve' | 'worklist' | 'procedure-step' | 'commitment';

/** One service that this station answers: what is negotiated for it, and who answers. */
export interface DimseService {
  readonly sopClassUid: string;
  /** For the conformance statement and log lines, such as `Study Root Query (FIND)`. */
  readonly name: string;
  readonly right: ServiceRight;
  /** What it answers, such as `C-FIND`, for the conformance statement. */
  readonly operations: readonly string[];
  /** What SOP Class Extended Negotiation may agree on; everything that fits the kind of service when absent. */
  readonly supports?: QueryNegotiation;
  readonly find?: FindHandler;
  readonly retrieve?: RetrieveHandler;
  readonly normalized?: NormalizedHandler;
}
