import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import { aStepOrder } from '../../../test/support/step-order.ts';
import { aMemoryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../shared/logger.ts';
import { Catalog } from './catalog.ts';
import type { StepQuery } from './station-procedures.ts';
import type { PerformedStep, ScheduledStep, StepOrder } from './station-procedures-model.ts';

const EVERYTHING: StepQuery = { fromDate: null, toDate: null, isOpenOnly: false, text: '', limit: 100 };

describe('scheduled and performed steps', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let catalog: Catalog;
  beforeEach(async () => {
    folder = aMemoryFolder();
    catalog = await Catalog.open({ dataDir: folder.path, logger: silentLogger });
  });
  afterEach(async () => {
    await catalog.close();
    folder[Symbol.dispose]();
  });

  const steps = () => catalog.station.procedures;
  const performed = () => catalog.station.procedures.performed;
  async function add(...orders: StepOrder[]): Promise<ScheduledStep[]> {
    const added = await steps().addSteps(orders, { source: 'person', atMs: 1_000 });
    if (!added.ok) throw new Error(`${added.error.takenStepId} is taken`);
    return added.value;
  }
  const aPerformedStep = (overrides: Partial<PerformedStep> = {}): PerformedStep => ({
    sopInstanceUid: '9.1',
    status: 'in-progress',
    stepKeys: [],
    studyInstanceUids: ['1.2'],
    announcedInstanceUids: [],
    dataSet: Buffer.from('x'),
    callingAeTitle: 'CT_1',
    createdAtMs: 2_000,
    changedAtMs: 2_000,
    ...overrides,
  });
  const stepStatus = async (stepKey: number) => (await steps().findStep(stepKey))?.status;
  const study = async () => (await catalog.findStudyRows(['1.2']))[0];

  it('are kept whole and found again after a restart', async () => {
    const order = aStepOrder({ protocolCodes: [{ value: 'HEAD', scheme: 'L', meaning: 'Schädel' }] });
    await add(order);
    await catalog.close();
    catalog = await Catalog.open({ dataDir: folder.path, logger: silentLogger });
    const { steps: found } = await steps().listSteps(EVERYTHING);
    expect(found).toEqual([
      { ...order, stepKey: 1, status: 'scheduled', source: 'person', createdAtMs: 1_000, changedAtMs: 1_000 },
    ]);
  });

  it('get short IDs where the order has none', async () => {
    const [step] = await add(aStepOrder({ stepId: '', requestedProcedureId: '' }));
    expect(step).toMatchObject({ stepId: 'B1', requestedProcedureId: 'B1' });
  });

  it('are all refused when one ID is taken', async () => {
    await add(aStepOrder());
    const refused = await steps().addSteps([aStepOrder({ stepId: 'NEW' }), aStepOrder()], {
      source: 'csv',
      atMs: 1,
    });
    expect(refused).toEqual({ ok: false, error: { takenStepId: 'SPS-1' } });
    expect((await steps().listSteps(EVERYTHING)).matchingCount).toBe(1);
  });

  it('are listed by day and time, filtered by day, state and folded words', async () => {
    await add(
      aStepOrder({ stepId: 'late', startTime: '16:00:00' }),
      aStepOrder({ stepId: 'early', startTime: '08:00:00' }),
      aStepOrder({ stepId: 'tomorrow', startDate: '2026-11-25' }),
      aStepOrder({
        stepId: 'zoe',
        patientName: { alphabetic: 'Échantillon^Zoé', ideographic: '', phonetic: '' },
      }),
    );
    const ids = async (query: Partial<StepQuery>) =>
      (await steps().listSteps({ ...EVERYTHING, ...query })).steps.map((step) => step.stepId);
    expect(await ids({ fromDate: '2026-11-24', toDate: '2026-11-24' })).toEqual(['early', 'zoe', 'late']);
    expect(await ids({ text: 'echantillon zoe' })).toEqual(['zoe']);
    await steps().setStatus(1, 'discontinued', 5_000);
    expect(await ids({ isOpenOnly: true })).not.toContain('late');
    expect(await ids({ fromDate: '2026-11-25' })).toEqual(['tomorrow']);
  });

  it('change with a new order and are gone when removed', async () => {
    const [step] = await add(aStepOrder());
    const changed = await steps().replaceOrder(step!.stepKey, aStepOrder({ startTime: '12:00:00' }), 3_000);
    expect(changed).toMatchObject({ startTime: '12:00:00', status: 'scheduled', changedAtMs: 3_000 });
    expect(await steps().findStepsBy({ by: 'accession', value: 'A-1' })).toHaveLength(1);
    expect(await steps().removeStep(step!.stepKey)).toMatchObject({ stepId: 'SPS-1' });
    expect(await steps().findStepsBy({ by: 'accession', value: 'A-1' })).toEqual([]);
  });

  it('follow the device: in progress, then completed when its last part is', async () => {
    const [step] = await add(aStepOrder({ studyInstanceUid: '1.2' }));
    const stepKeys = [step!.stepKey];
    await performed().add(aPerformedStep({ stepKeys }));
    await performed().add(aPerformedStep({ sopInstanceUid: '9.2', stepKeys }));
    expect(await stepStatus(1)).toBe('in-progress');
    await performed().replace(aPerformedStep({ stepKeys, status: 'discontinued' }));
    expect(await stepStatus(1)).toBe('in-progress');
    await performed().replace(aPerformedStep({ sopInstanceUid: '9.2', stepKeys, status: 'completed' }));
    expect(await stepStatus(1)).toBe('completed');
  });

  it('keep the first of two performed steps with one UID', async () => {
    expect(await performed().add(aPerformedStep())).not.toBeNull();
    expect(await performed().add(aPerformedStep({ callingAeTitle: 'OTHER' }))).toBeNull();
    expect((await performed().find('9.1'))?.callingAeTitle).toBe('CT_1');
  });

  it('tell how many images a study will have once the device has closed its step', async () => {
    await catalog.commitInstances([anInstanceRecord({ sopInstanceUid: '1.2.3.1' })]);
    await performed().add(aPerformedStep({ announcedInstanceUids: ['1.2.3.1'] }));
    expect((await study())?.expectedCount).toBeNull();
    const announcedInstanceUids = ['1.2.3.1', '1.2.3.2'];
    await performed().replace(aPerformedStep({ status: 'completed', announcedInstanceUids }));
    expect(await study()).toMatchObject({ instanceCount: 1, expectedCount: 2, status: 'received' });
    expect(await catalog.completeAnnouncedStudies(['1.2'])).toEqual([]);
    await catalog.commitInstances([anInstanceRecord({ sopInstanceUid: '1.2.3.2' })]);
    expect(await catalog.completeAnnouncedStudies(['1.2'])).toEqual(['1.2']);
    expect(await study()).toMatchObject({ instanceCount: 2, expectedCount: 2, status: 'complete' });
  });

  it('do not take another image for one that was announced', async () => {
    await performed().add(
      aPerformedStep({ status: 'completed', announcedInstanceUids: ['1.2.3.1', '1.2.3.2'] }),
    );
    await catalog.commitInstances(
      ['1.2.3.1', '1.2.3.9'].map((sopInstanceUid) => anInstanceRecord({ sopInstanceUid })),
    );
    expect(await catalog.completeAnnouncedStudies(['1.2'])).toEqual([]);
  });

  it('take the number that a person ordered where no device says one', async () => {
    await add(aStepOrder({ studyInstanceUid: '1.2', expectedImageCount: 2 }));
    await catalog.commitInstances(
      ['1.2.3.1', '1.2.3.2'].map((sopInstanceUid) => anInstanceRecord({ sopInstanceUid })),
    );
    expect((await study())?.expectedCount).toBe(2);
    expect(await catalog.completeAnnouncedStudies(['1.2'])).toEqual(['1.2']);
    await steps().removeStep(1);
    expect((await study())?.expectedCount).toBeNull();
  });

  it('do not guess which of two studies an image belongs to', async () => {
    await performed().add(
      aPerformedStep({
        status: 'completed',
        studyInstanceUids: ['1.2', '1.3'],
        announcedInstanceUids: ['5.1'],
      }),
    );
    expect(await performed().findAnnouncement('1.2')).toBeNull();
  });

  it('remember which studies came for them', async () => {
    await add(aStepOrder());
    await steps().linkStudy(1, '7.7');
    await steps().linkStudy(1, '7.7');
    expect(await steps().findStepStudies([1, 2])).toEqual(new Map([[1, ['7.7']]]));
  });
});
