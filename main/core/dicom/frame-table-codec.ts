import type { EncapsulatedFrameTable, FrameTable } from './frame-table.ts';

/** Bytes 0 and 1: version and kind. A newer version means that the table is made again from the file. */
const VERSION = 1;
const NATIVE = 1;
const ENCAPSULATED = 2;
const NATIVE_BYTES = 32;
const ENCAPSULATED_HEAD_BYTES = 16;

/** Packs a table for the catalog, little endian on every machine. */
export function encodeFrameTable(table: FrameTable): Buffer {
  if (table.kind === 'encapsulated') return encodeEncapsulated(table);
  const bytes = Buffer.alloc(NATIVE_BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt8(NATIVE, 1);
  bytes.writeUInt8(table.swapBytes, 2);
  bytes.writeUInt8(table.isDeflated ? 1 : 0, 3);
  bytes.writeUInt32LE(table.frameCount, 4);
  bytes.writeDoubleLE(table.valueOffset, 8);
  bytes.writeDoubleLE(table.bitsPerFrame, 16);
  return bytes;
}

function encodeEncapsulated(table: EncapsulatedFrameTable): Buffer {
  const { frameCount, fragmentOffsets, fragmentLengths, frameStarts } = table;
  const fragmentCount = fragmentOffsets.length;
  const bytes = Buffer.alloc(ENCAPSULATED_HEAD_BYTES + fragmentCount * 12 + (frameCount + 1) * 4);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt8(ENCAPSULATED, 1);
  bytes.writeUInt32LE(frameCount, 4);
  bytes.writeUInt32LE(fragmentCount, 8);
  let at = ENCAPSULATED_HEAD_BYTES;
  for (const offset of fragmentOffsets) at = bytes.writeDoubleLE(offset, at);
  for (const length of fragmentLengths) at = bytes.writeUInt32LE(length, at);
  for (const start of frameStarts) at = bytes.writeUInt32LE(start, at);
  return bytes;
}

/** @returns null for a table of another version */
export function decodeFrameTable(bytes: Buffer): FrameTable | null {
  if (bytes.length < ENCAPSULATED_HEAD_BYTES || bytes.readUInt8(0) !== VERSION) return null;
  const frameCount = bytes.readUInt32LE(4);
  if (bytes.readUInt8(1) === NATIVE) {
    return {
      kind: 'native',
      frameCount,
      valueOffset: bytes.readDoubleLE(8),
      bitsPerFrame: bytes.readDoubleLE(16),
      swapBytes: bytes.readUInt8(2) as 1 | 2 | 4 | 8, // written by encodeFrameTable only
      isDeflated: bytes.readUInt8(3) === 1,
    };
  }
  const fragmentCount = bytes.readUInt32LE(8);
  const lengthsAt = ENCAPSULATED_HEAD_BYTES + fragmentCount * 8;
  const startsAt = lengthsAt + fragmentCount * 4;
  const read32 = (base: number) => (_: unknown, index: number) => bytes.readUInt32LE(base + index * 4);
  return {
    kind: 'encapsulated',
    frameCount,
    fragmentOffsets: Float64Array.from({ length: fragmentCount }, (_, index) =>
      bytes.readDoubleLE(ENCAPSULATED_HEAD_BYTES + index * 8),
    ),
    fragmentLengths: Uint32Array.from({ length: fragmentCount }, read32(lengthsAt)),
    frameStarts: Uint32Array.from({ length: frameCount + 1 }, read32(startsAt)),
  };
}
