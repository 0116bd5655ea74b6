import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry } from 'yauzl';

/** Unix permission bits sit in the upper half of the external attributes (zip APPNOTE 4.4.15). */
const MODE_SHIFT = 16;

/**
 * Unpacks a zip file.
 *
 * @param placeOf where an entry goes inside `folder`, null to leave it out
 */
export async function unzip(
  zipFile: string,
  folder: string,
  placeOf: (name: string) => string | null,
): Promise<void> {
  const zip = await openPromise(zipFile);
  try {
    for await (const entry of zip.eachEntry()) {
      const place = entry.fileName.endsWith('/') ? null : placeOf(entry.fileName);
      if (place === null) continue;
      const target = path.resolve(folder, place);
      if (!target.startsWith(folder + path.sep))
        throw new Error(`${entry.fileName} leads out of the archive`);
      mkdirSync(path.dirname(target), { recursive: true });
      await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(target, { mode: modeOf(entry) }),
      );
    }
  } finally {
    zip.close();
  }
}

function modeOf(entry: Entry): number {
  return (entry.externalFileAttributes >>> MODE_SHIFT) & 0o777 || 0o644;
}
