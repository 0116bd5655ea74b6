import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../test/support/temporary-folder.ts';
import { fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  const aProject = (root: string) => {
    mkdirSync(path.join(root, 'main/core'), { recursive: true });
    writeFileSync(path.join(root, 'main/core/a.ts'), 'a');
    writeFileSync(path.join(root, 'package-lock.json'), '{}');
    return () => fingerprint(root, ['main/core', 'package-lock.json', 'absent']);
  };

  it('changes with a content, a name and a new file', () => {
    using folder = aTemporaryFolder();
    const look = aProject(folder.path);
    const seen = [look()];
    writeFileSync(path.join(folder.path, 'main/core/a.ts'), 'b');
    seen.push(look());
    writeFileSync(path.join(folder.path, 'main/core/b.ts'), '');
    seen.push(look());
    writeFileSync(path.join(folder.path, 'package-lock.json'), '{ }');
    seen.push(look());
    expect(new Set(seen).size).toBe(4);
  });

  it('stays the same when only times or tests change', () => {
    using folder = aTemporaryFolder();
    const look = aProject(folder.path);
    const before = look();
    utimesSync(path.join(folder.path, 'main/core/a.ts'), 1, 1);
    writeFileSync(path.join(folder.path, 'main/core/a.test.ts'), 'expect');
    expect(look()).toBe(before);
  });
});
