import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePart10Header } from '../../main/core/dicom/part10.ts';

export interface StoredObject {
  readonly fileName: string;
  readonly sopInstanceUid: string;
  readonly dataSetSha256: string;
}

/** Everything under `objects/` of a data folder, read and hashed. Throws on a file that is no whole Part 10 header. */
export function readStoredObjects(dataDir: string): readonly StoredObject[] {
  const root = path.join(dataDir, 'objects');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = readFileSync(path.join(entry.parentPath, entry.name));
      const parsed = parsePart10Header(file);
      if (!parsed.ok) throw new Error(`${entry.name}: ${parsed.error}`);
      return {
        fileName: entry.name,
        sopInstanceUid: parsed.value.meta.sopInstanceUid,
        dataSetSha256: sha256(file.subarray(parsed.value.dataSetOffset)),
      };
    });
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
