import { DataSetScanner, type DataSetScannerOptions } from '../../main/core/dicom/data-set-scanner.ts';
import type { DataSet } from '../../main/core/dicom/data-set.ts';
import type { ScannedDataSet } from '../../main/core/dicom/scanned-data-set.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../main/core/dicom/transfer-syntax.ts';

/** Scans a data set that comes whole, or in these slices. */
export function scanBytes(
  bytes: Buffer | readonly Buffer[],
  syntax = EXPLICIT_VR_LITTLE_ENDIAN,
  options: DataSetScannerOptions = {},
): ScannedDataSet {
  const scanner = new DataSetScanner(syntax, options);
  for (const slice of Buffer.isBuffer(bytes) ? [bytes] : bytes) scanner.push(slice);
  return scanner.finish();
}

/** The header as plain text: tag, VR and value or items, so that a test compares all of it at once. */
export function outline(dataSet: DataSet): readonly unknown[] {
  return [...dataSet.elements.values()].map(({ tag, vr, value, items }) => [
    tag.toString(16),
    vr,
    items ? items.map(outline) : (value?.toString('latin1') ?? null),
  ]);
}
