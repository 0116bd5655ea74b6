import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST, ROOT } from './paths.ts';
import { say } from './say.ts';

/**
 * `npm run core -- [options]`: builds the core and the browser UI when they are stale, then becomes the core, so that
 * the process that was started is the one that serves and gets the signals.
 */
const builder = spawnSync(
  process.execPath,
  [path.join(ROOT, 'build/build.ts'), '--only', 'core,renderer'],
  // Standard output is kept for the ready line. A process of its own leaves no bundler behind in the core.
  { cwd: ROOT, stdio: ['ignore', 2, 2] },
);
const entry = path.join(DIST, 'core/main.mjs');
if (builder.status !== 0) {
  if (!existsSync(entry)) {
    say('The core could not be built; the lines above say why.');
    process.exit(1);
  }
  say('The build failed; the lines above say why. Running the core as it was built last.');
}
// As the core wants it; by the time it could set this itself, loading it has started the pool.
process.env['UV_THREADPOOL_SIZE'] ??= '16';
await import(pathToFileURL(entry).href);
