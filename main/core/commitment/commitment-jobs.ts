import { setTimeout as wait } from 'node:timers/promises';
import type { StationCommitment } from '../catalog/station-commitment.ts';
import type { CommitmentJob } from '../catalog/station-commitment-model.ts';
import type { LiveAssociation } from '../shared/dimse-services.ts';
import { toLogId } from '../shared/log-id.ts';
import type { Logger } from '../shared/logger.ts';
import { checkReferences, type CheckParts } from './check-references.ts';
import { sendReport, type PartnerParts } from './report-sender.ts';

export interface CommitmentJobsParts extends CheckParts, PartnerParts {
  readonly records: StationCommitment;
  readonly nowMs: () => number;
  /** A report was given up. */
  readonly onGivenUp: (job: CommitmentJob, why: string) => void;
  readonly logger: Logger;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Before the next attempt of a report; after the last, hourly. */
const BACK_OFF_MS = [10 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS];
/** By then whoever asked has asked again, or somebody has looked into it. */
const GIVE_UP_AFTER_MS = 72 * HOUR_MS;
const JOBS_AT_ONE_TIME = 16;
/** How long a device that asked may take to leave before the report goes out over its association. */
const TIME_TO_LEAVE_MS = 1_000;
const AFTER_FAULT_MS = 10_000;

/** Works through what others asked us to confirm: checks, reports, and tries again for as long as it makes sense. */
export class CommitmentJobs {
  readonly #parts: CommitmentJobsParts;
  /** Over which a report may go back, by job; gone with a restart. */
  readonly #live = new Map<number, { readonly association: LiveAssociation; readonly askedAtMs: number }>();
  readonly #stop = new AbortController();
  readonly #working = new Map<number, Promise<void>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: CommitmentJobsParts) {
    this.#parts = parts;
  }

  /** Goes on with what an earlier run left. */
  async start(): Promise<void> {
    await this.#parts.records.makeAllDue(this.#parts.nowMs());
    this.#wake();
  }

  /** There is a new job, or a new way to report an old one. */
  async add(job: CommitmentJob, association: LiveAssociation): Promise<void> {
    this.#live.set(job.jobKey, { association, askedAtMs: performance.now() });
    if (job.runAfterMs > this.#parts.nowMs()) await this.#parts.records.makeAllDue(this.#parts.nowMs());
    setImmediate(() => this.#wake()); // the answer to the request goes first
  }

  /** Ends what runs; it is taken up again at the next start. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('Bucky is closing'));
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all(this.#working.values());
  }

  #isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  #wake(): void {
    if (this.#isStopping()) return;
    this.#startDue().catch((error: unknown) => {
      this.#parts.logger.error('Storage commitments could not be worked on.', { err: error });
      this.#sleep(this.#parts.nowMs() + AFTER_FAULT_MS);
    });
  }

  /** Each job goes its own way: a station that does not answer holds up nobody else. */
  async #startDue(): Promise<void> {
    const { records, nowMs } = this.#parts;
    const open = await records.listOpenJobs(JOBS_AT_ONE_TIME + this.#working.size);
    const waiting = open.filter(({ jobKey }) => !this.#working.has(jobKey));
    for (const job of waiting) {
      if (job.runAfterMs > nowMs()) this.#sleep(job.runAfterMs);
      if (job.runAfterMs > nowMs() || this.#working.size >= JOBS_AT_ONE_TIME) return;
      this.#working.set(job.jobKey, this.#workToEnd(job));
    }
  }

  async #workToEnd(job: CommitmentJob): Promise<void> {
    try {
      await this.#work(job);
      this.#working.delete(job.jobKey);
      this.#wake();
    } catch (error) {
      this.#working.delete(job.jobKey);
      this.#parts.logger.error('A storage commitment could not be worked on.', { err: error });
      this.#sleep(this.#parts.nowMs() + AFTER_FAULT_MS);
    }
  }

  #sleep(untilMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, untilMs - this.#parts.nowMs()));
    this.#timer.unref();
  }

  async #work(job: CommitmentJob): Promise<void> {
    const checked = job.verdicts === null ? await this.#check(job) : job;
    if (checked === null) return;
    const association = await this.#findAssociation(job);
    if (this.#isStopping()) return;
    const sent = await sendReport(checked, association, this.#parts);
    if (this.#isStopping() && !sent.ok) return;
    const { records, nowMs, logger } = this.#parts;
    const fields = { transaction: toLogId(job.transactionUid), instances: job.references.length };
    if (sent.ok) {
      this.#live.delete(job.jobKey);
      await records.setJobState(job.jobKey, { ...job, state: 'reported' }, nowMs());
      const failed = checked.verdicts?.filter(({ failureReason }) => failureReason !== 0).length ?? 0;
      const message = `${job.aeTitle} was told that ${job.references.length - failed} of ${job.references.length} objects are kept safely.`;
      if (failed === 0) logger.info(message, fields);
      else logger.warn(message, fields);
      return;
    }
    await this.#putOff(job, sent.error, fields);
  }

  /** Many devices leave as soon as they have their answer: a report that comes right behind it would meet their goodbye. */
  async #findAssociation(job: CommitmentJob): Promise<LiveAssociation | null> {
    const live = this.#live.get(job.jobKey);
    if (live?.association.isOpen !== true) return null;
    const untilMs = live.askedAtMs + TIME_TO_LEAVE_MS - performance.now();
    if (untilMs > 0) await wait(untilMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    return live.association;
  }

  async #check(job: CommitmentJob): Promise<CommitmentJob | null> {
    const { records, nowMs } = this.#parts;
    try {
      const verdicts = await checkReferences(job.references, this.#parts, this.#stop.signal);
      await records.keepVerdicts(job.jobKey, verdicts, nowMs());
      return { ...job, state: 'to-report', verdicts };
    } catch (error) {
      if (this.#stop.signal.aborted) return null;
      throw error;
    }
  }

  async #putOff(
    job: CommitmentJob,
    why: string,
    fields: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const { records, nowMs, logger, onGivenUp } = this.#parts;
    const attempts = job.attempts + 1;
    const message = `The report on storage commitment for ${job.aeTitle} did not get through: ${why}.`;
    if (nowMs() - job.createdAtMs > GIVE_UP_AFTER_MS) {
      this.#live.delete(job.jobKey);
      await records.setJobState(job.jobKey, { state: 'given-up', attempts, runAfterMs: nowMs() }, nowMs());
      logger.warn(`${message} It is given up.`, fields);
      onGivenUp(job, why);
      return;
    }
    const delayMs = BACK_OFF_MS[Math.min(job.attempts, BACK_OFF_MS.length - 1)] ?? HOUR_MS;
    await records.setJobState(
      job.jobKey,
      { state: 'to-report', attempts, runAfterMs: nowMs() + delayMs },
      nowMs(),
    );
    logger.warn(`${message} It is tried again in ${Math.round(delayMs / SECOND_MS)} s.`, fields);
  }
}
