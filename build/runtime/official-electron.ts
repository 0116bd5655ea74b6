import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { ROOT } from '../paths.ts';
import { runProgram } from './run-program.ts';

const PACKAGE = path.join(ROOT, 'node_modules/electron');
const PROBE_MS = 4_000;
/** About 120 MB; a clinic's line may take its time. */
const DOWNLOAD_MS = 15 * 60_000;

/** The binary that belongs to the `electron` package, fetched when it can be; null where it cannot. */
export async function findOfficialElectron(say: (line: string) => void): Promise<string | null> {
  const present = downloadedBinary();
  if (present !== null) return present;
  if (!existsSync(PACKAGE) || !(await canReachDownloads())) return null;
  say('Fetching Electron; this happens once.');
  const installer = path.join(PACKAGE, 'install.js');
  const { exitCode } = await runProgram(process.execPath, [installer], { timeoutMs: DOWNLOAD_MS });
  return exitCode === 0 ? downloadedBinary() : null;
}

/** As the `electron` package itself looks for it: `path.txt` names the program inside `dist`. */
function downloadedBinary(): string | null {
  try {
    const binary = path.join(PACKAGE, 'dist', readFileSync(path.join(PACKAGE, 'path.txt'), 'utf8'));
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** A look before the leap: where only the npm registry answers, the download would hang or shout. */
async function canReachDownloads(): Promise<boolean> {
  const isThroughProxy = process.env['ELECTRON_GET_USE_PROXY'] !== undefined;
  if (isThroughProxy) return true;
  const { hostname, port } = new URL(process.env['ELECTRON_MIRROR'] ?? 'https://github.com/');
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || 443, timeout: PROBE_MS });
    const settle = (isReachable: boolean) => {
      socket.destroy();
      resolve(isReachable);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
    // The timeout above starts with the connection; a name server that is silent is bounded here.
    setTimeout(settle, PROBE_MS, false).unref();
  });
}
