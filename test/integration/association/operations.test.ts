import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../../../main/core/association/connect-association.ts';
import { NO_USER_INFORMATION } from '../../../main/core/association/pdu/associate-pdu.ts';
import { ScriptedPeer } from '../../support/scripted-peer.ts';
import {
  COMMITMENT,
  MemoryServices,
  patientIdIn,
  PROCEDURE_STEP,
  STUDY_ROOT_FIND,
  STUDY_ROOT_GET,
  studyIdentifier,
} from './memory-services.ts';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import {
  associateRequest,
  command,
  CT_IMAGE,
  dataPdu,
  echoRequest,
  EXPLICIT,
  IMPLICIT,
  otherCommand,
  PDU,
  RELEASE_REQUEST,
  statusIn,
  VERIFICATION,
} from './raw-pdus.ts';
import { RecordingStore } from './recording-store.ts';
import { aStation, anAssociation, expectEcho, type Station } from './station.ts';

let station: Station;
let services: MemoryServices;
beforeEach(async () => {
  services = new MemoryServices();
  station = await aStation({}, { services: services.list });
});
afterEach(async () => {
  await station.listener.close();
  expect(station.store.breaches).toEqual([]);
});

const CONTEXTS = [VERIFICATION, STUDY_ROOT_FIND, STUDY_ROOT_GET, PROCEDURE_STEP, COMMITMENT].map(
  (sopClassUid) => ({ sopClassUid, transferSyntaxUids: [IMPLICIT] }),
);
const CT_CONTEXT = { sopClassUid: CT_IMAGE, transferSyntaxUids: [EXPLICIT] };

function open(options: Partial<ConnectOptions> = {}) {
  return anAssociation(station.port, { contexts: [...CONTEXTS, CT_CONTEXT], ...options });
}

const QUERY = { sopClassUid: STUDY_ROOT_FIND, encode: (syntax: string) => studyIdentifier(syntax) };

/** An association by hand: context 1 is the connection test, 3 the query. */
async function aRawQuery(matchCount: number): Promise<ScriptedPeer> {
  services.matchCount = matchCount;
  const peer = await ScriptedPeer.connect(station.port);
  const presentationContexts = [
    { id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
    { id: 3, abstractSyntax: STUDY_ROOT_FIND, transferSyntaxes: [IMPLICIT] },
  ];
  await peer.play([
    { send: associateRequest({ presentationContexts }) },
    { expectPdu: PDU.accept },
    { send: command(3, otherCommand(0x0020, 0x0001)) },
    { send: dataPdu({ contextId: 3, kind: 'data', bytes: studyIdentifier(IMPLICIT) }) },
  ]);
  return peer;
}

describe('a query', () => {
  it('brings every answer in order, then how it ended', async () => {
    services.matchCount = 1_234;
    const association = await open();
    const ids: string[] = [];
    const answers = association.find(QUERY);
    let step = await answers.next();
    for (; !step.done; step = await answers.next()) {
      ids.push(patientIdIn(step.value.identifier, step.value.transferSyntaxUid));
    }
    expect(step.value).toEqual({ ok: true, value: { status: 0x0000, errorComment: '' } });
    expect(ids).toEqual(Array.from({ length: 1_234 }, (_, index) => `P${index}`));
    await association.release();
  });

  it('that is left early is cancelled at the other side, and the association goes on', async () => {
    services.matchCount = 1_000_000;
    const association = await open();
    for await (const { status } of association.find(QUERY)) {
      expect(status).toBe(0xff00);
      break;
    }
    expect(services.isGeneratorClosed).toBe(true);
    expect(await association.echo()).toEqual({ ok: true, value: 0 });
    await association.release();
    expect(station.observer.answered).toMatchObject([{ status: 0xfe00 }]);
  });

  it('stops at once when it is cancelled before the next group is made', async () => {
    services.matchCount = 1_000;
    const asked = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<undefined>();
    services.whenAsked = () => {
      asked.resolve(undefined);
      return goOn.promise.then(() => undefined);
    };
    const association = await open();
    const stop = new AbortController();
    const answers = association.find({ ...QUERY, signal: stop.signal });
    const first = answers.next();
    await asked.promise;
    stop.abort();
    await expectEcho(station.port); // by now the cancel has been read
    while (!services.finds[0]?.signal.aborted) await expectEcho(station.port);
    goOn.resolve(undefined);
    expect(await first).toEqual({
      done: true,
      value: { ok: true, value: { status: 0xfe00, errorComment: '' } },
    });
    expect(services.groupsMade).toBe(0);
    association.abort();
  });

  it('of a peer that stops reading stops being answered, and takes no memory', async () => {
    const peer = await aRawQuery(10_000_000);
    peer.stopReading();
    let groups = -1;
    while (groups !== services.groupsMade) {
      groups = services.groupsMade;
      for (let index = 0; index < 20; index += 1) await expectEcho(station.port);
    }
    expect(groups).toBeLessThan(20_000);
    peer.destroy();
    await station.observer.until(() => station.observer.closed.length >= 1 && services.isGeneratorClosed);
  });

  it('does not keep a peer from leaving in the middle, in good order or not', async () => {
    const leaving = await aRawQuery(10_000_000);
    await leaving.play([{ expectPdu: PDU.data }, { send: RELEASE_REQUEST }]);
    let pdu = await leaving.nextPdu();
    while (pdu?.[0] === PDU.data) pdu = await leaving.nextPdu();
    expect(pdu?.[0]).toBe(PDU.releaseReply);
    const cut = await aRawQuery(10_000_000);
    await cut.play([{ expectPdu: PDU.data }, { reset: true }]);
    await station.observer.until(() => station.observer.closed.length === 2);
    expect(services.finds.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('is served before what is asked next, where no window was agreed', async () => {
    const peer = await aRawQuery(500);
    await peer.play([{ send: command(1, echoRequest(9)) }]);
    const statuses: number[] = [];
    while (statuses.length < 502) {
      const pdu = (await peer.nextPdu())!;
      if (pdu[11] === 0x03) statuses.push(statusIn(pdu));
    }
    expect(statuses.indexOf(0x0000)).toBe(500);
    expect(statuses.slice(500)).toEqual([0x0000, 0x0000]);
    peer.destroy();
  });

  it('with an identifier beyond all measure gets a failure, not an abort', async () => {
    const association = await open();
    const answers = association.find({ ...QUERY, encode: () => Buffer.alloc(17 * 1024 * 1024) });
    expect(await answers.next()).toMatchObject({
      done: true,
      value: { ok: true, value: { status: 0xc000 } },
    });
    expect(services.finds).toEqual([]);
    expect(await association.echo()).toEqual({ ok: true, value: 0 });
    await association.release();
  });
});

describe('a retrieval over the same association', () => {
  const getContexts = [...CONTEXTS, { ...CT_CONTEXT, role: 'scp' as const }];
  const GET = { sopClassUid: STUDY_ROOT_GET, encode: (syntax: string) => studyIdentifier(syntax) };

  it('hands every object to the store handler as it was stored, and tells how far it is', async () => {
    services.objects = CT_FIXTURES.map(readFixture);
    const storeHandler = new RecordingStore();
    const remaining: number[] = [];
    const association = await open({ contexts: getContexts, storeHandler });
    const got = await association.get({ ...GET, onProgress: (counts) => remaining.push(counts.remaining) });
    expect(got).toMatchObject({ ok: true, value: { status: 0, counts: { completed: 8, failed: 0 } } });
    const isSame = storeHandler.objects.map(({ dataSet }, index) =>
      dataSet.equals(services.objects[index]!.dataSet),
    );
    expect(isSame).toEqual(services.objects.map(() => true));
    expect(storeHandler.objects[0]?.request.peer).toMatchObject({ callingAeTitle: 'BUCKY' });
    expect(remaining).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    await association.release();
  });

  it('to a peer that stops reading in the middle of an object is given up', async () => {
    await station.listener.close();
    station = await aStation({ idleTimeoutMs: 100, artimTimeoutMs: 50 }, { services: services.list });
    const large = { ...readFixture(CT_FIXTURES[0]!), dataSet: Buffer.alloc(64 * 1024 * 1024) };
    services.objects = [large];
    const peer = await ScriptedPeer.connect(station.port);
    const presentationContexts = [
      { id: 1, abstractSyntax: STUDY_ROOT_GET, transferSyntaxes: [IMPLICIT] },
      { id: 3, abstractSyntax: large.sopClassUid, transferSyntaxes: [large.transferSyntaxUid] },
    ];
    const roleSelections = [{ sopClassUid: large.sopClassUid, isScu: false, isScp: true }];
    const userInformation = { ...NO_USER_INFORMATION, maxPduBytes: 16_384, roleSelections };
    await peer.play([
      { send: associateRequest({ presentationContexts, userInformation }) },
      { expectPdu: PDU.accept },
      { send: command(1, otherCommand(0x0010, 0x0001)) },
      { send: dataPdu({ contextId: 1, kind: 'data', bytes: studyIdentifier(IMPLICIT) }) },
      { expectPdu: PDU.data },
    ]);
    peer.stopReading();
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.observer.closed[0]?.ending).toContain('nothing came');
    expect(services.wayBackStatuses).toEqual([null]);
    peer.destroy();
  });

  it('names the objects that were refused on the way', async () => {
    services.objects = CT_FIXTURES.slice(0, 2).map(readFixture);
    const storeHandler = new RecordingStore();
    storeHandler.outcome = { status: 0xa700 };
    const association = await open({ contexts: getContexts, storeHandler });
    expect(await association.get(GET)).toMatchObject({
      ok: true,
      value: {
        status: 0xb000,
        counts: { completed: 0, failed: 2 },
        failedSopInstanceUids: services.objects.map(({ sopInstanceUid }) => sopInstanceUid),
      },
    });
    await association.release();
  });

  it('ends when it is cancelled, with the counts so far', async () => {
    services.objects = CT_FIXTURES.map(readFixture);
    const stop = new AbortController();
    const association = await open({ contexts: getContexts, storeHandler: new RecordingStore() });
    const got = await association.get({ ...GET, signal: stop.signal, onProgress: () => stop.abort() });
    expect(got).toMatchObject({ ok: true, value: { status: 0xfe00 } });
    expect(got.ok && got.value.counts.remaining).toBeGreaterThan(0);
    await association.release();
  });
});

describe('the N-services', () => {
  it('carry a data set both ways, and the instance that was chosen', async () => {
    services.normalizedOutcome = {
      status: 0x0000,
      sopInstanceUid: '1.2.3.4',
      dataSet: studyIdentifier(IMPLICIT, 'X'),
    };
    const association = await open();
    const encode = (syntax: string) => studyIdentifier(syntax, 'P1');
    const created = await association.request({
      operation: 'create',
      sopClassUid: PROCEDURE_STEP,
      sopInstanceUid: '',
      encode,
    });
    expect(created).toMatchObject({ ok: true, value: { status: 0, sopInstanceUid: '1.2.3.4' } });
    expect(created.ok && patientIdIn(created.value.dataSet!, IMPLICIT)).toBe('X');
    await association.request({
      operation: 'get',
      sopClassUid: PROCEDURE_STEP,
      sopInstanceUid: '1.2.3.4',
      attributeTags: [0x00100020, 0x00400252],
    });
    await association.request({
      operation: 'action',
      sopClassUid: COMMITMENT,
      sopInstanceUid: '1.2.840.10008.1.20.1.1',
      actionTypeId: 1,
      encode,
    });
    expect(services.calls).toMatchObject([
      { operation: 'create', sopInstanceUid: '', typeId: null },
      { operation: 'get', sopInstanceUid: '1.2.3.4', attributeTags: [0x00100020, 0x00400252], dataSet: null },
      { operation: 'action', sopClassUid: COMMITMENT, typeId: 1 },
    ]);
    await association.release();
  });

  it('answer a failure of ours with "processing failure" and go on', async () => {
    services.whenAsked = () => {
      throw new Error('a bug');
    };
    const association = await open();
    const call = { operation: 'delete', sopClassUid: PROCEDURE_STEP, sopInstanceUid: '1.2' } as const;
    expect(await association.request(call)).toMatchObject({ ok: true, value: { status: 0x0110 } });
    expect(await association.echo()).toEqual({ ok: true, value: 0 });
    await association.release();
    expect(station.complaints).toHaveLength(1);
  });

  it('report what was committed over the association that asked, and over a new one', async () => {
    const reporter = new MemoryServices();
    const association = await open({ services: reporter.list });
    const encode = (syntax: string) => studyIdentifier(syntax, 'P1');
    const instance = { sopClassUid: COMMITMENT, sopInstanceUid: '1.2.840.10008.1.20.1.1' };
    await association.request({ operation: 'action', ...instance, actionTypeId: 1, encode });
    const { association: live } = services.calls[0]!;
    expect(live.isOpen).toBe(true);
    expect(await live.reportEvent({ ...instance, eventTypeId: 1, encode })).toBe(0x0000);
    expect(reporter.calls).toMatchObject([{ operation: 'event-report', typeId: 1, ...instance }]);
    await association.release();
    expect(await live.reportEvent({ ...instance, eventTypeId: 1, encode })).toBeNull();
    expect(live.isOpen).toBe(false);

    const contexts = [{ sopClassUid: COMMITMENT, transferSyntaxUids: [IMPLICIT], role: 'scp' as const }];
    const back = await open({ contexts });
    services.normalizedOutcome = { status: 0x0110 };
    expect(await back.reportEvent({ ...instance, eventTypeId: 2, encode })).toBe(0x0110);
    expect(services.calls.at(-1)).toMatchObject({ operation: 'event-report', typeId: 2 });
    await back.release();
  });
});
