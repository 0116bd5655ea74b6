import path from 'node:path';
import { QualityPipeline } from '../quality/pipeline/quality-pipeline.ts';
import type { Logger } from '../shared/logger.ts';
import type { Announcer } from './announcer.ts';
import type { Archive } from './archive.ts';
import { QualityDesk } from './quality-desk.ts';
import { StudyFeed } from './study-feed.ts';

export interface QualityStart {
  readonly archive: Archive;
  readonly news: Announcer;
  readonly workerUrl: URL;
  /** Folder with one folder for each model, ending in a slash. */
  readonly modelsUrl: URL;
  readonly dataDir: string;
  readonly logger: Logger;
}

/** How a study stands is made from all of its verdicts, so not after each of them. */
const REFRESH_INTERVAL_MS = 1_000;

/** Judging images, and what follows from it for studies and people. */
export class QualityParts {
  readonly desk: QualityDesk;
  readonly #pipeline: QualityPipeline;
  readonly #refreshes: StudyFeed;
  readonly #logger: Logger;

  constructor({ archive, news, workerUrl, modelsUrl, dataDir, logger }: QualityStart) {
    const { catalog, store } = archive;
    this.#logger = logger;
    this.desk = new QualityDesk({
      catalog,
      nowMs: () => Date.now(),
      onChanged: (uids) => {
        news.studiesChanged(uids);
        news.qualityChanged(uids);
      },
    });
    this.#refreshes = new StudyFeed((uids) => this.#refresh(uids), REFRESH_INTERVAL_MS);
    this.#pipeline = new QualityPipeline({
      catalog,
      store,
      workerUrl,
      modelsUrl,
      userModelsDir: path.join(dataDir, 'models'),
      logger,
      nowMs: () => Date.now(),
      imagesPerSecond: () => news.reception.imagesPerSecond(),
      onJudged: (uid) => {
        news.studiesChanged([uid]);
        this.#refreshes.changed([uid]);
      },
      onSettled: (uid) => this.desk.refresh(uid, null),
    });
  }

  start(): void {
    this.#pipeline.start();
  }

  /** Something may wait to be judged. */
  wake(): void {
    this.#pipeline.wake();
  }

  /** A person looks at this study. */
  judgeSoon(studyInstanceUid: string): void {
    this.#pipeline.judgeSoon(studyInstanceUid);
  }

  async close(): Promise<void> {
    await this.#pipeline.close();
    this.#refreshes.close();
  }

  async #refresh(studyInstanceUids: readonly string[]): Promise<void> {
    try {
      for (const uid of studyInstanceUids) await this.desk.refresh(uid, null);
    } catch (error) {
      this.#logger.error('How studies stand could not be written; the next verdict makes it anew.', {
        err: error,
      });
    }
  }
}
