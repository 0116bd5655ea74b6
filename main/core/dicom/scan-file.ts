import type { FileHandle } from 'node:fs/promises';
import { err, ok, type Result } from '../shared/result.ts';
import { DataSetScanner, type DataSetScannerOptions } from './data-set-scanner.ts';
import { MAX_FILE_META_BYTES, parsePart10Header, type ParsedPart10, type Part10Error } from './part10.ts';
import type { ScannedDataSet } from './scanned-data-set.ts';

export interface ScannedFile extends ParsedPart10 {
  readonly scanned: ScannedDataSet;
}

const CHUNK_BYTES = 0x40000;

/**
 * Scans a Part 10 file as if its data set had just come over the wire: same hashes, same header.
 * Errors of the file system reject; a file that is no DICOM is a value.
 */
export async function scanFile(
  file: Pick<FileHandle, 'read'>,
  options: DataSetScannerOptions = {},
): Promise<Result<ScannedFile, Part10Error>> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  while (filled < MAX_FILE_META_BYTES) {
    const { bytesRead } = await file.read(chunk, filled, chunk.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  const parsed = parsePart10Header(chunk.subarray(0, filled));
  if (!parsed.ok) return err(parsed.error);
  const { meta, dataSetOffset } = parsed.value;
  const scanner = new DataSetScanner(meta.transferSyntaxUid, options);
  scanner.push(chunk.subarray(dataSetOffset, filled));
  let position = filled;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) break;
    scanner.push(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
  return ok({ ...parsed.value, scanned: scanner.finish() });
}
