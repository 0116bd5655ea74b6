import { createHash } from 'node:crypto';

const NAME_LENGTH = 32;
const VERSION_LENGTH = 16;
const FILE_PATTERN = /^([0-9a-f]{32}(?:-[0-9a-f]{16})?)\.dcm$/;

/** Ending of every file in `objects/`. */
export const OBJECT_ENDING = '.dcm';

/**
 * Name of an object's file, without ending: a hash of its UID, so that no path tells anything about a patient and the
 * shards fill evenly.
 */
export function toObjectName(sopInstanceUid: string): string {
  return createHash('sha256').update(sopInstanceUid).digest('hex').slice(0, NAME_LENGTH);
}

/**
 * Name of an object that has the UID of an earlier one but other bytes. It follows from the bytes, so that sending the
 * same bytes again leads to the same name.
 */
export function toVersionName(sopInstanceUid: string, dataSetSha256: string): string {
  return `${toObjectName(sopInstanceUid)}-${dataSetSha256.slice(0, VERSION_LENGTH)}`;
}

export function isVersionName(objectName: string): boolean {
  return objectName.length > NAME_LENGTH;
}

/** First and second level directory of an object. */
export function toShard(objectName: string): { readonly outer: string; readonly inner: string } {
  return { outer: objectName.slice(0, 2), inner: objectName.slice(2, 4) };
}

/** @returns the object name, or null for a file that is none of ours */
export function parseObjectFileName(fileName: string): string | null {
  return FILE_PATTERN.exec(fileName)?.[1] ?? null;
}
