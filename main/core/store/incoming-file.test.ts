import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';
import { IncomingFile } from './incoming-file.ts';

const KIB = 1024;
const slice = (byteLength: number, fill: number) => Buffer.alloc(byteLength, fill);

describe('IncomingFile', () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let filePath: string;
  beforeEach(() => {
    folder = aMemoryFolder();
    filePath = path.join(folder.path, 'x.part');
  });
  afterEach(() => folder[Symbol.dispose]());

  const anIncomingFile = (fileSystem: FileSystem) => new IncomingFile(fileSystem, filePath, () => {});

  it('writes slices of any size in order', async () => {
    const file = anIncomingFile(nodeFileSystem);
    const slices = [1, 70_000, 3, 262_144, 0, 5, 900_000, 17].map((size, index) => slice(size, index + 1));
    for (const one of slices) await file.append(one);
    await seal(file, 0);
    expect(readFileSync(filePath).equals(Buffer.concat(slices))).toBe(true);
  });

  it('gathers small slices into few writes', async () => {
    let writes = 0;
    const counting: FileSystem = {
      ...nodeFileSystem,
      writev: (fd, slices) => {
        writes += 1;
        return nodeFileSystem.writev(fd, slices);
      },
    };
    const file = anIncomingFile(counting);
    for (let i = 0; i < 64; i += 1) await file.append(slice(8 * KIB, i));
    await seal(file, 0);
    expect(writes).toBeLessThanOrEqual(3);
    expect(readFileSync(filePath)).toHaveLength(512 * KIB);
  });

  it('goes on after a write that was cut short', async () => {
    const stingy: FileSystem = {
      ...nodeFileSystem,
      writev: (fd, slices) => nodeFileSystem.writev(fd, [slices[0]!.subarray(0, 1_000)]),
    };
    const file = anIncomingFile(stingy);
    const slices = [slice(2_500, 1), slice(10, 2), slice(999, 3)];
    for (const one of slices) void file.append(one);
    await seal(file, 0);
    expect(readFileSync(filePath).equals(Buffer.concat(slices))).toBe(true);
  });

  it('holds the sender back while the disk is slow and lets go when it has caught up', async () => {
    let letWrite = (): void => {};
    const slow: FileSystem = {
      ...nodeFileSystem,
      writev: async (fd, slices) => {
        await new Promise<void>((resolve) => {
          letWrite = resolve;
        });
        return nodeFileSystem.writev(fd, slices);
      },
    };
    const file = anIncomingFile(slow);
    let isHeld = false;
    let hold: Promise<void> | undefined;
    let taken = 0;
    while (hold === undefined) {
      hold = file.append(slice(64 * KIB, 1));
      taken += 64 * KIB;
    }
    isHeld = true;
    void hold.then(() => {
      isHeld = false;
    });
    expect(taken).toBeLessThanOrEqual(1_100 * KIB);
    expect(isHeld).toBe(true);
    const pump = setInterval(() => letWrite(), 1);
    await hold;
    await seal(file, 0);
    clearInterval(pump);
    expect(readFileSync(filePath)).toHaveLength(taken);
  });

  it('never leaves a held sender waiting when the object is discarded', async () => {
    const file = anIncomingFile(nodeFileSystem);
    const hold = file.append(slice(3_000 * KIB, 1));
    expect(hold).toBeDefined();
    await Promise.all([hold, file.discard()]);
  });
});

async function seal(file: IncomingFile, modifiedMs: number): Promise<void> {
  await file.flush();
  await file.sync(modifiedMs);
}
