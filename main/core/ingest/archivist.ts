import type { Catalog } from '../catalog/catalog.ts';
import type { CommittedInstance, InstanceRecord, KnownVersion } from '../catalog/instance-record.ts';
import type { IncomingFile } from '../store/incoming-file.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { toObjectName, toVersionName } from '../store/object-name.ts';
import type { GroupCommitter } from './group-committer.ts';
import type { UnnamedRecord } from './to-record.ts';
import type { UidLock } from './uid-lock.ts';

/** What became of an arrived object. */
export type Archived =
  | CommittedInstance
  /** The catalog knew it, but its file was gone or cut short: the new one took its place. */
  | { readonly kind: 'restored' };

/** The rows could not be written although the file is in place; start-up will index it. */
export class CatalogFailure extends Error {
  override readonly name = 'CatalogFailure';
}

export interface ArchivistParts {
  readonly store: InstanceStore;
  readonly catalog: Catalog;
  readonly committer: GroupCommitter;
  readonly locks: UidLock;
  /** Indexes a file that lies in `objects/` without a row. */
  readonly indexFile: (objectName: string) => Promise<void>;
}

/** Puts whole objects into the archive: decides on the name, moves the file, and has its rows written. */
export class Archivist {
  readonly #parts: ArchivistParts;
  /** False while `objects/` may hold files without a row: before recovery, and after a commit that failed. */
  #isEveryFileKnown = false;

  constructor(parts: ArchivistParts) {
    this.#parts = parts;
  }

  /** Recovery is through: every file has its row. */
  allFilesAreKnown(): void {
    this.#isEveryFileKnown = true;
  }

  someFilesAreUnknown(): void {
    this.#isEveryFileKnown = false;
  }

  /**
   * Same UID and same bytes: nothing is stored twice. Same UID and other bytes: kept beside the first.
   *
   * @param durable settles when the file is on the platter; meanwhile the name is decided on
   * @throws StoreError, CatalogFailure
   */
  async archive(file: IncomingFile, record: UnnamedRecord, durable: Promise<void>): Promise<Archived> {
    const release = await this.#parts.locks.acquire(record.sopInstanceUid);
    try {
      const { versions, isFirstNameTaken } = await this.#lookUp(record);
      const same = versions.find((version) => version.dataSetSha256 === record.dataSetSha256);
      await durable;
      if (same !== undefined) return await this.#keepOne(file, same, record.dataSetOffset);
      const objectName = isFirstNameTaken ? toVersion(record) : toObjectName(record.sopInstanceUid);
      await this.#admit(file, objectName);
      const isFirst = !isFirstNameTaken;
      const committed = await this.#commit({ ...record, objectName, isFirst });
      return isFirst ? await this.#settleFirst(record, objectName, committed) : committed;
    } finally {
      release();
    }
  }

  /** What there is under this UID. Files without a row get one first, so that none is ever written over. */
  async #lookUp(
    record: UnnamedRecord,
  ): Promise<{ readonly versions: readonly KnownVersion[]; readonly isFirstNameTaken: boolean }> {
    const { catalog, store, indexFile } = this.#parts;
    const firstName = toObjectName(record.sopInstanceUid);
    // Nearly always nothing is there; should only the file be gone, the commit finds out.
    if (this.#isEveryFileKnown && !store.isThere(firstName)) return { versions: [], isFirstNameTaken: false };
    const versions = await catalog.findVersions(record.sopInstanceUid);
    if (this.#isEveryFileKnown) return { versions, isFirstNameTaken: versions.length > 0 };
    let isFirstNameTaken = versions.length > 0;
    let isIndexed = false;
    for (const name of [firstName, toVersion(record)]) {
      const hasRow = versions.some((version) => version.objectName === name);
      if (hasRow || (await store.stat(name)) === null) continue;
      await indexFile(name);
      isIndexed = true;
      if (name === firstName) isFirstNameTaken = true; // even if what lies there cannot be read
    }
    return {
      versions: isIndexed ? await catalog.findVersions(record.sopInstanceUid) : versions,
      isFirstNameTaken,
    };
  }

  /**
   * The first name was free. The catalog may know the image nevertheless, when somebody removed its file: with the same
   * bytes, the new file has taken its place; with others, the new one is another version and gets the name of one.
   */
  async #settleFirst(
    record: UnnamedRecord,
    objectName: string,
    committed: CommittedInstance,
  ): Promise<Archived> {
    if (committed.kind === 'known') {
      await this.#parts.catalog.moveDataSet(objectName, record.dataSetOffset);
      return { kind: 'restored' };
    }
    if (committed.kind !== 'not-first') return committed;
    const versionName = toVersion(record);
    await this.#parts.store.renameObject(objectName, versionName);
    return await this.#commit({ ...record, objectName: versionName, isFirst: false });
  }

  /** The bytes are there already, unless somebody removed or damaged the file: then these take its place. */
  async #keepOne(file: IncomingFile, same: KnownVersion, dataSetOffset: number): Promise<Archived> {
    const facts = await this.#parts.store.stat(same.objectName);
    if (facts?.sizeBytes === same.fileBytes) {
      await file.discard();
      return { kind: 'known' };
    }
    await this.#admit(file, same.objectName);
    await this.#parts.catalog.moveDataSet(same.objectName, dataSetOffset);
    return { kind: 'restored' };
  }

  async #admit(file: IncomingFile, objectName: string): Promise<void> {
    try {
      await this.#parts.store.admit(file, objectName);
    } catch (error) {
      this.#isEveryFileKnown = false; // the rename may have happened
      throw error;
    }
  }

  async #commit(record: InstanceRecord): Promise<CommittedInstance> {
    try {
      return await this.#parts.committer.add(record);
    } catch (error) {
      this.#isEveryFileKnown = false;
      throw new CatalogFailure('The rows of an image could not be written', { cause: error });
    }
  }
}

function toVersion(record: UnnamedRecord): string {
  return toVersionName(record.sopInstanceUid, record.dataSetSha256);
}
