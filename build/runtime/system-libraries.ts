import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './run-program.ts';

/** What Electron wants of a Debian 12 machine, with xvfb for a screen where there is none. */
const ELECTRON_DEBIAN_PACKAGES =
  'xvfb libgtk-3-0 libnss3 libasound2 libgbm1 libatk-bridge2.0-0 libxss1 libxtst6';

/** Electron opens these while it runs, so that `ldd` does not list them. */
const OPENED_LATER: readonly string[] = ['libgtk-3.so.0'];
const LIBRARY_DIRS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/lib',
];

/**
 * Looks whether the shared libraries of a program are there.
 *
 * @returns what is missing and the line that brings it; null when all is there
 */
export async function explainMissingLibraries(
  binary: string,
  openedLater = OPENED_LATER,
): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const { stdout } = await runProgram('ldd', [binary]);
  const missing = [
    ...missingInLdd(stdout),
    ...openedLater.filter((name) => !LIBRARY_DIRS.some((dir) => existsSync(path.join(dir, name)))),
  ];
  if (missing.length === 0) return null;
  return `Electron needs libraries that this machine lacks (${missing.join(', ')}): apt-get install ${ELECTRON_DEBIAN_PACKAGES}`;
}

/** `libnss3.so => not found`, one a line. */
export function missingInLdd(output: string): readonly string[] {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}
