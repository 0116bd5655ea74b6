import type { InstanceRecord } from '../catalog/instance-record.ts';
import { scanFile } from '../dicom/scan-file.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { isVersionName, toObjectName, toVersionName } from '../store/object-name.ts';
import { toRecord } from './to-record.ts';
import { judgeDataSet } from './verdict.ts';

/** Why a file in `objects/` cannot be indexed, in plain words. It stays where it is. */
export type UnreadableFile = string;

/** Makes the record of an object from its file: the same that reception made, or would have made. */
export async function recordFromFile(
  store: InstanceStore,
  objectName: string,
): Promise<Result<InstanceRecord, UnreadableFile>> {
  const facts = await store.stat(objectName);
  if (facts === null) return err('The file is gone');
  const handle = await store.openForReading(objectName);
  const scan = await scanFile(handle).finally(() => handle.close());
  if (!scan.ok) return err('The file is no DICOM file or is cut short in its header');
  const { meta, dataSetOffset, scanned } = scan.value;
  const verdict = judgeDataSet(scanned);
  if (verdict.kind === 'quarantine') return err(verdict.reason);
  const { sopInstanceUid } = verdict.uids;
  const rightName = isVersionName(objectName)
    ? toVersionName(sopInstanceUid, scanned.dataSetSha256)
    : toObjectName(sopInstanceUid);
  if (objectName !== rightName) return err('The file holds another image than its name says, or was changed');
  return ok({
    ...toRecord(scanned, {
      uids: verdict.uids,
      warnings: verdict.warnings,
      transferSyntaxUid: meta.transferSyntaxUid,
      dataSetOffset,
      sourceAeTitle: meta.sourceAeTitle,
      receivedAtMs: facts.modifiedMs,
    }),
    objectName,
    isFirst: false, // files are read in any order
  });
}
