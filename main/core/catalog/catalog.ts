import { mkdirSync } from 'node:fs';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { dropCatalog, openCatalogIndex, openStationRecords, type CatalogIndex } from './catalog-index.ts';
import type { InstanceRecord, KnownVersion } from './instance-record.ts';
import { countCatalog, type CatalogCounts } from './queries/counts.ts';
import {
  findFrameTable,
  findInstance,
  findInstances,
  moveDataSet,
  streamMetadata,
  type InstanceMetadata,
  type InstanceScope,
} from './queries/instances.ts';
import type { QualityCatalog } from './quality-catalog.ts';
import type { FindQueries } from './queries/find-queries.ts';
import { findUnknownObjects } from './queries/known-objects.ts';
import {
  completeAnnouncedStudy,
  completeQuietStudies,
  findStudyStatus,
  replaceStudyStatus,
} from './queries/study-status-changes.ts';
import { findStudyRows } from './queries/study-rows.ts';
import { findStudyTree, type StudyTree } from './queries/study-tree.ts';
import { listUnfiled } from './queries/unfiled.ts';
import { listWorklist, type Worklist, type WorklistQuery } from './queries/worklist.ts';
import type { InstanceLocation, StudyRow, UnfiledRow } from './rows.ts';
import { settle } from './settle.ts';
import type { StationRecords } from './station-records.ts';
import { isPersonStatus, isStepAllowed, type StudyStatus } from './study-status.ts';
import type { CommitOptions, CommitResult } from './writer/ingest-writer.ts';

export interface CatalogOptions {
  /** Must lie on a disk of this PC (`findNetworkFileSystem`) and be locked (`lockDataFolder`). */
  readonly dataDir: string;
  readonly logger: Logger;
}

export type StatusError =
  | { readonly kind: 'no-such-study' }
  | { readonly kind: 'step-not-allowed'; readonly from: StudyStatus; readonly to: StudyStatus };

/**
 * The index of all instances, and the records of the station beside it. Every method returns a promise, so that another
 * SQL engine or a worker thread can serve the same interface later; today SQLite answers within the call.
 */
export class Catalog {
  /** What people made: access log, settings, dismissed notices. */
  readonly station: StationRecords;
  readonly #options: CatalogOptions;
  #index: CatalogIndex;

  private constructor(options: CatalogOptions, station: StationRecords) {
    this.#options = options;
    this.station = station;
    this.#index = openCatalogIndex(options, station);
  }

  /**
   * @throws CatalogFromFutureError when a newer release wrote the files
   * @throws DamagedDatabaseError when one of the files cannot be read; `dropCatalog` helps if it is the catalog
   */
  static open(options: CatalogOptions): Promise<Catalog> {
    return settle(() => {
      mkdirSync(options.dataDir, { recursive: true, mode: 0o750 });
      const station = openStationRecords(options);
      try {
        return new Catalog(options, station);
      } catch (error) {
        station.close();
        throw error;
      }
    });
  }

  /** What queries of other systems read. Ask for it anew with each query: `startOver` puts another one in its place. */
  get find(): FindQueries {
    return this.#index.find;
  }

  /** What the quality check found and what waits for it. Ask for it anew each time, as for `find`. */
  get quality(): QualityCatalog {
    return this.#index.quality;
  }

  /** Writes the rows of instances whose files are durable: one transaction, all or none. Rejects when it failed. */
  commitInstances(
    records: readonly InstanceRecord[],
    options: CommitOptions = { jobKinds: [] },
  ): Promise<CommitResult> {
    return settle(() => this.#index.writer.commit(records, options));
  }

  /** Every version of an instance, filed or not, the first one first. */
  findInstances(sopInstanceUid: string): Promise<InstanceLocation[]> {
    return findInstances(this.#index.db, sopInstanceUid);
  }

  /** What is known of each version of an instance, the first one first; for the hot path of reception. */
  findVersions(sopInstanceUid: string): Promise<readonly KnownVersion[]> {
    return settle(() => this.#index.writer.findVersions(sopInstanceUid));
  }

  /** The file of an object was written anew, with a Part 10 header of another length. */
  moveDataSet(objectName: string, dataSetOffset: number): Promise<void> {
    return moveDataSet(this.#index.db, objectName, dataSetOffset);
  }

  /** The instance that is shown in this place; null when there is none. */
  findInstance(scope: Required<InstanceScope>): Promise<InstanceLocation | null> {
    return findInstance(this.#index.db, scope);
  }

  /** Null without frames. */
  findFrameTable(instanceKey: number): Promise<Buffer | null> {
    return findFrameTable(this.#index.db, instanceKey);
  }

  /** The metadata of a study, a series or an instance, in order of arrival. */
  streamMetadata(scope: InstanceScope): AsyncGenerator<InstanceMetadata> {
    return streamMetadata(this.#index.db, scope);
  }

  async listWorklist(query: WorklistQuery): Promise<Worklist> {
    const list = await listWorklist(this.#index.db, query);
    return { ...list, studies: await this.#withExpectedCounts(list.studies) };
  }

  /** Rows of the studies that exist, in no particular order. */
  async findStudyRows(studyInstanceUids: readonly string[]): Promise<StudyRow[]> {
    return this.#withExpectedCounts(await findStudyRows(this.#index.db, studyInstanceUids));
  }

  /** A study with series and instances in display order; null when there is none. */
  async findStudyTree(studyInstanceUid: string): Promise<StudyTree | null> {
    const tree = await findStudyTree(this.#index.db, studyInstanceUid);
    if (tree === null) return null;
    const [study = tree.study] = await this.#withExpectedCounts([tree.study]);
    return { ...tree, study };
  }

  /** The newest first. */
  listUnfiled(limit: number): Promise<UnfiledRow[]> {
    return listUnfiled(this.#index.db, limit);
  }

  count(): Promise<CatalogCounts> {
    return countCatalog(this.#index.db);
  }

  /** Which of the files in one directory of `objects/` (four hex digits) have no row. */
  findUnknownObjects(shard: string, objectNames: readonly string[]): Promise<string[]> {
    return findUnknownObjects(this.#index.db, shard, objectNames);
  }

  /** Studies to which nothing came since `beforeMs` become complete. @returns the UIDs of those that changed */
  completeQuietStudies(beforeMs: number, limit: number): Promise<string[]> {
    return completeQuietStudies(this.#index.db, beforeMs, limit);
  }

  /**
   * Studies of which everything that was announced is here are complete at once, without waiting for quiet time.
   *
   * @returns the UIDs of those that changed
   */
  async completeAnnouncedStudies(studyInstanceUids: readonly string[]): Promise<string[]> {
    const completed: string[] = [];
    for (const uid of studyInstanceUids) {
      const announcement = await this.station.procedures.performed.findAnnouncement(uid);
      if (!announcement?.isFinal) continue;
      if (await completeAnnouncedStudy(this.#index.db, announcement)) completed.push(uid);
    }
    return completed;
  }

  /**
   * A person says where the study stands. What only a person can say is written to the station's records first, so
   * that neither a crash nor a catalog made new loses it.
   */
  async setStudyStatus(
    studyInstanceUid: string,
    to: StudyStatus,
    by: { readonly userName: string; readonly atMs: number },
  ): Promise<Result<StudyRow, StatusError>> {
    const from = await findStudyStatus(this.#index.db, studyInstanceUid);
    if (from === null) return err({ kind: 'no-such-study' });
    if (from !== to) {
      if (!isStepAllowed(from, to, 'person')) return err({ kind: 'step-not-allowed', from, to });
      if (isPersonStatus(to)) await this.station.keepPersonStatus(studyInstanceUid, to, by);
      else await this.station.dropPersonStatus(studyInstanceUid);
      await replaceStudyStatus(this.#index.db, studyInstanceUid, to);
    }
    const [row] = await this.findStudyRows([studyInstanceUid]);
    return row === undefined ? err({ kind: 'no-such-study' }) : ok(row);
  }

  /** Throws the index away and begins an empty one; the files and the station's records stay. */
  startOver(): Promise<void> {
    return settle(() => {
      this.#index.close();
      dropCatalog(this.#options.dataDir);
      this.#index = openCatalogIndex(this.#options, this.station);
    });
  }

  async #withExpectedCounts(studies: readonly StudyRow[]): Promise<StudyRow[]> {
    const uids = studies.map((study) => study.studyInstanceUid);
    const counts = await this.station.procedures.performed.findExpectedCounts(uids);
    return studies.map((study) => ({ ...study, expectedCount: counts.get(study.studyInstanceUid) ?? null }));
  }

  close(): Promise<void> {
    return settle(() => {
      this.#index.close();
      this.station.close();
    });
  }
}
