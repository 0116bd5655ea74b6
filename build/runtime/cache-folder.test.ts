import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

describe('cacheFolder', () => {
  it('follows BUCKY_CACHE_DIR, then the XDG cache, then the home folder', () => {
    const xdg = { XDG_CACHE_HOME: '/var/cache/user' };
    expect(cacheFolder({ BUCKY_CACHE_DIR: '/srv/cache', ...xdg })).toBe(path.resolve('/srv/cache'));
    expect(cacheFolder(xdg)).toBe(path.resolve('/var/cache/user/bucky'));
    expect(cacheFolder({})).toBe(path.join(homedir(), '.cache/bucky'));
  });
});
