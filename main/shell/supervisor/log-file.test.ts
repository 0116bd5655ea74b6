import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { LogFile } from './log-file.ts';

describe('LogFile', () => {
  it('puts a full file aside and keeps five at most, the newest lines always in the first', () => {
    using folder = aTemporaryFolder();
    const log = new LogFile(path.join(folder.path, 'logs/core.log'), 20);
    for (let line = 10; line < 30; line += 1) log.append(`line ${line}`);
    log.close();
    expect(readdirSync(path.join(folder.path, 'logs')).sort()).toEqual([
      'core.1.log',
      'core.2.log',
      'core.3.log',
      'core.4.log',
      'core.log',
    ]);
    expect(readFileSync(log.path, 'utf8')).toBe('line 28\nline 29\n');
    expect(readFileSync(path.join(folder.path, 'logs/core.4.log'), 'utf8')).toBe('line 20\nline 21\n');
  });

  it('goes on where the last run stopped', () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'core.log');
    for (const line of ['one', 'two']) {
      const log = new LogFile(file);
      log.append(line);
      log.close();
    }
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  });

  it('costs the program nothing when the folder cannot be made', () => {
    using folder = aTemporaryFolder();
    const blocked = new LogFile(path.join(folder.path, 'core.log'));
    blocked.append('a file now stands where the folder should be');
    blocked.close();
    const log = new LogFile(path.join(folder.path, 'core.log/shell.log'));
    expect(() => {
      log.append('lost');
    }).not.toThrow();
  });
});
