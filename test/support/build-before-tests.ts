import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Vitest global setup: the core, its workers and the UI are bundled before processes are started from the bundle. */
export function setup(): void {
  const root = path.resolve(import.meta.dirname, '../..');
  execFileSync(process.execPath, ['build/build.ts'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
