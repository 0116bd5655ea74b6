import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aStepOrder } from '../../../../test/support/step-order.ts';
import { aMemoryFolder } from '../../../../test/support/temporary-folder.ts';
import { Catalog } from '../../catalog/catalog.ts';
import type { PerformedChange } from '../../catalog/station-procedures-performed.ts';
import { AttributeReader } from '../../dicom/attribute-reader.ts';
import { encodeDataSet, type WritableElement } from '../../dicom/data-set-writer.ts';
import { parseDataSet } from '../../dicom/parse-data-set.ts';
import type { NormalizedRequest } from '../../shared/dimse-services.ts';
import { silentLogger } from '../../shared/logger.ts';
import { PerformedStepHandler } from './performed-step-handler.ts';

const IMPLICIT_LE = '1.2.840.10008.1.2';
const MPPS = '1.2.840.10008.3.1.2.3.3';
const MPPS_RETRIEVE = '1.2.840.10008.3.1.2.3.4';
const text = (tag: number, vr: string, value: string): WritableElement => ({ tag, vr, value });
const items = (tag: number, ...each: WritableElement[][]): WritableElement => ({
  tag,
  vr: 'SQ',
  items: each,
});

const status = (value: string) => text(0x00400252, 'CS', value);
const scheduled = (stepId: string, studyInstanceUid = '1.2.3', accession = '') =>
  items(0x00400270, [
    text(0x00080050, 'SH', accession),
    text(0x0020000d, 'UI', studyInstanceUid),
    text(0x00400009, 'SH', stepId),
  ]);
const BEGUN = [
  text(0x00080060, 'CS', 'CT'),
  text(0x00100010, 'PN', 'Muster^Berta'),
  text(0x00100020, 'LO', 'K-1'),
  text(0x00400241, 'AE', 'CT_1'),
  text(0x00400244, 'DA', '20261124'),
  text(0x00400245, 'TM', '103000'),
  text(0x00400253, 'SH', 'PPS-1'),
];
const begun = (...more: WritableElement[]) => [...BEGUN, status('IN PROGRESS'), scheduled('SPS-1'), ...more];
const series = (...uids: string[]) =>
  items(0x00400340, [
    text(0x0020000e, 'UI', '1.2.3.9'),
    items(0x00081140, ...uids.map((uid) => [text(0x00081150, 'UI', '1.2'), text(0x00081155, 'UI', uid)])),
  ]);

describe('a device reports what it performs', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let catalog: Catalog;
  let handler: PerformedStepHandler;
  let changes: PerformedChange[];
  beforeEach(async () => {
    folder = aMemoryFolder();
    catalog = await Catalog.open({ dataDir: folder.path, logger: silentLogger });
    changes = [];
    handler = new PerformedStepHandler({
      procedures: catalog.station.procedures,
      nowMs: () => 5_000,
      onChanged: (change) => changes.push(change),
      logger: silentLogger,
    });
    await catalog.station.procedures.addSteps(
      [aStepOrder(), aStepOrder({ stepId: 'SPS-2', studyInstanceUid: '1.2.4', accessionNumber: 'A-2' })],
      { source: 'person', atMs: 1 },
    );
  });
  afterEach(async () => {
    await catalog.close();
    folder[Symbol.dispose]();
  });

  const send = (
    operation: NormalizedRequest['operation'],
    elements: readonly WritableElement[] | null,
    overrides: Partial<NormalizedRequest> = {},
  ) =>
    handler.handle({
      peer: {
        associationId: 1,
        callingAeTitle: 'CT_1',
        calledAeTitle: 'BUCKY',
        address: '127.0.0.1',
        implementationClassUid: null,
        implementationVersionName: null,
      },
      operation,
      sopClassUid: MPPS,
      sopInstanceUid: '9.1',
      typeId: null,
      dataSet: elements === null ? null : encodeDataSet(elements, IMPLICIT_LE),
      transferSyntaxUid: IMPLICIT_LE,
      association: { isOpen: true, reportEvent: () => Promise.resolve(null) },
      ...overrides,
    });
  const stepStatus = async (stepKey = 1) => (await catalog.station.procedures.findStep(stepKey))?.status;
  const read = (bytes: Buffer | undefined) => {
    const parsed = parseDataSet(bytes ?? Buffer.alloc(0), IMPLICIT_LE);
    if (!parsed.ok) throw new Error(parsed.error.kind);
    return new AttributeReader(parsed.value);
  };

  it('and its scheduled step is in progress, then completed, with what it announced', async () => {
    expect(await send('create', begun())).toEqual({ status: 0x0000 });
    expect(await stepStatus()).toBe('in-progress');
    expect(await send('set', [status('COMPLETED'), series('5.1', '5.2', '5.2')])).toEqual({ status: 0x0000 });
    expect(await stepStatus()).toBe('completed');
    expect(await stepStatus(2)).toBe('scheduled');
    expect(await catalog.station.procedures.performed.findAnnouncement('1.2.3')).toMatchObject({
      expectedCount: 2,
      isFinal: true,
    });
    expect(changes).toHaveLength(2);
    expect(changes[1]).toEqual({ changedStepKeys: [1], changedStudyUids: ['1.2.3'] });
  });

  it.each([
    {
      reference: scheduled('SPS-2', '7.7', 'A-2'),
      why: 'by accession number when the device made its own study UID',
    },
    { reference: scheduled('', '1.2.4'), why: 'by the study' },
  ])('finds its step $why', async ({ reference }) => {
    await send('create', [...BEGUN, status('IN PROGRESS'), reference]);
    expect(await stepStatus(2)).toBe('in-progress');
    expect(await stepStatus(1)).toBe('scheduled');
  });

  it('takes an examination that nobody scheduled', async () => {
    const outcome = await send('create', [...BEGUN, status('IN PROGRESS'), scheduled('', '7.7')]);
    expect(outcome.status).toBe(0x0000);
    expect(await stepStatus(1)).toBe('scheduled');
  });

  it('marks a step as discontinued when the device breaks off', async () => {
    await send('create', begun());
    await send('set', [status('DISCONTINUED')]);
    expect(await stepStatus()).toBe('discontinued');
  });

  it('chooses the UID when the device leaves that to us', async () => {
    const outcome = await send('create', begun(), { sopInstanceUid: '' });
    expect(outcome.sopInstanceUid).toMatch(/^2\.25\.\d+$/);
    expect(await catalog.station.procedures.performed.find(outcome.sopInstanceUid ?? '')).not.toBeNull();
  });

  it('is refused a second beginning, an end without a beginning, and anything after the end', async () => {
    await send('create', begun());
    expect(await send('create', begun())).toMatchObject({ status: 0x0111 });
    expect(await send('set', [status('COMPLETED')], { sopInstanceUid: '9.9' })).toMatchObject({
      status: 0x0112,
    });
    await send('set', [status('COMPLETED')]);
    const late = await send('set', [series('5.9')]);
    expect(late.status).toBe(0x0110);
    expect(late.errorComment).toContain('may no longer be updated');
    expect((await catalog.station.procedures.performed.find('9.1'))?.announcedInstanceUids).toEqual([]);
  });

  it('lets only one of two begin when both come at once', async () => {
    const both = await Promise.all([send('create', begun()), send('create', begun())]);
    expect(both.map((outcome) => outcome.status)).toEqual([0x0000, 0x0111]);
  });

  it.each([
    { left: 0x00400253, status: 0x0120, why: 'Performed Procedure Step ID' },
    { left: 0x00400270, status: 0x0120, why: 'Scheduled Step Attributes Sequence' },
  ])('is told that $why is missing', async ({ left, status: expected, why }) => {
    const outcome = await send(
      'create',
      begun().filter((element) => element.tag !== left),
    );
    expect(outcome).toEqual({
      status: expected,
      errorComment: `${why} is missing`,
      offendingElements: [left],
    });
  });

  it('is told that a required value is empty', async () => {
    const elements = begun().map((element) =>
      element.tag === 0x00400244 ? text(0x00400244, 'DA', '') : element,
    );
    expect(await send('create', elements)).toMatchObject({ status: 0x0121, offendingElements: [0x00400244] });
    const noStudy = [...BEGUN, status('IN PROGRESS'), scheduled('SPS-1', '')];
    expect(await send('create', noStudy)).toMatchObject({ status: 0x0121, offendingElements: [0x0020000d] });
  });

  it.each(['COMPLETED', 'STARTED', 'in progress'])('may not begin as %s', async (wrong) => {
    const outcome = await send('create', [...BEGUN, status(wrong), scheduled('SPS-1')]);
    expect(outcome).toMatchObject({ status: 0x0106, offendingElements: [0x00400252] });
  });

  it('may not go on with a status that there is not', async () => {
    await send('create', begun());
    expect(await send('set', [status('PAUSED')])).toMatchObject({ status: 0x0106 });
    expect(await stepStatus()).toBe('in-progress');
  });

  it('gets back what it reported, patient and step as at the beginning', async () => {
    await send('create', begun());
    await send('set', [
      text(0x00100020, 'LO', 'OTHER'),
      text(0x00400254, 'LO', 'Schädel'),
      status('COMPLETED'),
    ]);
    const outcome = await send('get', null, { sopClassUid: MPPS_RETRIEVE });
    const reader = read(outcome.dataSet);
    expect(outcome.status).toBe(0x0000);
    expect(reader.text(0x00100020)).toBe('K-1');
    expect(reader.text(0x00400254)).toBe('Schädel');
    expect(reader.code(0x00400252)).toBe('COMPLETED');
    expect(reader.items(0x00400270)[0]?.text(0x00400009)).toBe('SPS-1');
  });

  it('does not get what was never reported, nor other operations', async () => {
    expect(await send('get', null, { sopClassUid: MPPS_RETRIEVE })).toMatchObject({ status: 0x0112 });
    expect(await send('delete', null)).toMatchObject({ status: 0x0211 });
    expect(await send('create', begun(), { sopClassUid: MPPS_RETRIEVE })).toMatchObject({ status: 0x0211 });
  });

  it('is refused what cannot be read', async () => {
    expect(await send('create', null)).toMatchObject({ status: 0x0110 });
    expect(await send('create', begun(), { sopInstanceUid: 'no uid' })).toMatchObject({ status: 0x0117 });
  });
});
