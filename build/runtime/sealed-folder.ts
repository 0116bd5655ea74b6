import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const SEAL = 'seal.json';

/** Hash of every file of a folder, by its path in it. */
type Seal = Readonly<Record<string, string>>;

/**
 * Makes `folder` once and for all: `make` fills a folder beside it, which gets a list of hashes (its seal) and then its
 * name. Found again, every file is compared with the seal; a folder that was touched is made anew. The caller holds the
 * lock of the cache.
 */
export async function sealedFolder(
  folder: string,
  make: (emptyFolder: string) => Promise<void>,
): Promise<void> {
  if (await isIntact(folder)) return;
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  await make(fresh);
  writeFileSync(path.join(fresh, SEAL), JSON.stringify(await hashesOf(fresh), null, 1));
  renameSync(fresh, folder);
}

/** True when the folder holds exactly what its seal lists. */
async function isIntact(folder: string): Promise<boolean> {
  const file = path.join(folder, SEAL);
  if (!existsSync(file)) return false;
  let seal: Seal;
  try {
    seal = JSON.parse(readFileSync(file, 'utf8')) as Seal; // written by sealedFolder; anything else differs below
  } catch {
    return false;
  }
  const found = await hashesOf(folder);
  const names = Object.keys(seal);
  return names.length === Object.keys(found).length && names.every((name) => found[name] === seal[name]);
}

async function hashesOf(folder: string): Promise<Seal> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file !== path.join(folder, SEAL))
    .sort();
  const seal: Record<string, string> = {};
  for (const file of files) seal[path.relative(folder, file)] = await hashOfFile(file, 'sha256', 'hex');
  return seal;
}

export async function hashOfFile(
  file: string,
  algorithm: 'sha256' | 'sha512',
  encoding: 'hex' | 'base64',
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest(encoding);
}
