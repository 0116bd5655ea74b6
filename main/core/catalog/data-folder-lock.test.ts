import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { lockDataFolder } from './data-folder-lock.ts';

describe('lockDataFolder', () => {
  let folder: ReturnType<typeof aTemporaryFolder>;
  beforeEach(() => {
    folder = aTemporaryFolder();
  });
  afterEach(() => folder[Symbol.dispose]());

  it('lets one in, tells the second who is inside, and lets it in afterwards', () => {
    const dataDir = path.join(folder.path, 'new', 'data');
    const first = lockDataFolder(dataDir);
    expect(first.ok).toBe(true);
    const second = lockDataFolder(dataDir);
    expect(second).toMatchObject({
      ok: false,
      error: { kind: 'folder-in-use', pid: process.pid },
    });
    expect(second.ok ? '' : second.error.message).toContain(`process ${process.pid}`);
    if (first.ok) first.value.release();
    const third = lockDataFolder(dataDir);
    expect(third.ok).toBe(true);
    if (third.ok) third.value[Symbol.dispose]();
  });

  it('keeps a second process out while the first lives and not a moment longer, however it dies', async () => {
    const holder = holdLock(folder.path);
    const [message] = (await once(holder, 'message')) as [string];
    expect(message).toBe('locked');
    expect(lockDataFolder(folder.path)).toMatchObject({ ok: false, error: { pid: holder.pid } });
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    const after = lockDataFolder(folder.path);
    expect(after.ok).toBe(true);
    if (after.ok) after.value.release();
  });
});

/** A process of its own that locks the folder and waits. */
function holdLock(dataDir: string): ChildProcess {
  const program = `
    import { lockDataFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'data-folder-lock.ts'))};
    const lock = lockDataFolder(${JSON.stringify(dataDir)});
    process.send(lock.ok ? 'locked' : lock.error.message);
    setInterval(() => {}, 1000);`;
  return fork('-', {
    execPath: process.execPath,
    execArgv: ['--input-type=module-typescript', '--eval', program],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
