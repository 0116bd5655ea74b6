import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CoreProcess } from '../../support/core-process.ts';
import { loadObject, readOwnUids, sendObjects, type SendableObject } from '../../support/send.ts';
import { hasSharedData, listSharedFiles } from '../../support/shared-data.ts';
import { readStoredObjects, sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/ct-head');

/** What our own collection says of itself: agreeing objects, and the others with the status that each must get. */
interface Collection {
  readonly agreeing: readonly SendableObject[];
  readonly disagreeing: readonly { readonly object: SendableObject; readonly status: number }[];
}

function loadCollection(): Collection {
  const agreeing: SendableObject[] = [];
  const disagreeing: { object: SendableObject; status: number }[] = [];
  const files = listSharedFiles().filter(({ name }) => !/^(broken|dicomdir)\//.test(name));
  for (const { name, path: filePath } of files) {
    const object = loadObject(name, filePath);
    if (object === null) continue;
    const own = readOwnUids(object);
    const isAgreeing =
      own.sopClassUid === object.sopClassUid &&
      own.sopInstanceUid === object.sopInstanceUid &&
      own.sopInstanceUid !== '';
    if (isAgreeing) agreeing.push(object);
    else if (object.sopClassUid !== '' && object.sopInstanceUid !== '') {
      disagreeing.push({ object, status: own.sopInstanceUid === '' ? 0xc000 : 0xa900 });
    }
  }
  return { agreeing, disagreeing };
}

const SHAPES = [
  { name: 'the largest PDUs', shape: {} },
  { name: 'PDUs of 4 KiB', shape: { maxPduBytes: 4_096 } },
  { name: 'several PDVs in a PDU', shape: { maxPduBytes: 65_536, pdvsPerPdu: 5 } },
  {
    name: 'command and data in one PDU',
    shape: { joinsCommandAndData: true, maxPduBytes: 16_384, pdvsPerPdu: 3 },
  },
];

describe.skipIf(!hasSharedData)('every real file that agrees with its own file meta information', () => {
  const { agreeing, disagreeing } = loadCollection();

  it('is a large and varied collection', () => {
    expect(agreeing.length).toBeGreaterThan(750);
    expect(new Set(agreeing.map((object) => object.transferSyntaxUid)).size).toBeGreaterThan(15);
  });

  it.each(SHAPES)('is kept byte for byte when it comes in $name', async ({ shape }) => {
    using folder = aTemporaryFolder();
    const core = await CoreProcess.start({ dataDir: folder.path });
    try {
      const target = { port: core.ready.dicomPort, calledAeTitle: core.ready.aeTitle, shape };
      const results = await sendObjects(agreeing, target);
      const refused = results
        .filter((result) => result.status !== 0)
        .map(({ object, status }) => [object.name, status]);
      expect(refused).toEqual([]);
    } finally {
      expect(await core.stop()).toBe(0);
    }
    const sent = new Set(agreeing.map((object) => `${object.sopInstanceUid} ${sha256(object.dataSet)}`));
    const stored = readStoredObjects(folder.path).map(
      (file) => `${file.sopInstanceUid} ${file.dataSetSha256}`,
    );
    expect(new Set(stored)).toEqual(sent);
    expect(stored).toHaveLength(sent.size); // the same bytes twice are stored once
  });

  it('says of each of the others why it is not kept, and keeps it in quarantine', async () => {
    using folder = aTemporaryFolder();
    const core = await CoreProcess.start({ dataDir: folder.path });
    try {
      const target = { port: core.ready.dicomPort, calledAeTitle: core.ready.aeTitle };
      const results = await sendObjects(
        disagreeing.map(({ object }) => object),
        target,
      );
      const statuses = results.map(({ object, status }) => [object.name, status]);
      expect(statuses).toEqual(disagreeing.map(({ object, status }) => [object.name, status]));
      const { counts } = await core.call('station.info', {});
      expect(counts.quarantined).toBe(disagreeing.length);
    } finally {
      await core.stop();
    }
    expect(readStoredObjects(folder.path)).toEqual([]);
  });
});

describe('the fixtures', () => {
  using folder = aTemporaryFolder();
  let core: CoreProcess;
  const names = ['08', '10', '12', '14', '16', '18', '20', '22'];
  const slices = names.map((name) => loadObject(name, path.join(FIXTURES, `${name}.dcm`))!);

  beforeAll(async () => {
    core = await CoreProcess.start({ dataDir: folder.path });
  });
  afterAll(async () => {
    await core.stop();
  });

  it('make one study of one series on the worklist', async () => {
    const target = { port: core.ready.dicomPort, calledAeTitle: core.ready.aeTitle };
    await sendObjects(slices, target);
    const list = await core.call('worklist.list', {});
    expect(list).toMatchObject({
      totalCount: 1,
      studies: [
        {
          modalities: ['CT'],
          instanceCount: 8,
          seriesCount: 1,
          patientId: 'QMNx85rKkkg',
          status: 'received',
        },
      ],
    });
  });

  it('are not stored twice when they are sent again', async () => {
    const target = { port: core.ready.dicomPort, calledAeTitle: core.ready.aeTitle };
    const results = await sendObjects(slices, target);
    expect(results.map((result) => result.status)).toEqual(slices.map(() => 0));
    expect(readStoredObjects(folder.path)).toHaveLength(8);
    const list = await core.call('worklist.list', {});
    expect(list.studies[0]?.instanceCount).toBe(8);
  });
});
