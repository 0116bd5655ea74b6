import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../test/support/temporary-folder.ts';
import { withLock } from './folder-lock.ts';

describe('withLock', () => {
  it('lets one after the other in, and tells the second that it waits', async () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'lock');
    const events: string[] = [];
    const firstIsIn = Promise.withResolvers<undefined>();
    const mayLeave = Promise.withResolvers<undefined>();
    const first = withLock(
      file,
      () => events.push('first waits'),
      async () => {
        firstIsIn.resolve(undefined);
        await mayLeave.promise;
        events.push('first leaves');
      },
    );
    await firstIsIn.promise;
    const second = withLock(
      file,
      () => {
        events.push('second waits');
        mayLeave.resolve(undefined);
      },
      async () => {
        events.push('second is in');
      },
    );
    await Promise.all([first, second]);
    expect(events).toEqual(['second waits', 'first leaves', 'second is in']);
    expect(existsSync(file)).toBe(false);
  });

  it('takes over what a process left that is gone', async () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'lock');
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file, String(pid));
    expect(
      await withLock(
        file,
        () => undefined,
        async () => 'in',
      ),
    ).toBe('in');
  });

  it('takes over what was left behind long ago, though its process number is in use again', async () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'lock');
    writeFileSync(file, String(process.pid));
    const longAgo = new Date(Date.now() - 600_000);
    utimesSync(file, longAgo, longAgo);
    expect(
      await withLock(
        file,
        () => undefined,
        async () => 'in',
      ),
    ).toBe('in');
  });

  it('is given back when the work fails', async () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'lock');
    const failing = withLock(
      file,
      () => undefined,
      async () => {
        throw new Error('no compiler');
      },
    );
    await expect(failing).rejects.toThrow('no compiler');
    expect(existsSync(file)).toBe(false);
  });
});
