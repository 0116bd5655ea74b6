import type { Catalog } from '../catalog/catalog.ts';
import { systemClock, type Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { IncomingDataSet, StoreHandler, StoreRequest } from '../shared/store-handler.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { Archivist } from './archivist.ts';
import { FailureLog } from './failure-log.ts';
import { GroupCommitter } from './group-committer.ts';
import { IncomingObject, type ReceptionParts } from './incoming-object.ts';
import { recordFromFile } from './indexer.ts';
import { ReceptionClock } from './reception-clock.ts';
import { indexUnknownFiles, type RecoveryProgress, type RecoveryReport } from './recovery.ts';
import { UidLock } from './uid-lock.ts';

export interface IngestOptions {
  readonly store: InstanceStore;
  readonly catalog: Catalog;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Kinds of work that wait for each new instance, such as `quality`; none while nobody does it. */
  readonly jobKinds?: readonly string[];
  /**
   * Told after each transaction and before the senders are answered; must be quick. Studies that got an image or a
   * conflict, each once; none when only unfiled images came. A throw is logged and changes nothing.
   */
  readonly onCommitted?: (changedStudyUids: readonly string[]) => void;
  readonly onQuarantined?: () => void;
}

export function createIngest(options: IngestOptions): Ingest {
  return new Ingest(options);
}

/**
 * Takes data sets from the association layer into the archive. Success is answered only for what is durable in `objects/`
 * and committed in the catalog; whatever else happens, the sender hears that it must keep its image.
 */
export class Ingest implements StoreHandler {
  readonly #options: IngestOptions;
  readonly #locks = new UidLock();
  readonly #archivist: Archivist;
  readonly #reception: ReceptionParts;

  constructor(options: IngestOptions) {
    const { store, catalog, logger } = options;
    const clock = options.clock ?? systemClock;
    this.#options = options;
    const committer = new GroupCommitter({
      commit: (records) => catalog.commitInstances(records, this.#commitOptions()),
      onCommitted: ({ changedStudyUids }) => {
        this.#announce(changedStudyUids);
      },
    });
    this.#archivist = new Archivist({
      store,
      catalog,
      committer,
      locks: this.#locks,
      indexFile: (objectName) => this.#indexFile(objectName),
    });
    this.#reception = {
      store,
      archivist: this.#archivist,
      clock: new ReceptionClock(clock),
      logger,
      failures: new FailureLog(logger, clock),
      onQuarantined: options.onQuarantined ?? (() => undefined),
    };
  }

  openStore(request: StoreRequest): IncomingDataSet {
    return new IncomingObject(request, this.#reception);
  }

  /** At start: gives a row to each file in `objects/` that has none. Images may arrive meanwhile. */
  async recover(onProgress?: (progress: RecoveryProgress) => void): Promise<RecoveryReport> {
    const { store, catalog, logger } = this.#options;
    const report = await indexUnknownFiles(
      { store, catalog, logger, locks: this.#locks, commitOptions: this.#commitOptions() },
      onProgress,
    );
    this.#archivist.allFilesAreKnown();
    if (report.indexedCount > 0) {
      logger.info(
        `${report.indexedCount} images lay in the archive without being in the index; they are in it now`,
        { ...report },
      );
    }
    if (report.unreadableCount > 0) {
      logger.error(
        `${report.unreadableCount} files in the archive cannot be read as images. They stay where they are.`,
        { ...report },
      );
    }
    return report;
  }

  /** Throws the catalog away and makes it again from the files. Nothing may arrive meanwhile. */
  async rebuild(onProgress?: (progress: RecoveryProgress) => void): Promise<RecoveryReport> {
    this.#archivist.someFilesAreUnknown();
    await this.#options.catalog.startOver();
    return await this.recover(onProgress);
  }

  #commitOptions(): { readonly jobKinds: readonly string[] } {
    return { jobKinds: this.#options.jobKinds ?? [] };
  }

  /** The caller holds the lock of the UID. */
  async #indexFile(objectName: string): Promise<void> {
    const { store, catalog } = this.#options;
    const record = await recordFromFile(store, objectName);
    if (!record.ok) return;
    const { changedStudyUids } = await catalog.commitInstances([record.value], this.#commitOptions());
    this.#announce(changedStudyUids);
  }

  #announce(changedStudyUids: readonly string[]): void {
    try {
      this.#options.onCommitted?.(changedStudyUids);
    } catch (error) {
      this.#options.logger.error('Images were stored, but telling others of it failed', { error });
    }
  }
}
