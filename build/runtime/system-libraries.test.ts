import { describe, expect, it } from 'vitest';
import { explainMissingLibraries, missingInLdd } from './system-libraries.ts';

describe('missingInLdd', () => {
  it('names the libraries that were not found, and no others', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibnss3.so => not found',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
      '\tlibgbm.so.1 => not found',
    ].join('\n');
    expect(missingInLdd(output)).toEqual(['libnss3.so', 'libgbm.so.1']);
  });
});

describe('explainMissingLibraries', () => {
  it.runIf(process.platform === 'linux')('names the line that brings them', async () => {
    const explained = await explainMissingLibraries(process.execPath, ['libsurely-absent.so.9']);
    expect(explained).toContain('libsurely-absent.so.9');
    expect(explained).toContain('apt-get install xvfb libgtk-3-0');
  });

  it.runIf(process.platform === 'linux')('says nothing when all is there', async () => {
    expect(await explainMissingLibraries(process.execPath, [])).toBeNull();
  });
});
