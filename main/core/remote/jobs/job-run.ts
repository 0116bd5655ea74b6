import type { AssociationError } from '../../association/connect-association.ts';
import { DIMSE_STATUS, explainStatus } from '../../association/dimse/status.ts';
import type { RemoteJob } from '../../catalog/station-remote.ts';
import type { RemoteNode } from '../remote-node.ts';

/** How an attempt at a job ended. */
export type JobEnd =
  | { readonly kind: 'done'; readonly message: string }
  /** `isWorthRetrying`: the same may well succeed later without anybody changing anything. */
  | { readonly kind: 'failed'; readonly message: string; readonly isWorthRetrying: boolean }
  /** The signal was heard. */
  | { readonly kind: 'stopped' };

export interface JobProgress {
  readonly doneCount: number;
  readonly failedCount: number;
  readonly remainingCount: number | null;
}

/** What one attempt at a job is given. */
export interface JobRun {
  readonly job: RemoteJob;
  readonly node: RemoteNode;
  /** Aborted for a pause, a cancel and the end of the core. */
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
}

export type JobWorker = (run: JobRun) => Promise<JobEnd>;

export function failedCall({ message, isWorthRetrying }: AssociationError): JobEnd {
  return { kind: 'failed', message, isWorthRetrying };
}

/** A status other than success at the end of a retrieval or of a C-STORE, in plain words. */
export function explainEnd(node: RemoteNode, status: number, aeTitle: string): JobEnd {
  const { name } = node;
  const failed = (message: string, isWorthRetrying: boolean): JobEnd => ({
    kind: 'failed',
    message,
    isWorthRetrying,
  });
  if (status === 0xa801) {
    return failed(
      `${name} does not know where ${aeTitle} is. Somebody there has to enter it with address and port.`,
      false,
    );
  }
  if (status >= 0xa700 && status <= 0xa7ff) {
    return failed(`${name} has no room or no time for it now (${explainStatus(status)}).`, true);
  }
  if (status >= 0xa900 && status <= 0xa9ff) {
    return failed(`${name} does not understand what it was asked for (${explainStatus(status)}).`, false);
  }
  if (status === DIMSE_STATUS.cancelled) return failed(`${name} broke it off itself.`, true);
  if (status === 0x0122) return failed(`${name} does not take this kind of image.`, false);
  if (status === 0x0124) return failed(`${name} does not allow us to do this. Somebody there has to.`, false);
  return failed(`${name} could not do it (${explainStatus(status)}).`, true);
}
