import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { aStoreRequest, openArchiveParts, storeDataSet } from '../../support/archive-parts.ts';
import { dumpCatalog } from '../../support/dump-catalog.ts';
import { listSharedFiles } from '../../support/shared-data.ts';
import { aMemoryFolder } from '../../support/temporary-folder.ts';

const sharedFiles = listSharedFiles().filter(
  (file) => !/^(broken|dicomdir)\//.test(file.name) && file.byteLength < 3_000_000,
);

describe.skipIf(sharedFiles.length === 0)('recovery of real images', () => {
  it('makes the same catalog from the files that live reception made', { timeout: 300_000 }, async () => {
    using folder = aMemoryFolder();
    const { ingest, catalog } = await openArchiveParts(folder.path);
    await ingest.recover();
    const refused: string[] = [];
    for (const file of sharedFiles) {
      const bytes = readFileSync(file.path);
      const parsed = parsePart10Header(bytes);
      if (!parsed.ok) continue;
      const { meta, dataSetOffset } = parsed.value;
      const { status } = await storeDataSet(
        ingest,
        aStoreRequest({
          affectedSopClassUid: meta.sopClassUid,
          affectedSopInstanceUid: meta.sopInstanceUid,
          transferSyntaxUid: meta.transferSyntaxUid,
        }),
        bytes.subarray(dataSetOffset),
      );
      if (status !== 0) refused.push(`${file.name} ${status.toString(16)}`);
    }
    const live = dumpCatalog(path.join(folder.path, 'catalog.sqlite'));
    const report = await ingest.rebuild();
    expect(report.indexedCount).toBe(report.fileCount);
    expect(dumpCatalog(path.join(folder.path, 'catalog.sqlite'))).toEqual(live);
    expect(refused.filter((line) => !/ (a900|c000)$/.test(line))).toEqual([]);
    expect(refused.length).toBeLessThan(30);
    await catalog.close();
  });
});
