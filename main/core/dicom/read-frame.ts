import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { err, ok, type Result } from '../shared/result.ts';
import type { EncapsulatedFrameTable, FrameTable, NativeFrameTable } from './frame-table.ts';

const inflate = promisify(inflateRaw);

/** A deflated object that would take more memory than this is not shown. */
const MAX_INFLATED_BYTES = 512 * 1024 * 1024;
/** One frame; whole slide tiles and radiographs are far below. */
const MAX_FRAME_BYTES = 1024 * 1024 * 1024;

export type FrameProblem = 'no-such-frame' | 'ended-early' | 'too-large' | 'cannot-inflate';

/** The part of a file handle that is read through. */
export interface ReadableFile {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number }>;
}

/**
 * Reads one frame: native pixels as little endian without padding, bits of one-bit frames starting at bit 0 of the first
 * byte; or the codestream of a compressed frame, its fragments joined.
 *
 * @param dataSetOffset where the data set starts in the file, in bytes
 * @param index counts from 0
 */
export async function readFrame(
  file: ReadableFile,
  dataSetOffset: number,
  table: FrameTable,
  index: number,
): Promise<Result<Buffer, FrameProblem>> {
  if (index < 0 || index >= table.frameCount) return err('no-such-frame');
  if (table.kind === 'encapsulated') return readFragments(file, dataSetOffset, table, index);
  const firstBit = table.bitsPerFrame * index;
  const firstByte = Math.floor(firstBit / 8);
  const byteLength = Math.ceil((firstBit + table.bitsPerFrame) / 8) - firstByte;
  if (byteLength > MAX_FRAME_BYTES) return err('too-large');
  // Swapped words are read whole, wherever the frame begins in them.
  const lead = firstByte % table.swapBytes;
  const start = table.valueOffset + firstByte - lead;
  const length = Math.ceil((byteLength + lead) / table.swapBytes) * table.swapBytes;
  const bytes = table.isDeflated
    ? await readInflated(file, dataSetOffset, start, length)
    : await readWhole(file, dataSetOffset + start, length, byteLength + lead);
  return bytes.ok ? ok(toFrame(bytes.value, table, { firstBit, byteLength, lead })) : bytes;
}

function toFrame(
  bytes: Buffer,
  table: NativeFrameTable,
  place: { readonly firstBit: number; readonly byteLength: number; readonly lead: number },
): Buffer {
  if (table.swapBytes === 2) bytes.swap16();
  else if (table.swapBytes === 4) bytes.swap32();
  else if (table.swapBytes === 8) bytes.swap64();
  const frame = bytes.subarray(place.lead, place.lead + place.byteLength);
  return alignBits(frame, place.firstBit % 8, table.bitsPerFrame);
}

/** Moves bits down so that the frame begins at bit 0, and clears what lies behind its end (PS3.5 section 8.1.1). */
function alignBits(bytes: Buffer, shift: number, bitCount: number): Buffer {
  if (shift === 0 && bitCount % 8 === 0) return bytes;
  const aligned = Buffer.alloc(Math.ceil(bitCount / 8));
  for (let at = 0; at < aligned.length; at += 1) {
    aligned[at] = (((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) >> shift) & 0xff;
  }
  const rest = bitCount % 8;
  if (rest !== 0) aligned[aligned.length - 1] = (aligned.at(-1) ?? 0) & ((1 << rest) - 1);
  return aligned;
}

async function readFragments(
  file: ReadableFile,
  dataSetOffset: number,
  table: EncapsulatedFrameTable,
  index: number,
): Promise<Result<Buffer, FrameProblem>> {
  const first = table.frameStarts[index] ?? 0;
  const end = table.frameStarts[index + 1] ?? first;
  const byteLength = table.fragmentLengths.subarray(first, end).reduce((sum, length) => sum + length, 0);
  if (byteLength > MAX_FRAME_BYTES) return err('too-large');
  const parts: Buffer[] = [];
  for (let fragment = first; fragment < end; fragment += 1) {
    const length = table.fragmentLengths[fragment] ?? 0;
    const part = await readWhole(
      file,
      dataSetOffset + (table.fragmentOffsets[fragment] ?? 0),
      length,
      length,
    );
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
}

/** @param needed bytes without which it is an error; up to `length` the rest is zeros */
async function readWhole(
  file: ReadableFile,
  position: number,
  length: number,
  needed: number,
): Promise<Result<Buffer, FrameProblem>> {
  // A length is what a device wrote: nothing is allocated on its word alone.
  const { size } = await file.stat();
  if (position + needed > size) return err('ended-early');
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done < needed ? err('ended-early') : ok(buffer);
}

async function readInflated(
  file: ReadableFile,
  dataSetOffset: number,
  start: number,
  length: number,
): Promise<Result<Buffer, FrameProblem>> {
  const { size } = await file.stat();
  const packed = await readWhole(file, dataSetOffset, size - dataSetOffset, 0);
  if (!packed.ok) return packed;
  try {
    const inflated = await inflate(packed.value, { maxOutputLength: MAX_INFLATED_BYTES });
    const slice = inflated.subarray(start, start + length);
    return slice.length < length ? err('ended-early') : ok(slice);
  } catch {
    return err('cannot-inflate');
  }
}
