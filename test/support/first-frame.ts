import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { DataSetScanner } from '../../main/core/dicom/data-set-scanner.ts';
import type { DataSet } from '../../main/core/dicom/data-set.ts';
import { parsePart10Header } from '../../main/core/dicom/part10.ts';
import type { FragmentTable } from '../../main/core/dicom/scanned-data-set.ts';
import { TAG } from '../../main/core/dicom/tag.ts';
import { toReadableSyntax } from '../../main/core/dicom/transfer-syntax.ts';

export interface FirstFrame {
  readonly header: DataSet;
  readonly transferSyntaxUid: string;
  /** As stored; of encapsulated pixel data the joined fragments. */
  readonly frame: Buffer;
}

/** The first frame of a Part 10 file, as a test needs it; null when the file has no pixel data. */
export function readFirstFrame(path: string): FirstFrame | null {
  const file = readFileSync(path);
  const parsed = parsePart10Header(file);
  if (!parsed.ok) return null;
  const { transferSyntaxUid } = parsed.value.meta;
  const scanner = new DataSetScanner(transferSyntaxUid);
  const stored = file.subarray(parsed.value.dataSetOffset);
  scanner.push(stored);
  const { header, pixelData } = scanner.finish();
  if (!pixelData) return null;
  const dataSet = toReadableSyntax(transferSyntaxUid).isDeflated ? inflateRawSync(stored) : stored;
  const { valueOffset, fragments } = pixelData;
  const frame = fragments
    ? joinFragments(dataSet, fragments, numberOfFrames(header))
    : dataSet.subarray(valueOffset, valueOffset + nativeFrameBytes(header));
  return { header, transferSyntaxUid, frame: Buffer.from(frame) };
}

function joinFragments(dataSet: Buffer, fragments: FragmentTable, frameCount: number): Buffer {
  const end = frameCount === 1 ? fragments.count : secondFrameStart(fragments, frameCount);
  const parts = Array.from({ length: end }, (_, index) => {
    const offset = fragments.offsets[index] ?? 0;
    return dataSet.subarray(offset, offset + (fragments.lengths[index] ?? 0));
  });
  return Buffer.concat(parts);
}

function secondFrameStart(fragments: FragmentTable, frameCount: number): number {
  const second = fragments.basicOffsetTable?.[1];
  if (fragments.count === frameCount || second === undefined) return 1;
  const itemHeaderBytes = 8;
  const origin = (fragments.offsets[0] ?? 0) - itemHeaderBytes;
  return fragments.offsets.findIndex((offset) => offset - itemHeaderBytes - origin >= second);
}

function numberOfFrames(header: DataSet): number {
  return Number(header.elements.get(TAG.numberOfFrames)?.value?.toString('latin1') ?? 1) || 1;
}

function nativeFrameBytes(header: DataSet): number {
  const read = (tag: number) => {
    const value = header.elements.get(tag)?.value;
    return (header.isBigEndian ? value?.readUInt16BE() : value?.readUInt16LE()) ?? 1;
  };
  const samples =
    header.elements.get(TAG.photometricInterpretation)?.value?.toString('latin1').trim() === 'YBR_FULL_422'
      ? 2
      : read(TAG.samplesPerPixel);
  return Math.ceil((read(TAG.rows) * read(TAG.columns) * samples * read(TAG.bitsAllocated)) / 8);
}
