import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../../main/core/dicom/transfer-syntax.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { elementHeader } from '../../support/encode-data-set.ts';
import { anImageDataSet } from '../../support/image-data-set.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
const MIB = 1024 * 1024;
/** BUCKY_BIG_OBJECT_MIB=500 runs it at the size of the largest objects that devices send. */
const objectMib = Number(process.env['BUCKY_BIG_OBJECT_MIB'] ?? 60);
const OBJECTS = 10;
/** Pixel Data of the small image that the header is taken from: element header and four pixels. */
const SMALL_PIXEL_DATA_BYTES = 12 + 8;

async function* aBigDataSet(uid: string): AsyncGenerator<Buffer> {
  const small = anImageDataSet({ sopInstanceUid: uid });
  yield small.subarray(0, small.length - SMALL_PIXEL_DATA_BYTES);
  yield elementHeader(0x7fe00010, 'OW', objectMib * MIB);
  const piece = Buffer.alloc(MIB, 7);
  for (let sent = 0; sent < objectMib; sent += 1) {
    await Promise.resolve();
    yield piece;
  }
}

async function sendOne(core: CoreProcess, uid: string): Promise<number | null> {
  const connected = await connectAssociation({
    host: '127.0.0.1',
    port: core.ready.dicomPort,
    callingAeTitle: 'BIG_SENDER',
    calledAeTitle: core.ready.aeTitle,
    contexts: [{ sopClassUid: CT_IMAGE_STORAGE, transferSyntaxUids: [EXPLICIT_VR_LITTLE_ENDIAN] }],
    timeouts: { responseMs: 600_000 },
  });
  if (!connected.ok) return null;
  const answer = await connected.value.store({
    sopClassUid: CT_IMAGE_STORAGE,
    sopInstanceUid: uid,
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
    dataSet: aBigDataSet(uid),
  });
  await connected.value.release();
  return answer.ok ? answer.value.status : null;
}

it('takes ten big objects at once in less than 300 MiB of memory', { timeout: 900_000 }, async () => {
  using folder = aTemporaryFolder();
  const core = await CoreProcess.start({ dataDir: folder.path });
  try {
    const uids = Array.from({ length: OBJECTS }, (_, index) => `1.2.3.${index}`);
    const statuses = await Promise.all(uids.map((uid) => sendOne(core, uid)));
    const status = readFileSync(`/proc/${core.ready.pid}/status`, 'utf8');
    const peakMib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    console.log(`peak memory of the core: ${peakMib.toFixed(0)} MiB for ${OBJECTS} x ${objectMib} MiB`);
    expect(statuses).toEqual(uids.map(() => 0x0000));
    expect(peakMib).toBeLessThan(300);
  } finally {
    await core.stop();
  }
});
