import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aStoreRequest,
  openArchiveParts,
  storeDataSet,
  type ArchiveParts,
} from '../../../test/support/archive-parts.ts';
import { dumpCatalog } from '../../../test/support/dump-catalog.ts';
import { anImageDataSet } from '../../../test/support/image-data-set.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { parsePart10Header } from '../dicom/part10.ts';
import { toObjectName } from '../store/object-name.ts';

describe('Ingest', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let parts: ArchiveParts;
  let changed: (readonly string[])[];

  beforeEach(async () => {
    folder = aMemoryFolder();
    changed = [];
    parts = await openArchiveParts(folder.path, { onCommitted: (uids) => changed.push(uids) });
    await parts.ingest.recover();
  }, 30_000);
  afterEach(async () => {
    await parts.catalog.close();
    folder[Symbol.dispose]();
  });

  const store = (dataSet: Buffer, request = aStoreRequest(), sliceBytes?: number) =>
    storeDataSet(parts.ingest, request, dataSet, sliceBytes);
  const objects = () =>
    readdirSync(path.join(folder.path, 'objects'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.dcm'),
    );
  const filesIn = (name: string) => readdirSync(path.join(folder.path, name));

  it.each([1, 7, 1_000, 1_000_000])(
    'keeps every byte, whatever the slices (%i bytes)',
    async (sliceBytes) => {
      const dataSet = anImageDataSet({
        pixels: Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251)),
      });
      expect(await store(dataSet, aStoreRequest(), sliceBytes)).toEqual({ status: 0x0000 });
      const [location] = await parts.catalog.findInstances('1.2.3.4');
      const file = readFileSync(parts.store.pathOf(toObjectName('1.2.3.4')));
      expect(file.subarray(location?.dataSetOffset).equals(dataSet)).toBe(true);
      expect(parsePart10Header(file)).toMatchObject({
        ok: true,
        value: { meta: { sopInstanceUid: '1.2.3.4', sourceAeTitle: 'CT_1' } },
      });
      expect(filesIn('incoming')).toEqual([]);
      expect(changed).toEqual([['1.2']]);
    },
  );

  it('has the rows committed and the windows told before the sender hears of success', async () => {
    const outcome = store(anImageDataSet()).then(async (answer) => {
      expect(changed).toEqual([['1.2']]);
      return answer;
    });
    expect(await outcome).toEqual({ status: 0x0000 });
    expect(await parts.catalog.findStudyRows(['1.2'])).toMatchObject([
      { instanceCount: 1, sourceAeTitle: 'CT_1' },
    ]);
  });

  it('stores an image that comes again only once', async () => {
    await store(anImageDataSet());
    expect(await store(anImageDataSet())).toEqual({ status: 0x0000 });
    expect(objects()).toHaveLength(1);
    expect(filesIn('incoming')).toEqual([]);
    expect(changed).toHaveLength(1);
  });

  it('keeps other bytes under the same UID beside the first, as often as they come', async () => {
    const other = anImageDataSet({ patientName: 'Roe^Richard' });
    await store(anImageDataSet());
    expect(await store(other)).toEqual({ status: 0x0000 });
    expect(await store(other)).toEqual({ status: 0x0000 });
    expect(await store(anImageDataSet())).toEqual({ status: 0x0000 });
    expect(objects()).toHaveLength(2);
    expect(await parts.catalog.count()).toMatchObject({ conflicts: 1 + 1, instances: 1 }); // version, and another patient
  });

  it('brings a file back that somebody removed or cut short, when its image comes again', async () => {
    await store(anImageDataSet());
    const filePath = parts.store.pathOf(toObjectName('1.2.3.4'));
    const whole = readFileSync(filePath);
    rmSync(filePath);
    expect(await store(anImageDataSet())).toEqual({ status: 0x0000 });
    expect(readFileSync(filePath).equals(whole)).toBe(true);
    truncateSync(filePath, 100);
    const longerTitle = {
      ...aStoreRequest(),
      peer: { ...aStoreRequest().peer, callingAeTitle: 'A_LONGER_TITLE' },
    };
    expect(await store(anImageDataSet(), longerTitle)).toEqual({ status: 0x0000 });
    const [location] = await parts.catalog.findInstances('1.2.3.4');
    const dataSet = readFileSync(filePath).subarray(location?.dataSetOffset);
    expect(dataSet.equals(anImageDataSet())).toBe(true);
  });

  it('keeps other bytes beside a version whose file somebody removed', async () => {
    await store(anImageDataSet());
    rmSync(parts.store.pathOf(toObjectName('1.2.3.4')));
    const other = anImageDataSet({ patientName: 'Other^One' });
    expect(await store(other)).toEqual({ status: 0x0000 });
    expect(await store(anImageDataSet())).toEqual({ status: 0x0000 });
    const locations = await parts.catalog.findInstances('1.2.3.4');
    const contents = locations.map(({ objectName, dataSetOffset }) =>
      readFileSync(parts.store.pathOf(objectName)).subarray(dataSetOffset).toString('hex'),
    );
    expect(contents).toEqual([anImageDataSet().toString('hex'), other.toString('hex')]);
  });

  it('keeps both when two associations send the same UID at once', async () => {
    const bytes = [anImageDataSet(), anImageDataSet({ patientName: 'Roe' }), anImageDataSet()];
    const outcomes = await Promise.all(
      bytes.map((dataSet, index) => store(dataSet, aStoreRequest({}, index))),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual([0, 0, 0]);
    expect(objects()).toHaveLength(2);
    expect(await parts.catalog.findInstances('1.2.3.4')).toHaveLength(2);
  });

  it.each([
    { what: 'another instance', image: { sopInstanceUid: '9.9' }, status: 0xa900 },
    { what: 'another class', image: { sopClassUid: '1.2.3' }, status: 0xa900 },
    { what: 'no instance', image: { sopInstanceUid: '' }, status: 0xc000 },
  ])('puts a data set that names $what into quarantine, with its reason', async ({ image, status }) => {
    const outcome = await store(anImageDataSet(image));
    expect(outcome).toMatchObject({ status, errorComment: expect.any(String) as string });
    expect(outcome.errorComment?.length).toBeLessThanOrEqual(64);
    expect(objects()).toEqual([]);
    expect(filesIn('incoming')).toEqual([]);
    const [note, file] = filesIn('quarantine').sort().toReversed();
    const kept = readFileSync(path.join(folder.path, 'quarantine', file ?? ''));
    expect(kept.includes(anImageDataSet(image))).toBe(true);
    expect(JSON.parse(readFileSync(path.join(folder.path, 'quarantine', note ?? ''), 'utf8'))).toMatchObject({
      status,
      callingAeTitle: 'CT_1',
      reason: outcome.errorComment,
    });
    expect(parts.store.quarantinedCount).toBe(1);
  });

  it('keeps an image that ends early, acknowledged and with a warning', async () => {
    const whole = anImageDataSet({ pixels: Buffer.alloc(2_000) });
    expect(await store(whole.subarray(0, -1_000))).toEqual({ status: 0x0000 });
    const tree = await parts.catalog.findStudyTree('1.2');
    expect(tree?.series[0]?.instances[0]?.warnings).toHaveLength(1);
    expect(await store(whole)).toEqual({ status: 0x0000 });
    expect(objects()).toHaveLength(2);
  });

  it('keeps an image without study as unfiled', async () => {
    expect(await store(anImageDataSet({ studyInstanceUid: '' }))).toEqual({ status: 0x0000 });
    expect(await parts.catalog.listUnfiled(5)).toHaveLength(1);
    expect(changed).toEqual([[]]);
  });

  it('drops what an association leaves half-sent, and takes it when it comes again', async () => {
    const incoming = parts.ingest.openStore(aStoreRequest());
    await incoming.write(anImageDataSet().subarray(0, 100));
    await incoming.abort('The peer closed the connection');
    expect(filesIn('incoming')).toEqual([]);
    expect(await store(anImageDataSet())).toEqual({ status: 0x0000 });
  });

  it('writes waiting jobs for new images only', async () => {
    await parts.catalog.close();
    parts = await openArchiveParts(folder.path, { jobKinds: ['quality'] });
    await parts.ingest.recover();
    await store(anImageDataSet());
    await store(anImageDataSet());
    expect(dumpCatalog(path.join(folder.path, 'catalog.sqlite'))['jobs']).toMatchObject([
      { kind: 'quality' },
    ]);
  });

  it('does not let a listener that throws spoil the answer', async () => {
    await parts.catalog.close();
    parts = await openArchiveParts(folder.path, {
      onCommitted: () => {
        throw new Error('listener');
      },
    });
    expect(await store(anImageDataSet())).toEqual({ status: 0x0000 });
  });
});
