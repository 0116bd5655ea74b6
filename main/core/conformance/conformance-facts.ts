/** What the statement is made from. Everything comes from the tables that the running build works by. */
export interface ConformanceFacts {
  readonly aeTitle: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  readonly services: readonly ServiceFacts[];
  /** SOP classes of Storage with a name; the others are taken as well. */
  readonly storageSopClasses: readonly NamedUid[];
  /** Of objects. */
  readonly transferSyntaxes: readonly NamedUid[];
  /** Of queries and the other services. */
  readonly serviceTransferSyntaxes: readonly NamedUid[];
  readonly association: AssociationFacts;
  /** Attributes that a query may use, by level. */
  readonly queryKeys: readonly KeyTable[];
  readonly worklistKeys: KeyTable;
  readonly characterSets: readonly string[];
  readonly tls: readonly TlsFacts[];
  /** C-STORE statuses with their meaning. */
  readonly storeStatuses: readonly StatusFacts[];
}

export interface NamedUid {
  readonly uid: string;
  readonly name: string;
}

export interface ServiceFacts extends NamedUid {
  /** DIMSE operations that are answered, such as `C-FIND`. */
  readonly operations: readonly string[];
  /** What may be agreed in SOP Class Extended Negotiation, in words. */
  readonly extendedNegotiation: readonly string[];
}

export interface AssociationFacts {
  readonly maxPduBytes: number;
  readonly maxAssociations: number;
  readonly maxOperationsPerformed: number;
  readonly maxOperationsInvoked: number;
  readonly artimTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

export interface KeyTable {
  readonly title: string;
  /** 32-bit tags with the items' attributes of sequences below them. */
  readonly keys: readonly KeyFacts[];
}

export interface KeyFacts {
  readonly tag: number;
  /** Set for the unique key of the level. */
  readonly isUnique?: boolean;
  readonly items?: readonly KeyFacts[];
}

export interface TlsFacts {
  readonly profile: string;
  readonly meaning: string;
  readonly cipherSuites: readonly string[];
}

export interface StatusFacts {
  readonly status: number;
  readonly meaning: string;
}
