import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CoreProcess } from '../../support/core-process.ts';
import { loadObject, readOwnUids, sendObjects, type SendableObject } from '../../support/send.ts';
import { hasSharedData, listSharedFiles } from '../../support/shared-data.ts';
import { readStoredObjects, sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/ct-head');

/** Files whose file meta information says otherwise than their data set, with the status that each must get. */
const DISAGREEING: Readonly<Record<string, number | null>> = {
  // Another SOP Instance UID, or another SOP Class or none: data set does not match SOP class.
  'charsets/pydicom__charset_files_chrJapMulti.dcm': 0xa900,
  'charsets/pydicom__charset_files_chrJapMultiExplicitIR6.dcm': 0xa900,
  'multiframe/highdicom__test_files_sm_image_dots.dcm': 0xa900,
  'multiframe/highdicom__test_files_sm_image_grayscale.dcm': 0xa900,
  'multiframe/highdicom__test_files_sm_image_grayscale_reversed.dcm': 0xa900,
  'multiframe/highdicom__test_files_sm_image_numbers.dcm': 0xa900,
  'nonimage/pydicom__test_files_rtdose.dcm': 0xa900,
  'nonimage/pydicom__test_files_rtdose_1frame.dcm': 0xa900,
  'nonimage/pydicom__test_files_rtdose_expb.dcm': 0xa900,
  'nonimage/pydicom__test_files_rtdose_expb_1frame.dcm': 0xa900,
  'nonimage/pydicom__test_files_rtplan.dcm': 0xa900,
  'singles/orthanc-tests__Database_Issue111.dcm': 0xa900,
  // No SOP Instance UID in the data set: cannot understand.
  'charsets/pydicom__charset_files_chrSQEncoding1.dcm': 0xc000,
  'singles/orthanc-tests__Working_orig.7814.other.station.dump.wl': 0xc000,
  'syntaxes/dicom-test-files__pydicom_priv_SQ.dcm': 0xc000,
  'syntaxes/pydicom__test_files_priv_SQ.dcm': 0xc000,
  // A directory of a disc is no stored object: its presentation context is refused, so there is no answer to it.
  'singles/dcm_qa_ct__S1000_DIRFILE': null,
  'singles/dcm_qa_ct__S4010_DIRFILE': null,
};

interface Collection {
  readonly agreeing: readonly SendableObject[];
  readonly disagreeing: readonly SendableObject[];
}

/** Files without UIDs in their file meta information cannot be announced, so they are in neither list. */
function loadCollection(): Collection {
  const agreeing: SendableObject[] = [];
  const disagreeing: SendableObject[] = [];
  for (const { name, path: filePath } of listSharedFiles()) {
    if (/^(broken|dicomdir)\//.test(name)) continue;
    const object = loadObject(name, filePath);
    if (object === null || object.sopClassUid === '' || object.sopInstanceUid === '') continue;
    const own = readOwnUids(object);
    const isSame = own.sopClassUid === object.sopClassUid && own.sopInstanceUid === object.sopInstanceUid;
    (isSame ? agreeing : disagreeing).push(object);
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
      const results = await sendObjects(disagreeing, target);
      const statuses = Object.fromEntries(results.map(({ object, status }) => [object.name, status]));
      expect(statuses).toEqual(DISAGREEING);
      const { counts } = await core.call('station.info', {});
      const answered = Object.values(DISAGREEING).filter((status) => status !== null);
      expect(counts.quarantined).toBe(answered.length);
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
