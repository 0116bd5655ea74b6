import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 200;
/** The holder touches the file so often while it works. */
const HEARTBEAT_MS = 5_000;
/** Untouched for so long, the lock was left behind, even if its process number is in use again. */
const STALE_MS = 120_000;

/**
 * Waits until this process alone holds `file`, runs `work`, gives the file back. A lock whose process is gone is taken
 * over, so a build that was killed blocks nobody.
 *
 * @param onWait called once when another process holds the lock
 */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true });
  let hasWaited = false;
  while (!tryTake(file)) {
    if (!hasWaited) onWait();
    hasWaited = true;
    await wait(POLL_MS);
  }
  const heartbeat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // taken over after this process slept for long; the work is still whole, as results are put in place by renaming
    }
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

function tryTake(file: string): boolean {
  try {
    const fd = openSync(file, 'wx');
    writeSync(fd, String(process.pid));
    closeSync(fd);
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  if (isHeld(file)) return false;
  rmSync(file, { force: true });
  return false; // the next round takes it, unless somebody else was quicker
}

function isHeld(file: string): boolean {
  let holder: number;
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return false;
    holder = Number(readFileSync(file, 'utf8'));
  } catch {
    return false; // given back between the two looks
  }
  if (!Number.isInteger(holder) || holder <= 0) return true; // being written at this moment
  try {
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM'); // alive, of another user
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
