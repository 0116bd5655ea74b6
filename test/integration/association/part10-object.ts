import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OutgoingObject } from '../../../main/core/association/connect-association.ts';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';

const FIXTURE_DIR = path.resolve(import.meta.dirname, '../../fixtures/ct-head');

export const CT_FIXTURES: readonly string[] = ['08', '10', '12', '14', '16', '18', '20', '22'].map((name) =>
  path.join(FIXTURE_DIR, `${name}.dcm`),
);

export type StoredObject = OutgoingObject & { readonly dataSet: Buffer };

/** What a file holds, ready to be sent; null where it is no Part 10 file or does not name what it holds. */
export function readObject(file: string): StoredObject | null {
  const bytes = readFileSync(file);
  const header = parsePart10Header(bytes);
  if (!header.ok) return null;
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = header.value.meta;
  if (sopClassUid === '' || sopInstanceUid === '' || transferSyntaxUid === '') return null;
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet: bytes.subarray(header.value.dataSetOffset),
  };
}

export function readFixture(file: string): StoredObject {
  const object = readObject(file);
  if (!object) throw new Error(`${file} is not what SOURCES.md says`);
  return object;
}
