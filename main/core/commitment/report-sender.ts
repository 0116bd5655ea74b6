import { formatStatus } from '../association/dimse/status.ts';
import type { CommitmentJob } from '../catalog/station-commitment-model.ts';
import type { EventReport, LiveAssociation } from '../shared/dimse-services.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { callPartner, type CallingParts, type CommitmentPartner } from './call-partner.ts';
import {
  ALL_KEPT,
  COMMITMENT_SOP_CLASS,
  COMMITMENT_SOP_INSTANCE,
  encodeReport,
  SOME_FAILED,
} from './commitment-data-sets.ts';

export interface PartnerParts extends CallingParts {
  /** @returns null for an AE title that nobody entered with an address */
  readonly findPartner: (aeTitle: string) => CommitmentPartner | null;
}

const SUCCESS = 0x0000;

/** Sends the report on a job. @returns why it did not get through, in plain words */
export async function sendReport(
  job: CommitmentJob,
  live: LiveAssociation | null,
  parts: PartnerParts,
): Promise<Result<void, string>> {
  const partner = parts.findPartner(job.aeTitle);
  const way = partner?.commitmentReport ?? 'either';
  const report = toReport(job, parts.aeTitle());
  if (way !== 'new' && live?.isOpen === true) {
    const status = await live.reportEvent(report);
    if (status !== null) return toResult(job.aeTitle, status);
    if (way === 'same') return err(`the association of ${job.aeTitle} ended before the report`);
  }
  if (way === 'same') return err(`${job.aeTitle} wants it over its own association, and none is open`);
  if (partner === null) {
    return err(
      `its association is over, and nobody entered where ${job.aeTitle} can be called. Enter host and port of ${job.aeTitle} among the devices`,
    );
  }
  return reportOverNewAssociation(partner, report, parts);
}

async function reportOverNewAssociation(
  partner: CommitmentPartner,
  report: EventReport,
  parts: PartnerParts,
): Promise<Result<void, string>> {
  const opened = await callPartner(partner, parts, 'scp');
  if (!opened.ok) return err(opened.error.message);
  const status = await opened.value.reportEvent(report);
  await opened.value.release();
  if (status !== null) return toResult(partner.aeTitle, status);
  return err(`${partner.aeTitle} answers, but takes no reports on storage commitment`);
}

function toReport(job: CommitmentJob, aeTitle: string): EventReport {
  const { transactionUid, verdicts } = job;
  if (verdicts === null) throw new Error('A storage commitment that was not checked cannot be reported');
  const hasFailures = verdicts.some(({ failureReason }) => failureReason !== 0);
  return {
    sopClassUid: COMMITMENT_SOP_CLASS,
    sopInstanceUid: COMMITMENT_SOP_INSTANCE,
    eventTypeId: hasFailures ? SOME_FAILED : ALL_KEPT,
    encode: (transferSyntaxUid) => encodeReport({ transactionUid, verdicts }, aeTitle, transferSyntaxUid),
  };
}

function toResult(aeTitle: string, status: number): Result<void, string> {
  if (status === SUCCESS || isWarning(status)) return ok(undefined);
  return err(`${aeTitle} got it and refused it with status ${formatStatus(status)}`);
}

/** It was taken, with a remark (PS3.7 Annex C.4). */
function isWarning(status: number): boolean {
  return status >> 12 === 0xb || status === 0x0001 || status === 0x0107 || status === 0x0116;
}
