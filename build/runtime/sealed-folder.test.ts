import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../test/support/temporary-folder.ts';
import { sealedFolder } from './sealed-folder.ts';

describe('sealedFolder', () => {
  const aFolder = (root: string) => {
    const counts = { made: 0 };
    const place = path.join(root, 'runtime');
    const ensure = () =>
      sealedFolder(place, async (fresh) => {
        counts.made += 1;
        mkdirSync(path.join(fresh, 'bin'), { recursive: true });
        writeFileSync(path.join(fresh, 'bin/electron'), 'genuine');
      });
    return { binary: path.join(place, 'bin/electron'), place, counts, ensure };
  };

  it('is made once', async () => {
    using folder = aTemporaryFolder();
    const { binary, counts, ensure } = aFolder(folder.path);
    await ensure();
    await ensure();
    expect(counts.made).toBe(1);
    expect(readFileSync(binary, 'utf8')).toBe('genuine');
  });

  it.each([
    ['a file was changed', (place: string) => writeFileSync(path.join(place, 'bin/electron'), 'another')],
    ['a file is gone', (place: string) => rmSync(path.join(place, 'bin/electron'))],
    ['a file was added', (place: string) => writeFileSync(path.join(place, 'bin/extra.so'), '')],
    ['the list of hashes is damaged', (place: string) => writeFileSync(path.join(place, 'seal.json'), '{')],
  ])('is made anew when %s', async (_what, spoil) => {
    using folder = aTemporaryFolder();
    const { binary, place, counts, ensure } = aFolder(folder.path);
    await ensure();
    spoil(place);
    await ensure();
    expect(counts.made).toBe(2);
    expect(readFileSync(binary, 'utf8')).toBe('genuine');
  });

  it('leaves nothing that could be taken for whole when making it fails', async () => {
    using folder = aTemporaryFolder();
    const { place, counts, ensure } = aFolder(folder.path);
    const failing = sealedFolder(place, async () => {
      throw new Error('the line broke');
    });
    await expect(failing).rejects.toThrow('the line broke');
    await ensure();
    expect(counts.made).toBe(1);
  });
});
