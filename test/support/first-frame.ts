import { open } from 'node:fs/promises';
import { toDicomJson, type DicomJson } from '../../main/core/dicom/dicom-json.ts';
import { buildFrameTable } from '../../main/core/dicom/frame-table.ts';
import { readFrame } from '../../main/core/dicom/read-frame.ts';
import { scanFile } from '../../main/core/dicom/scan-file.ts';

export interface FirstFrame {
  readonly metadata: DicomJson;
  readonly transferSyntaxUid: string;
  readonly frame: Buffer;
}

/** The first frame of a Part 10 file, on the way that the core takes; null when there is none or it cannot be read. */
export async function readFirstFrame(path: string): Promise<FirstFrame | null> {
  await using file = await open(path);
  const parsed = await scanFile(file);
  if (!parsed.ok) return null;
  const { scanned, dataSetOffset, meta } = parsed.value;
  const { transferSyntaxUid } = meta;
  const table = buildFrameTable(scanned, transferSyntaxUid);
  const frame = table && (await readFrame(file, dataSetOffset, table, 0));
  return frame?.ok ? { metadata: toDicomJson(scanned), transferSyntaxUid, frame: frame.value } : null;
}
