import type { Catalog } from '../catalog/catalog.ts';
import type { CommitOptions } from '../catalog/writer/ingest-writer.ts';
import type { InstanceRecord } from '../catalog/instance-record.ts';
import type { Logger } from '../shared/logger.ts';
import type { Result } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { isVersionName } from '../store/object-name.ts';
import { recordFromFile, type UnreadableFile } from './indexer.ts';
import type { UidLock } from './uid-lock.ts';

export interface RecoveryReport {
  /** Files in `objects/`. */
  readonly fileCount: number;
  /** Files that had no row and have one now. */
  readonly indexedCount: number;
  /** Files that cannot be indexed. They stay where they are and are tried again at the next start. */
  readonly unreadableCount: number;
}

export interface RecoveryProgress {
  readonly doneCount: number;
  readonly totalCount: number;
}

export interface RecoveryParts {
  readonly store: InstanceStore;
  readonly catalog: Catalog;
  readonly locks: UidLock;
  readonly logger: Logger;
  readonly commitOptions: CommitOptions;
}

interface UnknownFile {
  readonly objectName: string;
  readonly modifiedMs: number;
}

/** Files to a transaction. */
const BATCH_FILES = 100;
/** Files that are read at once: hashing keeps one core busy, the others hide the waiting for the disk. */
const READ_AT_ONCE = 4;

/** Indexes every file in `objects/` that has no row, in the order in which they were received. */
export async function indexUnknownFiles(
  parts: RecoveryParts,
  onProgress: (progress: RecoveryProgress) => void = () => undefined,
): Promise<RecoveryReport> {
  const { fileCount, unknown } = await findUnknownFiles(parts);
  let indexedCount = 0;
  let unreadableCount = 0;
  for (let start = 0; start < unknown.length; start += BATCH_FILES) {
    const batch = unknown.slice(start, start + BATCH_FILES);
    const read = await readBatch(parts.store, batch);
    for (const [index, one] of read.entries()) {
      if (one.ok) continue;
      unreadableCount += 1;
      reportUnreadable(parts.logger, batch[index]?.objectName ?? '', one.error);
    }
    indexedCount += await commitBatch(
      parts,
      read.flatMap((one) => (one.ok ? [one.value] : [])),
    );
    onProgress({ doneCount: Math.min(start + BATCH_FILES, unknown.length), totalCount: unknown.length });
  }
  return { fileCount, indexedCount, unreadableCount };
}

async function findUnknownFiles(
  parts: RecoveryParts,
): Promise<{ readonly fileCount: number; readonly unknown: UnknownFile[] }> {
  const { store, catalog } = parts;
  const unknown: UnknownFile[] = [];
  let fileCount = 0;
  for await (const shard of store.listShards()) {
    const names = await store.listShard(shard);
    fileCount += names.length;
    for (const objectName of await catalog.findUnknownObjects(shard, names)) {
      const facts = await store.stat(objectName);
      if (facts !== null) unknown.push({ objectName, modifiedMs: facts.modifiedMs });
    }
  }
  // By reception. Where a copy of the folder lost the times, a first version still comes before the later ones.
  unknown.sort(
    (a, b) =>
      a.modifiedMs - b.modifiedMs ||
      Number(isVersionName(a.objectName)) - Number(isVersionName(b.objectName)) ||
      (a.objectName < b.objectName ? -1 : 1),
  );
  return { fileCount, unknown };
}

/** Results in the order of the files. */
async function readBatch(
  store: InstanceStore,
  batch: readonly UnknownFile[],
): Promise<Result<InstanceRecord, UnreadableFile>[]> {
  const results: Result<InstanceRecord, UnreadableFile>[] = [];
  let next = 0;
  const reader = async () => {
    for (let index = next++; index < batch.length; index = next++) {
      const file = batch[index];
      if (file !== undefined) results[index] = await readOne(store, file.objectName);
    }
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, reader));
  return results;
}

/** A disk that cannot give one file back must not stop the others from being indexed. */
async function readOne(
  store: InstanceStore,
  objectName: string,
): Promise<Result<InstanceRecord, UnreadableFile>> {
  try {
    return await recordFromFile(store, objectName);
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** The same images may be arriving again at this moment, so their UIDs are held meanwhile. */
async function commitBatch(parts: RecoveryParts, records: readonly InstanceRecord[]): Promise<number> {
  const uids = [...new Set(records.map((record) => record.sopInstanceUid))];
  const releases = await Promise.all(uids.map((uid) => parts.locks.acquire(uid)));
  try {
    const { outcomes } = await parts.catalog.commitInstances(records, parts.commitOptions);
    return outcomes.filter((outcome) => outcome.kind !== 'known').length;
  } finally {
    for (const release of releases) release();
  }
}

function reportUnreadable(logger: Logger, objectName: string, reason: UnreadableFile): void {
  logger.error(`A file in the archive cannot be indexed and stays where it is: ${reason}`, {
    object: objectName,
  });
}
