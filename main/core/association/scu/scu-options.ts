import type { MessageShape } from '../dimse/message-writer.ts';
import type { RemoteStation } from './association-error.ts';

/** An abstract syntax and the transfer syntaxes we can send it in. The peer chooses one. */
export interface WantedContext {
  readonly sopClassUid: string;
  readonly transferSyntaxUids: readonly string[];
}

export interface ConnectOptions extends RemoteStation {
  /** At most 128: there are so many odd numbers of one byte. */
  readonly contexts: readonly WantedContext[];
  /** Longest P-DATA-TF that we take, and that we send when the peer takes as much; in bytes. */
  readonly maxPduBytes?: number;
  readonly timeouts?: Partial<ScuTimeouts>;
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
  /** How long the peer may take nothing of what we send. */
  readonly stallMs: number;
  /** From A-RELEASE-RQ to its answer. */
  readonly releaseMs: number;
}

export const DEFAULT_SCU_TIMEOUTS: ScuTimeouts = {
  connectMs: 10_000,
  associateMs: 30_000,
  responseMs: 300_000,
  stallMs: 60_000,
  releaseMs: 10_000,
};

export const DEFAULT_SCU_MAX_PDU_BYTES = 131_072;
/** One byte, odd numbers only (PS3.8 section 9.3.2.2). */
export const MAX_CONTEXTS = 128;
