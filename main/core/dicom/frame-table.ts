import type { DataSet } from './data-set.ts';
import { groupFragments } from './fragment-groups.ts';
import type { ScannedDataSet, ScannedPixelData } from './scanned-data-set.ts';
import { TAG } from './tag.ts';
import { findTransferSyntax } from './transfer-syntax.ts';

/**
 * Where each frame of an object lies, made once at reception so that serving a frame is one read. Offsets count from the
 * first byte of the data set (of the inflated one for a deflated object).
 */
export type FrameTable = NativeFrameTable | EncapsulatedFrameTable;

/** Uncompressed frames lie one after the other, without padding between them (PS3.5 section 8.1.1). */
export interface NativeFrameTable {
  readonly kind: 'native';
  readonly frameCount: number;
  readonly valueOffset: number;
  /** No multiple of 8 for some frames of one bit a pixel. */
  readonly bitsPerFrame: number;
  /** Bytes to reverse in each group so that the pixels are little endian; 1 when they are already. */
  readonly swapBytes: 1 | 2 | 4 | 8;
  readonly isDeflated: boolean;
}

/** Each frame is one or more fragments (PS3.5 section A.4). */
export interface EncapsulatedFrameTable {
  readonly kind: 'encapsulated';
  readonly frameCount: number;
  readonly fragmentOffsets: Float64Array;
  readonly fragmentLengths: Uint32Array;
  /** Index of the first fragment of each frame, and behind the last one the number of fragments. */
  readonly frameStarts: Uint32Array;
}

/** Frames in one object that we are ready to believe in. */
const MAX_FRAMES = 0x200000;

/**
 * @returns null for an object without frames, and for one whose frames cannot be told apart: it is kept, but not drawn
 */
export function buildFrameTable(scanned: ScannedDataSet, transferSyntaxUid: string): FrameTable | null {
  const { pixelData, header } = scanned;
  if (pixelData === null) return null;
  const declaredFrames = readInteger(header, TAG.numberOfFrames) ?? 1;
  const frameCount = Math.max(1, Math.min(declaredFrames, MAX_FRAMES));
  return pixelData.isEncapsulated
    ? buildEncapsulated(scanned, frameCount, transferSyntaxUid)
    : buildNative(header, pixelData, frameCount, transferSyntaxUid);
}

function buildNative(
  header: DataSet,
  pixelData: ScannedPixelData,
  frameCount: number,
  transferSyntaxUid: string,
): NativeFrameTable | null {
  const rows = readUnsignedShort(header, TAG.rows);
  const columns = readUnsignedShort(header, TAG.columns);
  const bitsAllocated = readUnsignedShort(header, TAG.bitsAllocated);
  if (!rows || !columns || !bitsAllocated) return null;
  const photometric = readText(header, TAG.photometricInterpretation);
  const samples = readUnsignedShort(header, TAG.samplesPerPixel) ?? 1;
  // Two pixels share their colour: four bytes for two pixels (PS3.3 section C.7.6.3.1.2).
  const samplesStored = photometric === 'YBR_FULL_422' || photometric === 'YBR_PARTIAL_422' ? 2 : samples;
  return {
    kind: 'native',
    frameCount,
    valueOffset: pixelData.valueOffset,
    bitsPerFrame: rows * columns * samplesStored * bitsAllocated,
    swapBytes: header.isBigEndian ? bigEndianUnit(pixelData.vr, bitsAllocated) : 1,
    isDeflated: findTransferSyntax(transferSyntaxUid)?.isDeflated ?? false,
  };
}

/** Bytes are single under OB; OW is written in words, even for pixels of 8 bits and of one (PS3.5 section 7.3). */
function bigEndianUnit(vr: string, bitsAllocated: number): 1 | 2 | 4 | 8 {
  if (vr === 'OB') return 1;
  if (bitsAllocated === 64) return 8;
  return bitsAllocated === 32 ? 4 : 2;
}

function buildEncapsulated(
  scanned: ScannedDataSet,
  frameCount: number,
  transferSyntaxUid: string,
): EncapsulatedFrameTable | null {
  const fragments = scanned.pixelData?.fragments;
  if (fragments === undefined || fragments.count === 0 || !fragments.isComplete) return null;
  const extendedOffsets = readOffsets64(scanned.header, TAG.extendedOffsetTable);
  // A video is one stream, whatever the number of its pictures.
  const groups = isVideo(transferSyntaxUid)
    ? Uint32Array.of(0, fragments.count)
    : groupFragments(fragments, frameCount, extendedOffsets);
  if (groups === null) return null;
  return {
    kind: 'encapsulated',
    frameCount: groups.length - 1,
    fragmentOffsets: fragments.offsets,
    fragmentLengths: fragments.lengths,
    frameStarts: groups,
  };
}

/** MPEG-2, MPEG-4, HEVC (PS3.5 sections 8.2.5 to 8.2.8 and 8.2.10). */
function isVideo(transferSyntaxUid: string): boolean {
  return /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/.test(transferSyntaxUid);
}

function readUnsignedShort(header: DataSet, tag: number): number | null {
  const value = header.elements.get(tag)?.value;
  if (!value || value.length < 2) return null;
  return header.isBigEndian ? value.readUInt16BE(0) : value.readUInt16LE(0);
}

function readText(header: DataSet, tag: number): string {
  const value = header.elements.get(tag)?.value;
  return value ? value.toString('latin1').replace(/[ \0]+$/, '') : '';
}

function readInteger(header: DataSet, tag: number): number | null {
  const value = Number(readText(header, tag).split('\\')[0]);
  return Number.isInteger(value) && value > 0 ? value : null;
}

/** Extended Offset Table (7FE0,0001), VR OV: unsigned 64 bit. */
function readOffsets64(header: DataSet, tag: number): Float64Array | null {
  const value = header.elements.get(tag)?.value;
  if (!value || value.length < 8) return null;
  const offsets = new Float64Array(Math.floor(value.length / 8));
  for (let index = 0; index < offsets.length; index += 1) {
    offsets[index] = Number(
      header.isBigEndian ? value.readBigUInt64BE(index * 8) : value.readBigUInt64LE(index * 8),
    );
  }
  return offsets;
}
