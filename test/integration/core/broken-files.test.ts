import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { VERIFICATION_SOP_CLASS } from '../../../main/core/dicom/sop-class.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from '../../../main/core/dicom/transfer-syntax.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { loadObject, readOwnUids, sendObjects, type SendableObject } from '../../support/send.ts';
import { hasSharedData, listSharedFolder, type SharedFile } from '../../support/shared-data.ts';
import { readStoredObjects, sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/** Announces the file by its own UIDs, made-up ones where it has none, and sends what lies behind its meta information. */
function toSendable({ name, path }: SharedFile): SendableObject {
  const loaded = loadObject(name, path) ?? {
    name,
    sopClassUid: '',
    sopInstanceUid: '',
    transferSyntaxUid: IMPLICIT_VR_LITTLE_ENDIAN,
    dataSet: readFileSync(path),
  };
  const own = readOwnUids(loaded);
  return {
    ...loaded,
    sopClassUid: own.sopClassUid || loaded.sopClassUid || SECONDARY_CAPTURE,
    sopInstanceUid: own.sopInstanceUid || loaded.sopInstanceUid || '1.2.3.4',
  };
}

describe.skipIf(!hasSharedData)('files that are malformed on purpose', () => {
  const files = listSharedFolder('broken').map(toSendable);

  it('each get a proper status, are kept whole or set aside, and disturb nobody', async () => {
    using folder = aTemporaryFolder();
    const core = await CoreProcess.start({ dataDir: folder.path });
    try {
      const { dicomPort: port, aeTitle: calledAeTitle } = core.ready;
      const kept: string[] = [];
      for (const file of files) {
        const [result] = await sendObjects([file], { port, calledAeTitle });
        expect([file.name, result?.status]).toEqual([file.name, expect.toBeOneOf([0x0000, 0xa900, 0xc000])]);
        if (result?.status === 0) kept.push(sha256(file.dataSet));
        const contexts = [
          { sopClassUid: VERIFICATION_SOP_CLASS, transferSyntaxUids: [IMPLICIT_VR_LITTLE_ENDIAN] },
        ];
        const next = await connectAssociation({
          host: '127.0.0.1',
          port,
          callingAeTitle: 'NEXT',
          calledAeTitle,
          contexts,
        });
        expect(next.ok && (await next.value.echo())).toEqual({ ok: true, value: 0 });
        if (next.ok) await next.value.release();
      }
      const { counts } = await core.call('station.info', {});
      expect(counts.quarantined).toBe(files.length - kept.length);
      expect(new Set(readStoredObjects(folder.path).map((stored) => stored.dataSetSha256))).toEqual(
        new Set(kept),
      );
      // Some of each kind, or the collection proves nothing.
      expect(kept.length).toBeGreaterThan(3);
      expect(kept.length).toBeLessThan(files.length - 3);
    } finally {
      expect(await core.stop()).toBe(0);
    }
  });
});
