import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../../../main/core/association/connect-association.ts';
import { listSharedFiles } from '../../support/shared-data.ts';
import { CT_FIXTURES, readFixture, readObject } from './part10-object.ts';
import { anAssociation, aStation, type Station } from './station.ts';

const SHAPES: readonly NonNullable<ConnectOptions['shape']>[] = [
  {},
  { maxPduBytes: 4_096 },
  { pdvsPerPdu: 3 },
  { maxPduBytes: 16_384, pdvsPerPdu: 5, joinsCommandAndData: true },
];
/** Larger files prove nothing more here and take long. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';

let station: Station;
beforeAll(async () => {
  station = await aStation({ acceptPrivateTransferSyntaxes: true });
});
afterAll(async () => {
  await station.listener.close();
  expect(station.store.breaches).toEqual([]);
});

/** Sends the object and says whether the very same bytes arrived, with what belongs to them. */
async function arrivesUnchanged(
  object: ReturnType<typeof readFixture>,
  shape: NonNullable<ConnectOptions['shape']>,
): Promise<boolean> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = object;
  const contexts = [{ sopClassUid, transferSyntaxUids: [transferSyntaxUid] }];
  const association = await anAssociation(station.port, { contexts, shape });
  const stored = await association.store(object);
  await association.release();
  const arrived = station.store.objects.pop();
  return (
    stored.ok &&
    stored.value.status === 0 &&
    arrived?.dataSet.equals(object.dataSet) === true &&
    arrived.request.affectedSopInstanceUid === sopInstanceUid &&
    arrived.request.transferSyntaxUid === transferSyntaxUid
  );
}

describe('our sender and our listener', () => {
  it.each(SHAPES)('carry CT slices byte for byte in the shape %o', async (shape) => {
    for (const file of CT_FIXTURES) expect(await arrivesUnchanged(readFixture(file), shape)).toBe(true);
  });

  it('carry a stream of slices of any size byte for byte', async () => {
    const object = readFixture(CT_FIXTURES[0]!);
    async function* inSlices(): AsyncGenerator<Buffer> {
      for (
        let offset = 0, size = 1;
        offset < object.dataSet.length;
        offset += size, size = (size * 3) % 70_001
      ) {
        yield object.dataSet.subarray(offset, offset + size);
      }
    }
    const contexts = [{ sopClassUid: object.sopClassUid, transferSyntaxUids: [object.transferSyntaxUid] }];
    const association = await anAssociation(station.port, { contexts });
    await association.store({ ...object, dataSet: inSlices() });
    await association.release();
    expect(station.store.objects.pop()?.dataSet.equals(object.dataSet)).toBe(true);
  });

  const sendable = listSharedFiles().filter(
    ({ name, byteLength }) => !/^(broken|dicomdir)\//.test(name) && byteLength <= MAX_FILE_BYTES,
  );
  it.skipIf(sendable.length === 0)('carry every real file byte for byte, each in another shape', async () => {
    const changed: string[] = [];
    let sentCount = 0;
    for (const [index, file] of sendable.entries()) {
      const object = readObject(file.path);
      if (!object || object.sopClassUid === MEDIA_STORAGE_DIRECTORY) continue;
      if (!(await arrivesUnchanged(object, SHAPES[index % SHAPES.length]!))) changed.push(file.name);
      sentCount += 1;
    }
    expect(changed).toEqual([]);
    expect(sentCount).toBeGreaterThan(sendable.length * 0.95);
  });
});
