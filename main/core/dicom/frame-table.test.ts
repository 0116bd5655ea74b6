import { describe, expect, it } from 'vitest';
import { groupFragments } from './fragment-groups.ts';
import { decodeFrameTable, encodeFrameTable } from './frame-table-codec.ts';
import type { FrameTable, NativeFrameTable } from './frame-table.ts';
import { readFrame, type ReadableFile } from './read-frame.ts';
import type { FragmentTable } from './scanned-data-set.ts';

/** Fragments one after the other from offset 100 on, each behind its item header of 8 bytes. */
function someFragments(parts: readonly { readonly length: number; readonly head?: string }[]): FragmentTable {
  const heads = new Uint8Array(parts.length * 8);
  const offsets = new Float64Array(parts.length);
  let at = 100;
  parts.forEach(({ length, head = '' }, index) => {
    at += 8;
    offsets[index] = at;
    heads.set(Buffer.from(head, 'hex'), index * 8);
    at += length;
  });
  const lengths = Uint32Array.from(parts.map(({ length }) => length));
  return { count: parts.length, offsets, lengths, heads, basicOffsetTable: null, isComplete: true };
}

const plain = { length: 10 };
const jpegStart = { length: 10, head: 'ffd8ffe0' };
const j2kStart = { length: 10, head: 'ff4fff51' };

describe('groupFragments', () => {
  it('takes all fragments for the only frame', () => {
    expect(groupFragments(someFragments([plain, plain, plain]), 1, null)).toEqual(Uint32Array.of(0, 3));
  });

  it('follows the Basic Offset Table', () => {
    const fragments = { ...someFragments([plain, plain, plain]), basicOffsetTable: Uint32Array.of(0, 36) };
    expect(groupFragments(fragments, 2, null)).toEqual(Uint32Array.of(0, 2, 3));
  });

  it('trusts the Extended Offset Table more', () => {
    const fragments = { ...someFragments([plain, plain, plain]), basicOffsetTable: Uint32Array.of(0, 36) };
    expect(groupFragments(fragments, 2, Float64Array.of(0, 18))).toEqual(Uint32Array.of(0, 1, 3));
  });

  it.each([
    { table: [0, 17], why: 'an entry between two fragments' },
    { table: [18, 36], why: 'a first frame that is not the first fragment' },
    { table: [0, 0, 18], why: 'two frames at one place' },
    { table: [0, 9_999], why: 'an entry behind the end' },
  ])('does not follow a table that fits no fragments: $why', ({ table }) => {
    const fragments = someFragments([jpegStart, plain, jpegStart]);
    const withTable = { ...fragments, basicOffsetTable: Uint32Array.from(table) };
    expect(groupFragments(withTable, 2, null)).toEqual(Uint32Array.of(0, 2, 3));
  });

  it('takes one fragment for each frame when there are as many', () => {
    expect(groupFragments(someFragments([plain, plain]), 2, null)).toEqual(Uint32Array.of(0, 1, 2));
  });

  it.each([
    { start: jpegStart, why: 'JPEG' },
    { start: j2kStart, why: 'JPEG 2000' },
  ])('goes by the marks of codestreams without a table: $why', ({ start }) => {
    const fragments = someFragments([start, plain, plain, start, plain]);
    expect(groupFragments(fragments, 2, null)).toEqual(Uint32Array.of(0, 3, 5));
  });

  it('gives up rather than guess when nothing tells the frames apart', () => {
    expect(groupFragments(someFragments([plain, plain, plain]), 2, null)).toBeNull();
  });
});

describe('encodeFrameTable', () => {
  const tables: readonly FrameTable[] = [
    {
      kind: 'native',
      frameCount: 7,
      valueOffset: 5_000_000_000,
      bitsPerFrame: 9_000_000_001,
      swapBytes: 2,
      isDeflated: true,
    },
    {
      kind: 'encapsulated',
      frameCount: 2,
      fragmentOffsets: Float64Array.of(8, 100, 6_000_000_000),
      fragmentLengths: Uint32Array.of(92, 4_000_000_000, 1),
      frameStarts: Uint32Array.of(0, 2, 3),
    },
  ];

  it.each(tables)('brings back a table that is $kind', (table) => {
    expect(decodeFrameTable(encodeFrameTable(table))).toEqual(table);
  });

  it('knows no table of another version', () => {
    const bytes = encodeFrameTable(tables[0]!);
    bytes[0] = 99;
    expect(decodeFrameTable(bytes)).toBeNull();
  });
});

describe('readFrame', () => {
  const fileOf = (bytes: Buffer): ReadableFile => ({
    read: async (buffer, offset, length, position) => ({
      bytesRead: bytes.copy(buffer, offset, position, Math.min(position + length, bytes.length)),
    }),
    stat: async () => ({ size: bytes.length }),
  });
  const aTable = (overrides: Partial<NativeFrameTable>): NativeFrameTable => ({
    kind: 'native',
    frameCount: 2,
    valueOffset: 2,
    bitsPerFrame: 16,
    swapBytes: 1,
    isDeflated: false,
    ...overrides,
  });

  it('reads the second of two native frames', async () => {
    const file = fileOf(Buffer.from('ffff0102030405', 'hex'));
    expect(await readFrame(file, 1, aTable({ valueOffset: 1 }), 1)).toEqual({
      ok: true,
      value: Buffer.from('0304', 'hex'),
    });
  });

  it('turns big endian pixels around', async () => {
    const file = fileOf(Buffer.from('00000102', 'hex'));
    const table = aTable({ frameCount: 1, swapBytes: 2 });
    expect(await readFrame(file, 0, table, 0)).toEqual({ ok: true, value: Buffer.from('0201', 'hex') });
  });

  it('aligns frames of one bit a pixel that do not begin at a byte', async () => {
    // Three frames of 5 bits, first pixel in the lowest bit: 10011, 01101, 11111.
    const bits = [1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1];
    const packed = Buffer.alloc(2);
    bits.forEach((bit, at) => {
      packed[at >> 3] = (packed[at >> 3] ?? 0) | (bit << (at % 8));
    });
    const table = aTable({ frameCount: 3, valueOffset: 0, bitsPerFrame: 5 });
    const frames = await Promise.all([0, 1, 2].map((index) => readFrame(fileOf(packed), 0, table, index)));
    expect(frames.map((frame) => (frame.ok ? frame.value[0] : null))).toEqual([0b11001, 0b10110, 0b11111]);
  });

  it('joins the fragments of a compressed frame', async () => {
    const table: FrameTable = {
      kind: 'encapsulated',
      frameCount: 1,
      fragmentOffsets: Float64Array.of(1, 4),
      fragmentLengths: Uint32Array.of(2, 1),
      frameStarts: Uint32Array.of(0, 2),
    };
    const file = fileOf(Buffer.from('00aabb00cc', 'hex'));
    expect(await readFrame(file, 0, table, 0)).toEqual({ ok: true, value: Buffer.from('aabbcc', 'hex') });
  });

  it.each([
    { index: 2, length: 100, problem: 'no-such-frame', why: 'behind the last' },
    { index: -1, length: 100, problem: 'no-such-frame', why: 'before the first' },
    { index: 1, length: 5, problem: 'ended-early', why: 'the file is too short' },
  ])('says $problem: $why', async ({ index, length, problem }) => {
    expect(await readFrame(fileOf(Buffer.alloc(length)), 0, aTable({}), index)).toEqual({
      ok: false,
      error: problem,
    });
  });
});
