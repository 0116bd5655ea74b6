import { homedir } from 'node:os';
import path from 'node:path';

/** Where things that are made once per machine are kept, outside the project: `BUCKY_CACHE_DIR`, else the user's cache. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env['BUCKY_CACHE_DIR'];
  if (own) return path.resolve(own);
  const base = env['XDG_CACHE_HOME'];
  return path.join(base ? path.resolve(base) : path.join(homedir(), '.cache'), 'bucky');
}
