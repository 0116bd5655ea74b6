import type { StationCommitment } from '../catalog/station-commitment.ts';
import type {
  CommitmentJob,
  CommitmentRequest,
  CommittedReference,
} from '../catalog/station-commitment-model.ts';
import type { NormalizedHandler, NormalizedOutcome, NormalizedRequest } from '../shared/dimse-services.ts';
import { toLogId } from '../shared/log-id.ts';
import type { Logger } from '../shared/logger.ts';
import {
  ALL_KEPT,
  COMMITMENT_SOP_INSTANCE,
  parseReport,
  parseRequest,
  REQUEST_ACTION,
  SOME_FAILED,
  type ParsedReport,
} from './commitment-data-sets.ts';
import type { CommitmentJobs } from './commitment-jobs.ts';
import { FAILURE } from './check-references.ts';

export interface CommitmentHandlerParts {
  readonly records: StationCommitment;
  readonly jobs: Pick<CommitmentJobs, 'add'>;
  readonly nowMs: () => number;
  /** What we asked for was answered. */
  readonly onReported: (request: CommitmentRequest) => void;
  readonly logger: Logger;
}

/** PS3.7 Annex C. */
const SUCCESS = 0x0000;
const NO_SUCH_INSTANCE = 0x0112;
const NO_SUCH_EVENT = 0x0113;
const INVALID_ARGUMENT = 0x0115;
const NO_SUCH_ACTION = 0x0123;
const NOT_AUTHORIZED = 0x0124;
const UNRECOGNIZED_OPERATION = 0x0211;

/** Answers N-ACTION, with which others ask for a commitment, and N-EVENT-REPORT, with which they answer ours (PS3.4 Annex J). */
export class CommitmentHandler implements NormalizedHandler {
  readonly #parts: CommitmentHandlerParts;

  constructor(parts: CommitmentHandlerParts) {
    this.#parts = parts;
  }

  handle(request: NormalizedRequest): Promise<NormalizedOutcome> {
    if (request.operation !== 'action' && request.operation !== 'event-report') {
      return this.#refuse(request, UNRECOGNIZED_OPERATION, 'Storage commitment has no such operation');
    }
    if (request.sopInstanceUid !== COMMITMENT_SOP_INSTANCE) {
      return this.#refuse(
        request,
        NO_SUCH_INSTANCE,
        'It is not about the one instance of storage commitment',
      );
    }
    return request.operation === 'action' ? this.#onAction(request) : this.#onReport(request);
  }

  async #onAction(request: NormalizedRequest): Promise<NormalizedOutcome> {
    if (request.typeId !== REQUEST_ACTION) {
      return this.#refuse(request, NO_SUCH_ACTION, 'Storage commitment has no such action');
    }
    const parsed = parseRequest(request.dataSet, request.transferSyntaxUid);
    if (!parsed.ok) return this.#refuse(request, INVALID_ARGUMENT, parsed.error);
    const { records, jobs, nowMs, logger } = this.#parts;
    const { transactionUid, references } = parsed.value;
    const { callingAeTitle } = request.peer;
    const added = await records.addJob(transactionUid, callingAeTitle, references, nowMs());
    const job = added ?? (await this.#askAgain(transactionUid, callingAeTitle, references));
    if (job === null) {
      return this.#refuse(request, INVALID_ARGUMENT, 'The Transaction UID was used for other objects before');
    }
    logger.info(`${callingAeTitle} asks whether ${references.length} objects are kept safely.`, {
      associationId: request.peer.associationId,
      transaction: toLogId(transactionUid),
    });
    await jobs.add(job, request.association);
    return { status: SUCCESS };
  }

  /** Whoever got no answer asks again for the same. @returns null when it is not the same */
  async #askAgain(
    transactionUid: string,
    aeTitle: string,
    references: readonly CommittedReference[],
  ): Promise<CommitmentJob | null> {
    const { records, nowMs } = this.#parts;
    const known = await records.findJob(transactionUid, aeTitle);
    if (known === null || !areSame(known.references, references)) return null;
    if (known.state === 'to-check' || known.state === 'to-report') return known;
    const again = { state: 'to-report', attempts: 0, runAfterMs: nowMs() } as const;
    await records.setJobState(known.jobKey, again, nowMs());
    return { ...known, ...again };
  }

  async #onReport(request: NormalizedRequest): Promise<NormalizedOutcome> {
    if (request.typeId !== ALL_KEPT && request.typeId !== SOME_FAILED) {
      return this.#refuse(request, NO_SUCH_EVENT, 'Storage commitment has no such event');
    }
    const parsed = parseReport(request.dataSet, request.transferSyntaxUid);
    if (!parsed.ok) return this.#refuse(request, INVALID_ARGUMENT, parsed.error);
    const { records, nowMs, onReported, logger } = this.#parts;
    const { transactionUid } = parsed.value;
    const asked = await records.findRequest(transactionUid);
    if (asked === null) return this.#refuse(request, INVALID_ARGUMENT, 'The Transaction UID is none of ours');
    if (asked.aeTitle !== request.peer.callingAeTitle) {
      return this.#refuse(request, NOT_AUTHORIZED, 'Another station was asked');
    }
    const verdicts = toVerdicts(asked, parsed.value);
    await records.keepReport(transactionUid, verdicts, nowMs());
    const failed = verdicts.filter(({ failureReason }) => failureReason !== 0).length;
    const message = `${asked.aeTitle} says that it keeps ${verdicts.length - failed} of ${verdicts.length} objects safely.`;
    const fields = { associationId: request.peer.associationId, transaction: toLogId(transactionUid) };
    if (failed === 0) logger.info(message, fields);
    else logger.warn(message, fields);
    onReported({ ...asked, state: 'reported', verdicts, reportedAtMs: nowMs() });
    return { status: SUCCESS };
  }

  #refuse(request: NormalizedRequest, status: number, errorComment: string): Promise<NormalizedOutcome> {
    const { peer, operation } = request;
    const what = operation === 'event-report' ? 'A report' : 'A request';
    this.#parts.logger.warn(
      `${what} of ${peer.callingAeTitle} on storage commitment was refused. ${errorComment}.`,
      { associationId: peer.associationId, status },
    );
    return Promise.resolve({ status, errorComment });
  }
}

/** What the other side does not mention is not confirmed. */
function toVerdicts(asked: CommitmentRequest, report: ParsedReport) {
  const reasons = new Map(report.verdicts.map((verdict) => [verdict.sopInstanceUid, verdict.failureReason]));
  return asked.references.map((reference) => ({
    ...reference,
    failureReason: reasons.get(reference.sopInstanceUid) ?? FAILURE.processing,
  }));
}

function areSame(a: readonly CommittedReference[], b: readonly CommittedReference[]): boolean {
  const names = (list: readonly CommittedReference[]) =>
    list.map(({ sopClassUid, sopInstanceUid }) => `${sopClassUid} ${sopInstanceUid}`).toSorted();
  const [one, other] = [names(a), names(b)];
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
