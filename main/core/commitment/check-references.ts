import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.ts';
import type { InstanceLocation } from '../catalog/rows.ts';
import type { CommitmentVerdict, CommittedReference } from '../catalog/station-commitment-model.ts';
import type { InstanceStore } from '../store/instance-store.ts';

export interface CheckParts {
  readonly catalog: Pick<Catalog, 'findInstances'>;
  readonly store: Pick<InstanceStore, 'openForReading'>;
}

/** Failure Reason (0008,1197), PS3.3 section C.14. */
export const FAILURE = { processing: 0x0110, noSuchInstance: 0x0112, classConflict: 0x0119 } as const;

const CHUNK_BYTES = 0x40000;

/**
 * Reads each instance from the disk again and compares its bytes with what came: only then may its sender delete it. Of
 * several versions under one UID each has to be whole, because nobody knows which one is meant.
 */
export async function checkReferences(
  references: readonly CommittedReference[],
  parts: CheckParts,
  signal: AbortSignal,
): Promise<CommitmentVerdict[]> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const verdicts: CommitmentVerdict[] = [];
  for (const reference of references) {
    signal.throwIfAborted();
    verdicts.push({ ...reference, failureReason: await check(reference, parts, chunk) });
  }
  return verdicts;
}

async function check(
  { sopClassUid, sopInstanceUid }: CommittedReference,
  { catalog, store }: CheckParts,
  chunk: Buffer,
): Promise<number> {
  const versions = await catalog.findInstances(sopInstanceUid);
  if (versions.length === 0) return FAILURE.noSuchInstance;
  if (versions.every((version) => version.sopClassUid !== sopClassUid)) return FAILURE.classConflict;
  for (const version of versions) if (!(await isWhole(version, store, chunk))) return FAILURE.processing;
  return 0;
}

async function isWhole(
  { objectName, dataSetOffset, dataSetSha256 }: InstanceLocation,
  store: CheckParts['store'],
  chunk: Buffer,
): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    const handle = await store.openForReading(objectName);
    try {
      for (let position = dataSetOffset; ;) {
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) break;
        hash.update(chunk.subarray(0, bytesRead));
        position += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch {
    return false; // not there any more, or the disk does not give it back
  }
  return hash.digest('hex') === dataSetSha256;
}
