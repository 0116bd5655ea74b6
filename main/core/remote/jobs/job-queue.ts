import type {
  RemoteJob,
  RemoteJobKind,
  RemoteJobOrder,
  StationRemoteJobs,
} from '../../catalog/station-remote.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import { findNode, type RemoteNodes } from '../remote-node.ts';
import type { JobEnd, JobWorker } from './job-run.ts';
import { ProgressKeeper } from './progress-keeper.ts';

export interface JobQueueParts {
  readonly records: StationRemoteJobs;
  readonly nodes: RemoteNodes;
  readonly workers: Readonly<Record<RemoteJobKind, JobWorker>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChanged: () => void;
  /** How a job ended is written. */
  readonly onEnded?: (jobKey: number) => Promise<void>;
  /** Waiting time after each failure; when it is used up the job rests. */
  readonly backOffMs?: readonly number[];
}

/** Some seconds for a restart there, some minutes for a hitch of the network, a day and a half for a weekend's end. */
const BACK_OFF_MS: readonly number[] = [
  10_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 43_200_000,
];
/** Longest sleep of the queue; timers cannot be set for longer than 24 days. */
const MAX_SLEEP_MS = 3_600_000;

interface Running {
  readonly job: RemoteJob;
  readonly abort: AbortController;
  /** What a person wants of it; null: that it goes on. */
  wish: 'paused' | 'cancelled' | null;
  finished: Promise<void>;
}

/**
 * Runs jobs in the order in which they were asked for, one at a time for each node, so that a node that is away holds up
 * nobody else. Everything that must outlive a restart is in the records.
 */
export class JobQueue {
  readonly #parts: JobQueueParts;
  readonly #backOffMs: readonly number[];
  readonly #running = new Map<string, Running>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;
  #pumping: Promise<void> = Promise.resolve();

  constructor(parts: JobQueueParts) {
    this.#parts = parts;
    this.#backOffMs = parts.backOffMs ?? BACK_OFF_MS;
  }

  async start(): Promise<void> {
    await this.#parts.records.releaseRunning();
    this.#pump();
  }

  async add(order: RemoteJobOrder): Promise<RemoteJob> {
    const job = await this.#parts.records.add(order, this.#now());
    this.#changed();
    return job;
  }

  list(limit: number): Promise<readonly RemoteJob[]> {
    return this.#parts.records.list(limit);
  }

  /** @returns the job as it will be; null when it is not in a state for that */
  async pause(jobKey: number): Promise<RemoteJob | null> {
    return this.#stop(jobKey, 'paused', ['waiting']);
  }

  async cancel(jobKey: number): Promise<RemoteJob | null> {
    return this.#stop(jobKey, 'cancelled', ['waiting', 'paused', 'failed']);
  }

  /** Goes on with what was paused, given up or cancelled, or does at once what waits. */
  async resume(jobKey: number): Promise<RemoteJob | null> {
    const job = await this.#parts.records.find(jobKey);
    if (!job || job.state === 'running' || job.state === 'done') return null;
    const change = { state: 'waiting', attempts: 0, runAfterMs: this.#now(), message: '' } as const;
    const changed = await this.#parts.records.change(jobKey, change, this.#now());
    this.#changed();
    return changed;
  }

  async remove(jobKey: number): Promise<boolean> {
    const isGone = await this.#parts.records.remove(jobKey);
    if (isGone) this.#changed();
    return isGone;
  }

  /** Breaks off what runs; it waits for the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pumping;
    if (this.#timer) clearTimeout(this.#timer); // not before: a look at the records that was under way sets it anew
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.all([...this.#running.values()].map(({ finished }) => finished));
  }

  async #stop(
    jobKey: number,
    state: 'paused' | 'cancelled',
    from: readonly RemoteJob['state'][],
  ): Promise<RemoteJob | null> {
    const running = [...this.#running.values()].find(({ job }) => job.jobKey === jobKey);
    if (running) {
      running.wish = state;
      running.abort.abort();
      await running.finished;
      return this.#parts.records.find(jobKey);
    }
    const job = await this.#parts.records.find(jobKey);
    if (!job || !from.includes(job.state)) return null;
    const changed = await this.#parts.records.change(jobKey, { state, message: '' }, this.#now());
    this.#changed();
    return changed;
  }

  #changed(): void {
    this.#parts.onChanged();
    this.#pump();
  }

  #pump(): void {
    this.#pumping = this.#pumping
      .then(() => this.#startDue())
      .catch((error: unknown) => {
        this.#parts.logger.error('The queue of jobs with other stations could not be read.', { err: error });
      });
  }

  async #startDue(): Promise<void> {
    if (this.#isClosed) return;
    const jobs = await this.#parts.records.listOpen();
    const nowMs = this.#now();
    let nextMs = nowMs + MAX_SLEEP_MS;
    for (const job of jobs) {
      if (job.state !== 'waiting' || this.#running.has(job.nodeName)) continue;
      if (job.runAfterMs > nowMs) nextMs = Math.min(nextMs, job.runAfterMs);
      else await this.#begin(job);
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#pump();
    }, nextMs - nowMs);
  }

  async #begin(job: RemoteJob): Promise<void> {
    const running: Running = { job, abort: new AbortController(), wish: null, finished: Promise.resolve() };
    this.#running.set(job.nodeName, running);
    const change = { state: 'running', attempts: job.attempts + 1 } as const;
    try {
      await this.#parts.records.change(job.jobKey, change, this.#now());
    } catch (error) {
      this.#running.delete(job.nodeName);
      throw error;
    }
    this.#parts.onChanged();
    running.finished = this.#runToEnd(running);
  }

  async #runToEnd(running: Running): Promise<void> {
    const { job } = running;
    const end = await this.#attempt(running);
    try {
      await this.#parts.records.change(job.jobKey, this.#judge(running, end), this.#now());
      await this.#parts.onEnded?.(job.jobKey);
    } catch (error) {
      this.#parts.logger.error('How a job with another station ended could not be written.', { err: error });
    }
    this.#running.delete(job.nodeName);
    this.#changed();
  }

  async #attempt(running: Running): Promise<JobEnd> {
    const { job, abort } = running;
    const { records, workers, logger } = this.#parts;
    const node = findNode(this.#parts.nodes, job.nodeName);
    if (!node) {
      const message = `${job.nodeName} is not among the stations that are known here any more.`;
      return { kind: 'failed', message, isWorthRetrying: false };
    }
    const progress = new ProgressKeeper(async (counts) => {
      await records.change(job.jobKey, counts, this.#now());
      this.#parts.onChanged();
    }, logger);
    try {
      return await workers[job.kind]({
        job,
        node,
        signal: abort.signal,
        report: (counts) => {
          progress.keep(counts);
        },
      });
    } catch (error) {
      logger.error('A job with another station failed inside Bucky.', { node: node.name, err: error });
      return {
        kind: 'failed',
        message: 'Something in Bucky itself failed. Its log says more.',
        isWorthRetrying: false,
      };
    } finally {
      await progress.close();
    }
  }

  #judge({ job, wish }: Running, end: JobEnd): Parameters<StationRemoteJobs['change']>[1] {
    if (end.kind === 'done') return { state: 'done', message: end.message };
    if (wish) return { state: wish, message: '' };
    if (end.kind === 'stopped') return { state: 'waiting', attempts: job.attempts, runAfterMs: 0 };
    this.#parts.logger.warn('A job with another station did not succeed.', {
      node: job.nodeName,
      kind: job.kind,
      attempts: job.attempts + 1,
      why: end.message,
    });
    const waitMs = end.isWorthRetrying ? this.#backOffMs[job.attempts] : undefined;
    if (waitMs === undefined) return { state: 'failed', message: end.message };
    return { state: 'waiting', runAfterMs: this.#now() + waitMs, message: end.message };
  }

  #now(): number {
    return this.#parts.clock.nowMs();
  }
}
