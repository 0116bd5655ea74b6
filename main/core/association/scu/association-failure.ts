import type { AssociateReject } from '../pdu/associate-pdu.ts';

/** Why an operation on a peer could not be done. */
export interface AssociationError {
  readonly kind:
    | 'unreachable'
    | 'nothing-listens'
    | 'unknown-host'
    | 'no-answer'
    | 'not-dicom'
    | 'rejected'
    | 'aborted'
    | 'connection-lost'
    | 'not-agreed'
    | 'association-over'
    | 'data-unreadable'
    | 'tls-mismatch'
    | 'tls-failed'
    | 'certificate-not-trusted'
    | 'own-certificate-refused';
  /** Plain words: what happened, on whose side, what helps. */
  readonly message: string;
  /** Whether the same attempt later may well succeed without anybody changing anything. */
  readonly isWorthRetrying: boolean;
  /** What went wrong inside, where that is known; for the log. */
  readonly cause?: unknown;
  /** With `rejected` only. */
  readonly reject?: AssociateReject;
}

export interface RemoteStation {
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
}
