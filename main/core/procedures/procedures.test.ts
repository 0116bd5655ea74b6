import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import { aStepOrder } from '../../../test/support/step-order.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { Catalog } from '../catalog/catalog.ts';
import { toPersonName } from '../dicom/attribute-reader.ts';
import { silentLogger } from '../shared/logger.ts';
import { Procedures } from './procedures.ts';

const ALL = { fromDate: null, toDate: null, isOpenOnly: false, text: '', limit: 100 };

describe('what is scheduled and what comes for it', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let catalog: Catalog;
  let procedures: Procedures;
  let stepChanges: number;
  let announced: string[];
  beforeEach(async () => {
    folder = aMemoryFolder();
    catalog = await Catalog.open({ dataDir: folder.path, logger: silentLogger });
    stepChanges = 0;
    announced = [];
    procedures = new Procedures({
      catalog,
      options: { maxWorklistAnswers: 100, hl7: { host: '127.0.0.1', port: null } },
      characterSetFor: () => null,
      nowMs: () => 1_000,
      onStepsChanged: () => (stepChanges += 1),
      onStudiesAnnounced: (uids) => announced.push(...uids),
      logger: silentLogger,
    });
  });
  afterEach(async () => {
    await procedures.close();
    await catalog.close();
    folder[Symbol.dispose]();
  });

  const first = async () => (await procedures.list(ALL)).steps[0];
  async function receive(...records: Parameters<typeof anInstanceRecord>[0][]) {
    const { changedStudyUids } = await catalog.commitInstances(
      records.map((record) => anInstanceRecord(record)),
    );
    await procedures.studiesChanged(await catalog.findStudyRows(changedStudyUids));
  }

  it('shows the study with the number of the order', async () => {
    await procedures.create(aStepOrder({ studyInstanceUid: '1.2' }));
    expect(stepChanges).toBe(1);
    expect(announced).toEqual(['1.2']);
    expect(await first()).toMatchObject({ study: null, remarks: [] });
    await receive({ sopInstanceUid: '1.2.3.1' });
    expect(stepChanges).toBe(2);
    expect((await first())?.study).toMatchObject({ studyInstanceUid: '1.2', instanceCount: 1 });
  });

  it('finds a study by its accession number when the device made a number of its own, and says so', async () => {
    await procedures.create(
      aStepOrder({ studyInstanceUid: '7.7', patientId: 'P1', patientName: toPersonName('Doe^Jane') }),
    );
    await receive({ sopInstanceUid: '1.2.3.1', accessionNumber: 'A-1' });
    expect(await first()).toMatchObject({
      study: { studyInstanceUid: '1.2' },
      remarks: ['The device gave the study a number of its own; it was found by its accession number.'],
    });
  });

  it('tells nobody of a study that was not ordered', async () => {
    await procedures.create(aStepOrder({ studyInstanceUid: '7.7', accessionNumber: 'A-7' }));
    await receive({ sopInstanceUid: '1.2.3.1' });
    expect(stepChanges).toBe(1);
  });

  it('refuses an order with mistakes and names each field', async () => {
    const created = await procedures.create(aStepOrder({ patientId: '', modality: 'c t' }));
    expect(created).toEqual({
      ok: false,
      error: [
        { field: 'patientId', message: 'Patient ID is missing.' },
        { field: 'modality', message: 'Modality is a short code in capitals such as CT, MR, DX or US.' },
      ],
    });
    expect(stepChanges).toBe(0);
  });

  it('keeps the ID of a step whose form leaves it empty, and refuses one that is taken', async () => {
    await procedures.create(aStepOrder());
    await procedures.create(aStepOrder({ stepId: 'SPS-2' }));
    const changed = await procedures.update(2, aStepOrder({ stepId: '', startTime: '11:00:00' }));
    expect(changed).toMatchObject({ ok: true, value: { step: { stepId: 'SPS-2', startTime: '11:00:00' } } });
    expect(await procedures.update(2, aStepOrder({ stepId: 'SPS-1' }))).toMatchObject({ ok: false });
    expect(await procedures.update(99, aStepOrder({ stepId: '' }))).toBeNull();
  });

  it('imports the good rows of a list and says at the others why not', async () => {
    await procedures.create(aStepOrder());
    const head = 'step_id,patient_id,patient_name,modality,start_date,start_time';
    const rows = ['SPS-1,K-1', 'N-1,K-2', 'N-1,K-3', 'N-2,'].map(
      (start) => `${start},Muster^B,CT,2026-11-24,10:00`,
    );
    const bytes = Buffer.from([head, ...rows].join('\n'));
    const preview = await procedures.previewCsv(bytes, 'auto');
    expect(preview.ok && preview.value.rows.map(({ mistakes }) => mistakes)).toEqual([
      ['This step_id is scheduled already.'],
      [],
      ['This step_id stands in the file twice.'],
      ['Patient ID is missing.'],
    ]);
    expect(await procedures.importCsv(bytes, 'auto')).toEqual({
      ok: true,
      value: { importedCount: 1, skippedCount: 3 },
    });
    expect((await procedures.list(ALL)).steps.map(({ step }) => step.stepId)).toEqual(['N-1', 'SPS-1']);
  });

  describe('says what does not agree', () => {
    it.each([
      { order: { patientId: 'K-9' }, says: ['The images say patient ID P1, the order says K-9.'] },
      {
        order: { patientName: toPersonName('Other^Person') },
        says: ['The images say Doe, Jane, the order says Other, Person.'],
      },
      { order: { patientName: toPersonName('DOE^JÁNE') }, says: [] },
      { order: { patientName: toPersonName('=山田^花子') }, says: [] },
    ])('$order', async ({ order, says }) => {
      await procedures.create(
        aStepOrder({
          studyInstanceUid: '1.2',
          accessionNumber: '',
          patientId: 'P1',
          patientName: toPersonName('Doe^Jane'),
          ...order,
        }),
      );
      await receive({ sopInstanceUid: '1.2.3.1' });
      expect((await first())?.remarks).toEqual(says);
    });
  });
});
