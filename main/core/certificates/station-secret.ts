import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';

const SECRET_FILE = 'station.key';

/**
 * The passphrase of the station's private keys. It lies in a file of its own that its owner alone may read, so that a copy of
 * the database is no copy of the keys.
 */
export async function loadStationSecret(dataDir: string): Promise<string> {
  const file = path.join(dataDir, SECRET_FILE);
  const known = await read(file);
  if (known !== null) return known;
  const secret = randomBytes(32).toString('hex');
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(secret);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return secret;
}

/** @returns null when there is none, or one that was cut off */
async function read(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8');
    return /^[0-9a-f]{64}$/.test(text) ? text : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
