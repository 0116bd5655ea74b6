import { createRequire } from 'node:module';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { CoreProcess } from '../../support/core-process.ts';
import { explainMissing } from '../../support/programs.ts';
import { aStepOrder } from '../../support/step-order.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CT_FIXTURES, readFixture } from '../association/part10-object.ts';
import { runProgram } from '../association/run-program.ts';
import { aCore } from './worklist-peers.ts';

dimse.log.disableAll();
// The dcmjs inside it names every private tag on the console.
const inner = createRequire(import.meta.resolve('dcmjs-dimse'))('dcmjs') as { log: { disableAll(): void } };
inner.log.disableAll();

const { Client, Dataset } = dimse;
const { NCreateRequest, NSetRequest, NGetRequest } = dimse.requests;

const MPPS = '1.2.840.10008.3.1.2.3.3';
const MPPS_RETRIEVE = '1.2.840.10008.3.1.2.3.4';
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
/** Of the fixtures. */
const STUDY = '1.2.826.0.1.3680043.9.4245.1760717064491086528325869788156915668';
const BEGUN = {
  Modality: 'CT',
  PatientName: 'Muster^Berta',
  PatientID: 'K-1',
  PerformedStationAETitle: 'CT_1',
  PerformedProcedureStepStartDate: '20261124',
  PerformedProcedureStepStartTime: '103000',
  PerformedProcedureStepID: 'PPS-1',
  PerformedProcedureStepStatus: 'IN PROGRESS',
  ScheduledStepAttributesSequence: [
    { StudyInstanceUID: STUDY, AccessionNumber: 'A-1', ScheduledProcedureStepID: 'SPS-1' },
  ],
};

interface Response {
  getStatus(): number;
  getDataset(): { getElement(keyword: string): unknown } | undefined;
}

const missing = explainMissing(['storescu']);
if (missing !== null) console.warn(`Performed steps cannot be tried here. ${missing}`);

describe.skipIf(missing !== null)('a scanner reports what it performs, with dcmjs-dimse', () => {
  const folder = aTemporaryFolder();
  let core: CoreProcess;
  beforeAll(async () => {
    core = await aCore(folder.path);
    const order = aStepOrder({ studyInstanceUid: STUDY });
    await core.call('procedures.create', {
      order: { ...order, protocolCodes: [], stationAeTitles: ['CT_1'] },
    });
  });
  afterAll(async () => {
    await core.stop();
    folder[Symbol.dispose]();
  });

  function send(request: InstanceType<typeof NCreateRequest | typeof NSetRequest | typeof NGetRequest>) {
    const client = new Client();
    client.addRequest(request);
    return new Promise<Response>((resolve, reject) => {
      request.on('response', resolve);
      client.on('associationRejected', () => reject(new Error('rejected')));
      client.on('networkError', reject);
      client.send('127.0.0.1', core.ready.dicomPort, 'CT_1', 'BUCKY');
    });
  }
  async function create(uid: string, elements: Record<string, unknown> = BEGUN) {
    const request = new NCreateRequest(MPPS, uid);
    request.setDataset(new Dataset(elements));
    return (await send(request)).getStatus();
  }
  async function set(uid: string, elements: Record<string, unknown>) {
    const request = new NSetRequest(MPPS, uid);
    request.setDataset(new Dataset(elements));
    return (await send(request)).getStatus();
  }
  const sendImages = (files: readonly string[]) =>
    runProgram('storescu', [
      '-aet',
      'CT_1',
      '-aec',
      'BUCKY',
      '127.0.0.1',
      String(core.ready.dicomPort),
      ...files,
    ]);
  const step = async (): Promise<ProcedureRow | undefined> =>
    (await core.call('procedures.list', {})).steps[0];
  const study = async () => (await core.call('worklist.list', {})).studies[0];

  it('and its step is in progress while it works', async () => {
    expect(await create('1.9.1')).toBe(0x0000);
    expect(await step()).toMatchObject({ status: 'in-progress', study: null });
  });

  it('and cannot begin it twice, nor end another one, nor begin one without saying what', async () => {
    expect(await create('1.9.1')).toBe(0x0111);
    expect(await set('1.9.99', { PerformedProcedureStepStatus: 'COMPLETED' })).toBe(0x0112);
    const incomplete = Object.fromEntries(
      Object.entries(BEGUN).filter(([keyword]) => keyword !== 'PerformedProcedureStepID'),
    );
    expect(await create('1.9.2', incomplete)).toBe(0x0120);
    expect(await create('1.9.2', { ...BEGUN, PerformedProcedureStepStatus: 'COMPLETED' })).toBe(0x0106);
  });

  it('and the study is incomplete as long as announced images are missing', async () => {
    await sendImages(CT_FIXTURES.slice(0, 6));
    const images = CT_FIXTURES.map((file) => ({
      ReferencedSOPClassUID: CT_IMAGE,
      ReferencedSOPInstanceUID: readFixture(file).sopInstanceUid,
    }));
    const status = await set('1.9.1', {
      PerformedProcedureStepStatus: 'COMPLETED',
      PerformedProcedureStepEndDate: '20261124',
      PerformedProcedureStepEndTime: '104500',
      PerformedSeriesSequence: [
        {
          SeriesInstanceUID: '1.2.3.4',
          ProtocolName: 'Head',
          RetrieveAETitle: '',
          ReferencedImageSequence: images,
          ReferencedNonImageCompositeSOPInstanceSequence: [],
        },
      ],
    });
    expect(status).toBe(0x0000);
    expect(await study()).toMatchObject({ instanceCount: 6, expectedCount: 8, status: 'received' });
    expect(await step()).toMatchObject({
      status: 'completed',
      study: { instanceCount: 6, expectedCount: 8 },
    });
  });

  it('and it is complete with the last of them, without waiting for quiet time', async () => {
    await sendImages(CT_FIXTURES.slice(6));
    await expect.poll(study, { timeout: 20_000 }).toMatchObject({
      instanceCount: 8,
      expectedCount: 8,
      status: 'complete',
    });
  });

  it('and a person sees that the images carry another patient than was ordered; nothing is changed', async () => {
    const row = await step();
    expect(row?.remarks[0]).toBe('The images say patient ID QMNx85rKkkg, the order says K-1.');
    expect(row?.order.patientId).toBe('K-1');
    expect((await study())?.patientId).toBe('QMNx85rKkkg');
  });

  it('and may not change it after its end', async () => {
    expect(await set('1.9.1', { PerformedProcedureStepStatus: 'DISCONTINUED' })).toBe(0x0110);
    expect((await step())?.status).toBe('completed');
  });

  it('and can read it again', async () => {
    const response = await send(new NGetRequest(MPPS_RETRIEVE, '1.9.1', []));
    expect(response.getStatus()).toBe(0x0000);
    expect(response.getDataset()?.getElement('PerformedProcedureStepStatus')).toBe('COMPLETED');
    expect(response.getDataset()?.getElement('PatientID')).toBe('K-1');
  });

  it('and finds it again after the core was killed: it was durable before the answer', async () => {
    expect(await create('1.9.5', { ...BEGUN, PerformedProcedureStepID: 'PPS-5' })).toBe(0x0000);
    await core.kill();
    core = await aCore(folder.path);
    expect(await create('1.9.5')).toBe(0x0111);
    expect(await set('1.9.5', { PerformedProcedureStepStatus: 'DISCONTINUED' })).toBe(0x0000);
  });
});
