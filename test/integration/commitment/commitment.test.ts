import { truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { encodeRequest, parseReport } from '../../../main/core/commitment/commitment-data-sets.ts';
import { makeUid } from '../../../main/core/dicom/make-uid.ts';
import type { NormalizedRequest } from '../../../main/core/shared/dimse-services.ts';
import { toObjectName } from '../../../main/core/store/object-name.ts';
import { askCommitment, COMMITMENT, COMMITMENT_INSTANCE, ReportServer } from './asking-client.ts';
import { CommittingCore, SLICES } from './committing-core.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const IMPLICIT = '1.2.840.10008.1.2';
const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';

let core: CommittingCore;
beforeEach(async () => {
  core = await CommittingCore.start();
});
afterEach(async () => {
  await core[Symbol.asyncDispose]();
});

function ask(question: Parameters<typeof askCommitment>[1], callingAeTitle = 'MODALITY') {
  return askCommitment({ port: core.port, callingAeTitle }, question);
}

function toReferences(objects: readonly (typeof SLICES)[number][]) {
  return objects.map(({ sopClassUid, sopInstanceUid }) => ({
    ReferencedSOPClassUID: sopClassUid,
    ReferencedSOPInstanceUID: sopInstanceUid,
  }));
}

describe('a modality that asks whether its images are kept', () => {
  it('gets an answer at once and a report that names each of them, over an association of ours', async () => {
    await using modality = new ReportServer(core.reportPort);
    const transactionUid = makeUid();
    expect(await ask({ transactionUid, references: SLICES })).toBe(0x0000);
    const [report] = await modality.untilReports(1);
    expect(report).toMatchObject({ eventTypeId: 1, transactionUid, failed: [] });
    expect(report?.kept).toMatchObject(toReferences(SLICES));
  });

  it('hears which are not: one that never came, one of another class, one whose file lost a byte', async () => {
    await using modality = new ReportServer(core.reportPort);
    const [damaged, other, good] = SLICES;
    if (!damaged || !other || !good) throw new Error('there are three slices');
    const objectName = toObjectName(damaged.sopInstanceUid);
    const shards = [objectName.slice(0, 2), objectName.slice(2, 4)];
    truncateSync(path.join(core.dataDir, 'objects', ...shards, `${objectName}.dcm`), damaged.dataSet.length);
    const absent = { sopClassUid: MR_IMAGE, sopInstanceUid: makeUid() };
    const references = [damaged, { ...other, sopClassUid: MR_IMAGE }, good, absent];
    await ask({ transactionUid: makeUid(), references });
    const [report] = await modality.untilReports(1);
    expect(report?.eventTypeId).toBe(2);
    expect(report?.kept).toMatchObject(toReferences([good]));
    const reasons = report?.failed.map(({ FailureReason }) => FailureReason);
    expect(reasons).toEqual([0x0110, 0x0119, 0x0112]);
  });

  it('gets the report after a power cut, when it could not be reached before', async () => {
    const transactionUid = makeUid();
    await ask({ transactionUid, references: SLICES });
    await core.restart();
    await using modality = new ReportServer(core.reportPort);
    await core.restart();
    const [report] = await modality.untilReports(1);
    expect(report).toMatchObject({ eventTypeId: 1, transactionUid });
  });

  it('may refuse the report, which the log says; asked again for the same, the station reports again', async () => {
    await using modality = new ReportServer(core.reportPort);
    modality.refusals.push(0x0110);
    const question = { transactionUid: makeUid(), references: SLICES };
    await ask(question);
    await modality.untilReports(1);
    expect(await ask(question)).toBe(0x0000);
    await modality.untilReports(2);
    expect(core.logLines.join('\n')).toContain('MODALITY got it and refused it with status 0x0110');
  });

  it('gets the report over its own association while that is open', async () => {
    const reports: NormalizedRequest[] = [];
    let onReport: () => void = () => undefined;
    const reported = new Promise<void>((resolve) => (onReport = resolve));
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port: core.port,
      callingAeTitle: 'STRANGER',
      calledAeTitle: 'BUCKY',
      contexts: [{ sopClassUid: COMMITMENT, transferSyntaxUids: [IMPLICIT] }],
      services: [
        {
          sopClassUid: COMMITMENT,
          name: 'reports',
          right: 'commitment',
          operations: ['N-ACTION'],
          normalized: {
            handle: (request) => {
              reports.push(request);
              onReport();
              return Promise.resolve({ status: 0 });
            },
          },
        },
      ],
    });
    if (!opened.ok) throw new Error(opened.error.message);
    const transactionUid = makeUid();
    const answer = await opened.value.request({
      operation: 'action',
      sopClassUid: COMMITMENT,
      sopInstanceUid: COMMITMENT_INSTANCE,
      actionTypeId: 1,
      encode: (syntax) => encodeRequest({ transactionUid, references: SLICES }, syntax),
    });
    expect(answer).toMatchObject({ ok: true, value: { status: 0 } });
    await reported;
    await opened.value.release();
    expect(reports[0]).toMatchObject({ operation: 'event-report', typeId: 1 });
    const report = parseReport(reports[0]?.dataSet ?? null, IMPLICIT);
    expect(report.ok && report.value.verdicts.map(({ failureReason }) => failureReason)).toEqual([0, 0, 0]);
  });
});

describe('a request that makes no sense', () => {
  it.each([
    ['names no transaction', { references: SLICES }, 0x0115],
    ['names no images', { transactionUid: '1.2.3' }, 0x0115],
    [
      'asks for an action that does not exist',
      { transactionUid: '1.2.3', references: SLICES, actionTypeId: 7 },
      0x0123,
    ],
    [
      'is about an instance that does not exist',
      { transactionUid: '1.2.3', references: SLICES, sopInstanceUid: '1.2.3' },
      0x0112,
    ],
  ])('is refused when it %s', async (_, question, status) => {
    expect(await ask(question)).toBe(status);
  });

  it('is refused when its transaction was used for other images', async () => {
    const transactionUid = makeUid();
    expect(await ask({ transactionUid, references: SLICES })).toBe(0);
    expect(await ask({ transactionUid, references: SLICES.slice(1) })).toBe(0x0115);
  });
});

it('what was asked of nobody is not taken as an answer', async () => {
  const opened = await connectAssociation({
    host: '127.0.0.1',
    port: core.port,
    callingAeTitle: 'ARCHIVE',
    calledAeTitle: 'BUCKY',
    contexts: [{ sopClassUid: COMMITMENT, transferSyntaxUids: [EXPLICIT], role: 'scp' }],
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const status = await opened.value.reportEvent({
    sopClassUid: COMMITMENT,
    sopInstanceUid: COMMITMENT_INSTANCE,
    eventTypeId: 1,
    encode: (syntax) => encodeRequest({ transactionUid: makeUid(), references: SLICES }, syntax),
  });
  await opened.value.release();
  expect(status).toBe(0x0115);
});
