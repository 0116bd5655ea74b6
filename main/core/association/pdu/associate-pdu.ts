/** Contents of the association PDUs. Text is as sent, without padding. */

/** A-ASSOCIATE-RQ (PS3.8 section 9.3.2). */
export interface AssociateRequest {
  /** Bit field; bit 0 is the only version there is. */
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContextName: string;
  readonly presentationContexts: readonly ProposedContext[];
  readonly userInformation: UserInformation;
}

export interface ProposedContext {
  /** Odd, 1 to 255, unless the peer is wrong. */
  readonly id: number;
  readonly abstractSyntax: string;
  /** In the order of the peer's preference. */
  readonly transferSyntaxes: readonly string[];
}

/** A-ASSOCIATE-AC (PS3.8 section 9.3.3). */
export interface AssociateAccept {
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContextName: string;
  readonly presentationContexts: readonly ContextAnswer[];
  readonly userInformation: UserInformation;
}

/** Result of one presentation context (PS3.8 Table 9-18). */
export const CONTEXT_RESULT = {
  acceptance: 0,
  userRejection: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const;

export interface ContextAnswer {
  readonly id: number;
  readonly result: number;
  /** Means something only when `result` is acceptance. */
  readonly transferSyntax: string;
}

/** A-ASSOCIATE-RJ (PS3.8 section 9.3.4, Table 9-21). */
export interface AssociateReject {
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/** A-ABORT (PS3.8 section 9.3.8). */
export interface Abort {
  readonly source: number;
  readonly reason: number;
}

/** User Information item (PS3.8 Annex D.1, PS3.7 Annex D.3.3). */
export interface UserInformation {
  /** Longest P-DATA-TF variable field that the sender takes, in bytes; 0 is no limit, null when not said. */
  readonly maxPduBytes: number | null;
  readonly implementationClassUid: string | null;
  readonly implementationVersionName: string | null;
  readonly asynchronousOperationsWindow: AsynchronousOperationsWindow | null;
  readonly roleSelections: readonly RoleSelection[];
  readonly extendedNegotiations: readonly ExtendedNegotiation[];
  readonly commonExtendedNegotiations: readonly CommonExtendedNegotiation[];
  /** In a request only. */
  readonly userIdentity: UserIdentity | null;
  /** In an acceptance only: the server response to `userIdentity`. */
  readonly userIdentityResponse: Buffer | null;
}

export interface AsynchronousOperationsWindow {
  /** 0 is no limit. */
  readonly maxInvoked: number;
  readonly maxPerformed: number;
}

export interface RoleSelection {
  readonly sopClassUid: string;
  readonly isScu: boolean;
  readonly isScp: boolean;
}

export interface ExtendedNegotiation {
  readonly sopClassUid: string;
  /** What it means depends on the service class. */
  readonly applicationInformation: Buffer;
}

interface CommonExtendedNegotiation {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedGeneralSopClassUids: readonly string[];
}

/** Secrets: never logged (PS3.7 section D.3.3.7.1). */
export interface UserIdentity {
  /** 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JSON Web Token. */
  readonly type: number;
  readonly isResponseRequested: boolean;
  readonly primaryField: Buffer;
  readonly secondaryField: Buffer;
}

export const NO_USER_INFORMATION: UserInformation = {
  maxPduBytes: null,
  implementationClassUid: null,
  implementationVersionName: null,
  asynchronousOperationsWindow: null,
  roleSelections: [],
  extendedNegotiations: [],
  commonExtendedNegotiations: [],
  userIdentity: null,
  userIdentityResponse: null,
};

/** Item types of the association PDUs (PS3.8 section 9.3.2 and Annex D.1, PS3.7 Annex D.3.3). */
export const ITEM_TYPE = {
  applicationContext: 0x10,
  proposedContext: 0x20,
  contextAnswer: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maximumLength: 0x51,
  implementationClassUid: 0x52,
  asynchronousOperationsWindow: 0x53,
  roleSelection: 0x54,
  implementationVersionName: 0x55,
  extendedNegotiation: 0x56,
  commonExtendedNegotiation: 0x57,
  userIdentity: 0x58,
  userIdentityResponse: 0x59,
} as const;
