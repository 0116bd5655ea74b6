import type { InstanceRecord } from '../catalog/instance-record.ts';
import { toDicomJson } from '../dicom/dicom-json.ts';
import { encodeFrameTable } from '../dicom/frame-table-codec.ts';
import { buildFrameTable } from '../dicom/frame-table.ts';
import type { ScannedDataSet } from '../dicom/scanned-data-set.ts';
import { toInstanceHeader } from '../dicom/to-instance-header.ts';
import type { FilingUids } from './verdict.ts';

/** What is known of an instance beside its data set. */
export interface RecordContext {
  readonly uids: FilingUids;
  readonly warnings: readonly string[];
  readonly transferSyntaxUid: string;
  readonly dataSetOffset: number;
  readonly sourceAeTitle: string;
  readonly receivedAtMs: number;
}

/** A record before its file has a name. */
export type UnnamedRecord = Omit<InstanceRecord, 'objectName' | 'isFirst'>;

/** Makes the catalog's record of an instance, all but the name of its file: that depends on what is there already. */
export function toRecord(scanned: ScannedDataSet, context: RecordContext): UnnamedRecord {
  const table = buildFrameTable(scanned, context.transferSyntaxUid);
  return {
    header: toInstanceHeader(scanned.header),
    ...context.uids,
    transferSyntaxUid: context.transferSyntaxUid,
    sizeBytes: scanned.byteLength,
    dataSetOffset: context.dataSetOffset,
    dataSetSha256: scanned.dataSetSha256,
    hasPixels: scanned.pixelData !== null,
    metadataJson: JSON.stringify(toDicomJson(scanned)),
    frameTable: table === null ? null : encodeFrameTable(table),
    sourceAeTitle: context.sourceAeTitle,
    receivedAtMs: context.receivedAtMs,
    warnings: context.warnings,
  };
}
