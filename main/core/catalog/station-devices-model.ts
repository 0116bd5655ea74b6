import type { CallerRight } from '../shared/caller-policy.ts';

/** When a report on storage commitment goes out: over the association that asked, a new one, or whichever is possible. */
export type CommitmentReportWay = 'same' | 'new' | 'either';

/** What is set for another station, beside its name and AE title. */
export interface DeviceSettings {
  /** Name or address by which we call it; empty for one that only calls us. */
  readonly host: string;
  /** Null for one that only calls us. */
  readonly port: number | null;
  readonly isEncrypted: boolean;
  /** Whether TLS as older devices speak it will do. */
  readonly tlsProfile: 'bcp195' | 'older-devices';
  /** By which AE title we call it; empty for the station's own. */
  readonly callingAeTitle: string;
  /**
   * From where it may call: addresses and networks (`10.1.0.0/16`) with commas between them. Empty: from its host, and from
   * anywhere without one.
   */
  readonly addressMask: string;
  /** What it may do here. */
  readonly rights: readonly CallerRight[];
  /** Specific Character Set (0008,0005) for those that do not say which they understand; empty when it need not be set. */
  readonly characterSet: string;
  /** Associations at one time that it may open; null for no limit of its own. */
  readonly maxAssociations: number | null;
  /** Associations at one time over which it is sent the objects of one C-MOVE. */
  readonly parallelAssociations: number;
  /** Transfer syntaxes to be tried before the stored one, the most wanted first; empty sends as stored where possible. */
  readonly transferSyntaxes: readonly string[];
  /** Whether it may be sent pixels that lost information on the way; only then are lossy syntaxes made for it. */
  readonly isLossyAllowed: boolean;
  readonly commitmentReport: CommitmentReportWay;
  /** Whether it is asked, after images were sent to it, to confirm that it keeps them. */
  readonly asksCommitment: boolean;
  /** Who it must say it is (User Identity Negotiation); null when it need not. */
  readonly user: DeviceUser | null;
}

export interface DeviceUser {
  readonly userName: string;
  /** As `hashPasscode` makes it. */
  readonly passcodeHash: string;
}

export interface StoredDevice extends DeviceSettings {
  readonly deviceKey: number;
  readonly name: string;
  readonly aeTitle: string;
}

export const NEW_DEVICE: DeviceSettings = {
  host: '',
  port: null,
  isEncrypted: false,
  tlsProfile: 'bcp195',
  callingAeTitle: '',
  addressMask: '',
  rights: ['echo', 'store'],
  characterSet: '',
  maxAssociations: null,
  parallelAssociations: 1,
  transferSyntaxes: [],
  isLossyAllowed: false,
  commitmentReport: 'either',
  asksCommitment: false,
  user: null,
};

/** A call of a station that is not known. */
export interface UnknownCall {
  readonly aeTitle: string;
  readonly address: string;
  readonly calledAeTitle: string;
  /** Its program, as it calls itself; may be empty. */
  readonly implementation: string;
  readonly askedFor: readonly CallerRight[];
  readonly denied: readonly CallerRight[];
}

/** Such a station, with all that it asked for in its calls. */
export interface HeldCaller extends UnknownCall {
  readonly callerKey: number;
  readonly callCount: number;
  readonly firstCallAtMs: number;
  readonly lastCallAtMs: number;
  /** Somebody looked at it and let it be; it comes back when it is denied something new. */
  readonly isDismissed: boolean;
  /** Objects that it sent and that were kept. */
  readonly storedCount: number;
}

/** What is known of a caller's past, device or not. */
export interface CallerActivity {
  readonly aeTitle: string;
  readonly address: string;
  readonly lastCallAtMs: number;
  /** Local date (YYYY-MM-DD) that `storedCount` is of. */
  readonly day: string;
  readonly storedCount: number;
}
