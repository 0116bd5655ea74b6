import { describe, expect, it } from 'vitest';
import { findLockFileProblems } from './lock-file.ts';

describe('package-lock.json', () => {
  it('lets npm install from any registry without a compiler', () => {
    expect(findLockFileProblems()).toEqual([]);
  });
});

describe('findLockFileProblems', () => {
  it('sees that npm has dropped the word against compiling, and addresses of a registry', () => {
    const lock = {
      packages: {
        'node_modules/better-sqlite3': {},
        'node_modules/zod': { resolved: 'https://registry.example/zod.tgz' },
      },
    };
    expect(findLockFileProblems(lock)).toHaveLength(2);
  });
});
