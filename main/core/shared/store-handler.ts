/**
 * What the association layer asks of whoever keeps the images. The layer knows no disk; `service` passes a
 * `StoreHandler` in.
 */

/** What a peer said of itself in its A-ASSOCIATE-RQ (PS3.8 section 9.3.2, PS3.7 Annex D.3). */
export interface AssociationPeer {
  /** Rises by one with each association of this process; for log lines. */
  readonly associationId: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** IP address of the peer, without port. */
  readonly address: string;
  readonly implementationClassUid: string | null;
  readonly implementationVersionName: string | null;
}

/** A C-STORE-RQ whose data set is about to arrive (PS3.7 section 9.3.1.1). UIDs are as sent, padding removed. */
export interface StoreRequest {
  readonly peer: AssociationPeer;
  readonly affectedSopClassUid: string;
  readonly affectedSopInstanceUid: string;
  /** The transfer syntax that was accepted for the presentation context in use. */
  readonly transferSyntaxUid: string;
}

export interface StoreOutcome {
  /** DIMSE status, unsigned 16 bit (PS3.4 Table B.2-1). */
  readonly status: number;
  /** Goes out as Error Comment (0000,0902), cut to 64 characters; never patient data. */
  readonly errorComment?: string;
}

/** Takes one data set as it streams in. Exactly one of `finish` and `abort` is called, once, after the last `write`. */
export interface IncomingDataSet {
  /**
   * Takes the next bytes of the data set. The slice stays valid and unchanged after the call: it may be kept. With `giveBack`
   * the receiver says that it needs it no more.
   *
   * @returns a promise when the receiver has enough for now; the association reads no more from its socket until it resolves
   */
  write(slice: Buffer): Promise<void> | undefined;
  /** The data set is whole. The C-STORE-RSP carries the outcome. Never rejects. */
  finish(): Promise<StoreOutcome>;
  /** The association ended first. Frees everything; never rejects. `reason` is for the log. */
  abort(reason: string): Promise<void>;
}

export interface StoreHandler {
  /** Called when the command set has arrived. Never throws: a refusal is the outcome of `finish`. */
  openStore(request: StoreRequest): IncomingDataSet;
}
