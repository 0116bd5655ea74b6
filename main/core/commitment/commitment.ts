import type { Catalog } from '../catalog/catalog.ts';
import type {
  CommitmentJob,
  CommitmentRequest,
  CommittedReference,
} from '../catalog/station-commitment-model.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import type { Logger } from '../shared/logger.ts';
import type { Result } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { COMMITMENT_SOP_CLASS } from './commitment-data-sets.ts';
import { CommitmentHandler } from './commitment-handler.ts';
import { CommitmentJobs } from './commitment-jobs.ts';
import type { CommitmentPartner } from './call-partner.ts';
import type { PartnerParts } from './report-sender.ts';
import { requestCommitment, type CommitmentProblem } from './request-commitment.ts';

export interface CommitmentParts extends PartnerParts {
  readonly catalog: Catalog;
  readonly store: Pick<InstanceStore, 'openForReading'>;
  readonly nowMs: () => number;
  /** Another station answered what we asked. */
  readonly onReported?: (request: CommitmentRequest) => void;
  /** A report could not be delivered for days. */
  readonly onGivenUp: (job: CommitmentJob, why: string) => void;
  readonly logger: Logger;
}

/** Storage commitment, push model, as the one who confirms and as the one who asks (PS3.4 Annex J). */
export class Commitment {
  readonly services: readonly DimseService[];
  readonly #parts: CommitmentParts;
  readonly #jobs: CommitmentJobs;
  readonly #service: DimseService;
  readonly #waiting = new Map<string, () => void>();

  constructor(parts: CommitmentParts) {
    this.#parts = parts;
    const records = parts.catalog.station.commitment;
    this.#jobs = new CommitmentJobs({ ...parts, records });
    const normalized = new CommitmentHandler({
      ...parts,
      records,
      jobs: this.#jobs,
      onReported: (request) => {
        this.#waiting.get(request.transactionUid)?.();
        parts.onReported?.(request);
      },
    });
    this.#service = {
      sopClassUid: COMMITMENT_SOP_CLASS,
      name: 'Storage Commitment Push Model',
      right: 'commitment',
      operations: ['N-ACTION', 'N-EVENT-REPORT'],
      normalized,
    };
    this.services = [this.#service];
  }

  /** Goes on with what was left before the last stop. */
  start(): Promise<void> {
    return this.#jobs.start();
  }

  close(): Promise<void> {
    return this.#jobs.close();
  }

  /**
   * Asks a station to confirm what was sent to it. Resolves when it took the request, and after its report when that comes
   * at once.
   */
  async request(
    partner: CommitmentPartner,
    references: readonly CommittedReference[],
  ): Promise<Result<{ readonly transactionUid: string }, CommitmentProblem>> {
    const transactions: string[] = [];
    try {
      return await requestCommitment(partner, references, {
        ...this.#parts,
        records: this.#parts.catalog.station.commitment,
        service: this.#service,
        onceReported: (transactionUid) => {
          transactions.push(transactionUid);
          return new Promise((resolve) => this.#waiting.set(transactionUid, resolve));
        },
      });
    } finally {
      for (const transactionUid of transactions) this.#waiting.delete(transactionUid);
    }
  }

  /** What became of a request; null for one that was never made. */
  find(transactionUid: string): Promise<CommitmentRequest | null> {
    return this.#parts.catalog.station.commitment.findRequest(transactionUid);
  }
}
