import { readFileSync, writeFileSync } from 'node:fs';

/** Digits that are put in the place of the last ones of the UIDs, so that the image is one of a study of its own. */
const UID_TAIL_DIGITS = 4;

export interface FaultyImageOptions {
  readonly uids: { readonly study: string; readonly series: string; readonly instance: string };
  /** Four digits. */
  readonly uidTail: string;
  readonly columns: number;
  /** Gets the stored samples, 16 bits little endian, row by row, and changes them in place. */
  readonly spoil: (samples: Int16Array) => void;
}

/** Copies a native 16-bit image whose Pixel Data ends the file, with other UIDs and spoilt pixels. */
export function writeFaultyImage(
  from: string,
  to: string,
  { uids, uidTail, columns, spoil }: FaultyImageOptions,
): { readonly studyInstanceUid: string; readonly sopInstanceUid: string } {
  const file = readFileSync(from);
  const renamed = (uid: string) => uid.slice(0, -UID_TAIL_DIGITS) + uidTail;
  for (const uid of Object.values(uids)) {
    for (let at = file.indexOf(uid); at >= 0; at = file.indexOf(uid, at + uid.length))
      file.write(renamed(uid), at);
  }
  const samples = new Int16Array(columns * columns);
  const start = file.length - samples.byteLength;
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = file.readInt16LE(start + index * 2);
  spoil(samples);
  for (let index = 0; index < samples.length; index += 1)
    file.writeInt16LE(samples[index] ?? 0, start + index * 2);
  writeFileSync(to, file);
  return { studyInstanceUid: renamed(uids.study), sopInstanceUid: renamed(uids.instance) };
}
