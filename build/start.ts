import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildStale } from './build-stale.ts';
import { bundles } from './bundles.ts';
import { DIST, ROOT } from './paths.ts';
import { findElectron, NoElectronError, type ElectronRuntime } from './runtime/find-electron.ts';
import { say } from './say.ts';

/** `npm start [-- options]`: builds what is stale and opens the desktop app; without a display, the core alone. */
const options = process.argv.slice(2);
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

const failed = await buildStale({
  bundles,
  only: bundles.map((bundle) => bundle.name),
  isForced: false,
  say,
  complain: say,
});
if (failed.length > 0) say('Starting with what was built last.');

if (hasDisplay) await startDesktop();
else startCore();

async function startDesktop(): Promise<void> {
  let electron: ElectronRuntime;
  try {
    electron = await findElectron(say);
  } catch (error) {
    if (!(error instanceof NoElectronError)) throw error;
    say(error.message);
    say('The archive runs without Electron too: npm run core');
    process.exitCode = 1;
    return;
  }
  if (!electron.isOfficial) {
    say(
      `Electron ${electron.version} from the npm registry is used, because the official one could not be fetched. For development and tests only.`,
    );
  }
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('Chromium refuses to sandbox itself for root: starting with --no-sandbox.');
  const args = [...(isRoot ? ['--no-sandbox'] : []), ROOT, ...options];
  const env =
    electron.sqliteBinding === null
      ? process.env
      : { ...process.env, BUCKY_SQLITE_BINDING: electron.sqliteBinding };
  become(spawn(electron.binary, args, { cwd: ROOT, stdio: 'inherit', env }));
}

function startCore(): void {
  say(
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the core runs without a window.',
  );
  const core = spawn(process.execPath, [path.join(DIST, 'core/main.mjs'), ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: core.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`);
    const { event, httpPort, token } = JSON.parse(line) as { event: string; httpPort: number; token: string }; // design section 3
    if (event === 'ready') say(`Open Bucky in a browser: http://127.0.0.1:${httpPort}/?token=${token}`);
  });
  become(core);
}

/** Signals go on to the child, its exit code comes back. */
function become(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      child.kill(signal);
    });
  }
  child.once('error', (error) => {
    say(`It could not be started. ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (exitCode) => {
    process.exitCode = exitCode ?? 1;
  });
}
