import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Catalog } from '../../catalog/catalog.ts';
import type { JudgedInstance, QualityJob } from '../../catalog/quality-record.ts';
import { toLogId } from '../../shared/log-id.ts';
import type { Logger } from '../../shared/logger.ts';
import type { InstanceStore } from '../../store/instance-store.ts';
import { checkSliceOrder } from '../rules/slice-order.ts';
import { findRepeats } from '../rules/repeats.ts';
import { DeviceMemory } from '../verdict/device-memory.ts';
import { toJudgedInstance } from '../verdict/to-judged-instance.ts';
import type { ModelTerms } from './protocol.ts';
import { QualitySeat } from './quality-seat.ts';
import { TurnOrder } from './turn-order.ts';

export interface QualityPipelineOptions {
  readonly catalog: Catalog;
  readonly store: Pick<InstanceStore, 'pathOf'>;
  readonly workerUrl: URL;
  readonly modelsUrl: URL;
  readonly userModelsDir: string;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Images received in the last second, for the pauses. */
  readonly imagesPerSecond: () => number;
  /** More verdicts of a study were written; many times for a large one. */
  readonly onJudged: (studyInstanceUid: string) => void;
  /** All of a study is here and judged: its row, lists and status are to be made anew. Must not reject. */
  readonly onSettled: (studyInstanceUid: string) => Promise<void>;
  readonly workerCount?: number;
}

/** Images of one turn; they share one transaction. */
const BATCH_COUNT = 8;
/** A turn ends after so long, so that what is more urgent waits no longer. */
const TURN_MS = 400;
const CANDIDATES = 32;
const DEADLINE_MS = 20_000;
/** While so many images a second arrive, nothing is judged: a worker beside them would cost reception a quarter of its rate. */
const BUSY_PER_SECOND = 30;
const BUSY_CHECK_MS = 250;
/** So that judging never stands still: so long each image waits at most for a quieter time. */
const MAX_HOLD_MS = 10_000;
const MAX_URGENT_HOLD_MS = 1_000;
/** After the first images of a study came, it is seen how many follow. */
const ARRIVAL_MS = 300;
const LOOKED_AT_COUNT = 8;
/** Nothing wakes the check that it would miss for longer than this. */
const RECHECK_MS = 5_000;
const AFTER_FAILURE_MS = 2_000;

/**
 * Judges every image that has no verdict. The catalog is the queue: an instance without a verdict is the job, so that a
 * crash loses nothing. Reception never waits: workers have a low priority where the system knows such a thing, and while
 * many images arrive judging holds.
 */
export class QualityPipeline {
  readonly #options: QualityPipelineOptions;
  readonly #seats: readonly QualitySeat[];
  readonly #order = new TurnOrder();
  readonly #memory: DeviceMemory;
  /** The newest last. */
  readonly #lookedAt = new Set<string>();
  readonly #busy = new Set<number>();
  readonly #wakers = new Set<() => void>();
  #runs: readonly Promise<void>[] = [];
  readonly #closing = new AbortController();

  constructor(options: QualityPipelineOptions) {
    this.#options = options;
    this.#memory = new DeviceMemory(options.catalog);
    const count = options.workerCount ?? Math.max(1, Math.floor(availableParallelism() / 2));
    this.#seats = Array.from(
      { length: count },
      () =>
        new QualitySeat({
          workerUrl: options.workerUrl,
          modelsUrl: options.modelsUrl,
          userModelsDir: options.userModelsDir,
          onProblems: (problems) => {
            for (const problem of problems) options.logger.warn(`A model is not used. ${problem}`);
          },
          deadlineMs: DEADLINE_MS,
          onDiscard: (reason) => options.logger.warn(`A quality worker was replaced: ${reason}`),
        }),
    );
  }

  start(): void {
    this.#runs = this.#seats.map((seat) => this.#serve(seat));
  }

  /** Something may wait: images arrived, or a study is complete. */
  wake(): void {
    for (const waker of this.#wakers) waker();
  }

  /** A person looks at this study. */
  judgeSoon(studyInstanceUid: string): void {
    this.#lookedAt.delete(studyInstanceUid);
    this.#lookedAt.add(studyInstanceUid);
    const [oldest] = this.#lookedAt;
    if (this.#lookedAt.size > LOOKED_AT_COUNT && oldest !== undefined) this.#lookedAt.delete(oldest);
    this.wake();
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.wake();
    await Promise.all(this.#seats.map((seat) => seat.close()));
    await Promise.all(this.#runs);
  }

  async #serve(seat: QualitySeat): Promise<void> {
    while (!this.#isClosed) {
      try {
        if (await this.#takeTurn(seat)) continue;
        await this.#rest(RECHECK_MS);
        await this.#pause(ARRIVAL_MS);
      } catch (error) {
        this.#options.logger.error('A turn of the quality check failed; it is tried again.', { err: error });
        await this.#rest(AFTER_FAILURE_MS);
      }
    }
  }

  /** @returns false when nothing waits */
  async #takeTurn(seat: QualitySeat): Promise<boolean> {
    const { quality } = this.#options.catalog;
    const jobs = await this.#nextJobs();
    if (jobs !== null) {
      try {
        await this.#judge(seat, jobs.list, jobs.isUrgent);
      } finally {
        this.#busy.delete(jobs.list[0]?.studyKey ?? 0);
      }
      return true;
    }
    for (const uid of await quality.listStudiesToSettle(CANDIDATES)) await this.#settle(uid);
    const terms = await this.#termsIfAnythingIsJudged(seat);
    const outdated = terms === null ? [] : await quality.listOutdatedJobs(terms.qualityVersion, BATCH_COUNT);
    const [first] = outdated;
    if (first === undefined || this.#busy.size > 0) return false;
    this.#busy.add(first.studyKey);
    try {
      await this.#judge(
        seat,
        outdated.filter(({ studyKey }) => studyKey === first.studyKey),
        false,
      );
    } finally {
      this.#busy.delete(first.studyKey);
    }
    return true;
  }

  async #nextJobs(): Promise<{ readonly list: QualityJob[]; readonly isUrgent: boolean } | null> {
    const { quality } = this.#options.catalog;
    const candidates = await quality.listStudiesToJudge(CANDIDATES);
    for (const uid of this.#lookedAt) {
      if (candidates.some(({ studyInstanceUid }) => studyInstanceUid === uid)) continue;
      const study = await quality.findStudyToJudge(uid);
      if (study) candidates.push(study);
    }
    if (candidates.length === 0) this.#order.forget();
    const free = candidates.filter(({ studyKey }) => !this.#busy.has(studyKey));
    const study = this.#order.choose(free, this.#lookedAt);
    if (study === null) return null;
    this.#busy.add(study.studyKey);
    const list = await quality.listJobs(study.studyKey, BATCH_COUNT);
    const isUrgent = study.priority !== 'routine' || this.#lookedAt.has(study.studyInstanceUid);
    if (list.length > 0) return { list, isUrgent };
    this.#busy.delete(study.studyKey);
    return null;
  }

  /** Judges jobs of one study until the turn is over; the rest of them waits for the next one. */
  async #judge(seat: QualitySeat, jobs: readonly QualityJob[], isUrgent: boolean): Promise<void> {
    await this.#giveWay(isUrgent);
    const terms = await seat.ready();
    if (terms === null) {
      await this.#rest(AFTER_FAILURE_MS);
      return;
    }
    const { catalog, onJudged } = this.#options;
    const beganAtMs = performance.now();
    const judged: JudgedInstance[] = [];
    for (const job of jobs) {
      if (this.#isClosed) break;
      judged.push(await this.#judgeOne(seat, job, terms));
      if (performance.now() - beganAtMs > TURN_MS || this.#isReceptionBusy()) break;
    }
    if (this.#isClosed || judged.length === 0) return;
    await catalog.quality.writeVerdicts(judged);
    const [{ studyInstanceUid } = { studyInstanceUid: '' }] = jobs;
    onJudged(studyInstanceUid);
  }

  async #judgeOne(seat: QualitySeat, job: QualityJob, terms: ModelTerms): Promise<JudgedInstance> {
    const { store, logger, nowMs } = this.#options;
    const beganAtMs = performance.now();
    const outcome = await seat.judge({
      filePath: store.pathOf(job.objectName),
      dataSetOffset: job.dataSetOffset,
      transferSyntaxUid: job.transferSyntaxUid,
      modality: job.modality,
      sourceAeTitle: job.sourceAeTitle,
      frameTable: job.frameTable,
      packedMetadata: job.packedMetadata,
    });
    const milliseconds = performance.now() - beganAtMs;
    logger.debug('An image was judged.', {
      instance: toLogId(job.sopInstanceUid),
      milliseconds: Math.round(milliseconds),
      ...(outcome.ok ? { stages: outcome.value.stages } : { problem: outcome.error }),
    });
    return await toJudgedInstance(job, outcome, {
      terms,
      memory: this.#memory,
      milliseconds,
      judgedAtMs: nowMs(),
    });
  }

  /** Waits while many images arrive, but not for ever. */
  async #giveWay(isUrgent: boolean): Promise<void> {
    const untilMs = performance.now() + (isUrgent ? MAX_URGENT_HOLD_MS : MAX_HOLD_MS);
    while (!this.#isClosed && this.#isReceptionBusy() && performance.now() < untilMs) {
      await this.#pause(BUSY_CHECK_MS);
    }
  }

  #isReceptionBusy(): boolean {
    return this.#options.imagesPerSecond() >= BUSY_PER_SECOND;
  }

  /** Ends early only when everything ends. */
  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  /** Rules over series and study, once all of it is here and judged. */
  async #settle(studyInstanceUid: string): Promise<void> {
    const { catalog, onSettled } = this.#options;
    const images = await catalog.quality.listAssessed(studyInstanceUid);
    await catalog.quality.writeGroupFindings(studyInstanceUid, [
      ...checkSliceOrder(images),
      ...findRepeats(images),
    ]);
    await onSettled(studyInstanceUid);
  }

  /** A worker is not started for a station that judged nothing yet. */
  async #termsIfAnythingIsJudged(seat: QualitySeat): Promise<ModelTerms | null> {
    const anything = await this.#options.catalog.quality.listOutdatedJobs('', 1);
    return anything.length === 0 ? null : await seat.ready();
  }

  async #rest(milliseconds: number): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#wakers.add(wake);
    });
  }
}
