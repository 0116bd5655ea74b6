import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folder of real DICOM files beside the repository; absent on a user's machine, where tests use fixtures only. */
export const SHARED_DICOM_DIR = path.resolve(import.meta.dirname, '../../../shared/data/dicom');

export const hasSharedData = existsSync(path.join(SHARED_DICOM_DIR, 'MANIFEST.tsv'));

export interface SharedFile {
  /** Relative to `SHARED_DICOM_DIR`, for test names. */
  readonly name: string;
  readonly path: string;
  readonly byteLength: number;
}

/** Every file named in the manifest, in its order; empty where the folder does not exist. */
export function listSharedFiles(): readonly SharedFile[] {
  if (!hasSharedData) return [];
  const [head = '', ...lines] = readFileSync(path.join(SHARED_DICOM_DIR, 'MANIFEST.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split('\t');
  const nameColumn = columns.indexOf('path');
  const bytesColumn = columns.indexOf('bytes');
  return lines.map((line) => {
    const fields = line.split('\t');
    const name = fields[nameColumn] ?? '';
    return { name, path: path.join(SHARED_DICOM_DIR, name), byteLength: Number(fields[bytesColumn]) };
  });
}

/** Files of one folder of the shared data, such as `series-ct/ge-head`. */
export function listSharedFolder(folder: string): readonly SharedFile[] {
  return listSharedFiles().filter((file) => file.name.startsWith(`${folder}/`));
}
