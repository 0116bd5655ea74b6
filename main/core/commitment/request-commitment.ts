import { setTimeout as wait } from 'node:timers/promises';
import type { AssociationError } from '../association/connect-association.ts';
import { formatStatus } from '../association/dimse/status.ts';
import type { CommittedReference } from '../catalog/station-commitment-model.ts';
import type { StationCommitment } from '../catalog/station-commitment.ts';
import { makeUid } from '../dicom/make-uid.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { callPartner, type CallingParts, type CommitmentPartner } from './call-partner.ts';
import {
  COMMITMENT_SOP_CLASS,
  COMMITMENT_SOP_INSTANCE,
  encodeRequest,
  REQUEST_ACTION,
} from './commitment-data-sets.ts';

export interface RequestParts extends CallingParts {
  readonly records: StationCommitment;
  readonly nowMs: () => number;
  /** Takes the report when it comes over the association of the request. */
  readonly service: DimseService;
  /** Resolves when the report on this transaction has come. */
  readonly onceReported: (transactionUid: string) => Promise<void>;
}

/** Why a station was not asked, or did not take the request; `message` is plain words. */
export interface CommitmentProblem {
  readonly message: string;
  readonly isWorthRetrying: boolean;
  readonly cause?: AssociationError;
}

const SUCCESS = 0x0000;
/** How long the association stays open for a report that comes at once; a later one comes to our listener. */
const WAIT_FOR_REPORT_MS = 15_000;

/**
 * Asks another station to confirm that it keeps what was sent to it (N-ACTION). The answer comes later, perhaps after days;
 * it is kept under the Transaction UID.
 */
export async function requestCommitment(
  partner: CommitmentPartner,
  references: readonly CommittedReference[],
  parts: RequestParts,
): Promise<Result<{ readonly transactionUid: string }, CommitmentProblem>> {
  const opened = await callPartner(partner, parts, 'scu', [parts.service]);
  if (!opened.ok) return err(toProblem(opened.error, partner));
  const association = opened.value;
  const transactionUid = makeUid();
  // Before the question goes out: the report may come before its answer.
  await parts.records.addRequest(transactionUid, partner.aeTitle, references, parts.nowMs());
  const reported = parts.onceReported(transactionUid);
  const answer = await association.request({
    operation: 'action',
    sopClassUid: COMMITMENT_SOP_CLASS,
    sopInstanceUid: COMMITMENT_SOP_INSTANCE,
    actionTypeId: REQUEST_ACTION,
    encode: (syntax) => encodeRequest({ transactionUid, references }, syntax),
  });
  if (!answer.ok || answer.value.status !== SUCCESS) {
    await parts.records.refuseRequest(transactionUid);
    await association.release();
    if (!answer.ok) return err(toProblem(answer.error, partner));
    const message = `${partner.aeTitle} does not take the request for storage commitment: status ${formatStatus(answer.value.status)}.`;
    return err({ message, isWorthRetrying: false });
  }
  const patience = new AbortController();
  await Promise.race([reported, wait(WAIT_FOR_REPORT_MS, undefined, { signal: patience.signal })]);
  patience.abort();
  await association.release();
  return ok({ transactionUid });
}

function toProblem(cause: AssociationError, { name }: CommitmentPartner): CommitmentProblem {
  const { isWorthRetrying } = cause;
  if (cause.kind !== 'not-agreed') return { message: cause.message, isWorthRetrying, cause };
  const message = `${name} does not offer to confirm what it keeps (storage commitment).`;
  return { message, isWorthRetrying, cause };
}
