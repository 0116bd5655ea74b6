import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ObjectReader } from '../store/object-reader.ts';
import { StoredDataSet } from './stored-data-set.ts';

const BYTES = 1_500_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bucky-stored-'));
  for (const letter of ['a', 'b']) writeFileSync(path.join(folder, letter), letter.repeat(BYTES));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function aStored(objectName: string): StoredDataSet {
  const store = { readerOf: (name: string) => new ObjectReader(path.join(folder, name)) };
  return new StoredDataSet(store, {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: '1.2.3',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    objectName,
    dataSetOffset: 0,
    sizeBytes: BYTES,
    dataSetSha256: '',
  });
}

async function readAll(stored: StoredDataSet): Promise<string> {
  const parts: string[] = [];
  for await (const bytes of stored.bytes()) parts.push(bytes.toString('latin1'));
  return parts.join('');
}

it('gives every byte, and uses its memory for the next object', async () => {
  const memories = new Set<ArrayBufferLike>();
  for (let round = 0; round < 5; round += 1) {
    await using stored = aStored('a');
    for await (const bytes of stored.bytes()) memories.add(bytes.buffer);
  }
  expect(memories.size).toBeLessThan(4);
  await using again = aStored('b');
  expect(await readAll(again)).toBe('b'.repeat(BYTES));
});

it('leaves alone what a broken sending may still have in its socket', async () => {
  const broken = aStored('a');
  const first = await broken.bytes().next();
  await broken[Symbol.asyncDispose]();
  const others = [aStored('b'), aStored('b')];
  for (const other of others) {
    await readAll(other);
    await other[Symbol.asyncDispose]();
  }
  expect(!first.done && first.value.every((byte) => byte === 0x61)).toBe(true);
});
