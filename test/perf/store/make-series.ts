import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SLICE = path.resolve(import.meta.dirname, '../../fixtures/ct-head/14.dcm');

export interface MadeSeries {
  /** One folder per sender, each with its share of the files. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly byteLength: number;
}

/**
 * Writes copies of a real CT slice (512 x 512, 16 bit, 526 kB), each with a SOP Instance UID of its own of the same
 * length, spread over as many folders as there are senders.
 *
 * @param round goes into the UIDs, so that no receiver sees an instance twice
 */
export function makeSeries(root: string, imageCount: number, senderCount: number, round: number): MadeSeries {
  const slice = readFileSync(SLICE);
  const uid = readSopInstanceUid(slice);
  const places = findAll(slice, Buffer.from(uid, 'latin1'));
  const folders: string[] = [];
  const files: string[] = [];
  for (let sender = 0; sender < senderCount; sender += 1) {
    const folder = path.join(root, `sender-${sender}`);
    mkdirSync(folder, { recursive: true });
    folders.push(folder);
  }
  for (let index = 0; index < imageCount; index += 1) {
    const suffix = `.${9_000_000 + round * 10_000 + index}`;
    const madeUid = Buffer.from(uid.slice(0, uid.length - suffix.length) + suffix, 'latin1');
    for (const place of places) madeUid.copy(slice, place);
    const file = path.join(folders[index % senderCount] ?? root, `${index}.dcm`);
    writeFileSync(file, slice);
    files.push(file);
  }
  return { folders, files, byteLength: slice.length * imageCount };
}

/** Media Storage SOP Instance UID (0002,0003) of the fixture, found by its tag and VR: the file is known. */
function readSopInstanceUid(file: Buffer): string {
  const element = file.indexOf(Buffer.from([0x02, 0x00, 0x03, 0x00, 0x55, 0x49]));
  const length = file.readUInt16LE(element + 6);
  return file.toString('latin1', element + 8, element + 8 + length).replace(/\0$/, '');
}

function findAll(haystack: Buffer, needle: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) places.push(at);
  return places;
}
