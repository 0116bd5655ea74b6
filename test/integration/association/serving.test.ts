import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { ScriptedPeer } from '../../support/scripted-peer.ts';
import {
  associateRequest,
  command,
  CT_IMAGE,
  dataPdu,
  echoRequest,
  IMPLICIT,
  PDU,
  reasonsIn,
  RELEASE_REQUEST,
  statusIn,
  storeRequest,
} from './raw-pdus.ts';
import { anAssociation, aStation, expectEcho, type Station } from './station.ts';

const OPENED = [{ send: associateRequest() }, { expectPdu: PDU.accept }] as const;
const WHOLE_OBJECT = Buffer.concat([
  command(3, storeRequest('1.2.3')),
  dataPdu({ contextId: 3, kind: 'data', bytes: Buffer.alloc(100) }),
]);
const CT_CONTEXT = [{ sopClassUid: CT_IMAGE, transferSyntaxUids: [IMPLICIT] }];
const AN_OBJECT = { sopClassUid: CT_IMAGE, sopInstanceUid: '1.2.3', transferSyntaxUid: IMPLICIT };

const stations: Station[] = [];
afterEach(async () => {
  for (const station of stations.splice(0)) {
    await station.listener.close({ deadlineMs: 0 });
    expect(station.store.breaches).toEqual([]);
  }
});

async function open(...options: Parameters<typeof aStation>): Promise<Station> {
  const station = await aStation(...options);
  stations.push(station);
  return station;
}

/** A promise and the function that resolves it. */
function aGate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, open: resolve };
}

/** Turns the event loop until something has become so; the test's own deadline is the limit. */
async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('who is told what', () => {
  it('tells the observer and the log who called by a wrong name, and what for', async () => {
    const station = await open();
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([{ send: associateRequest({ calledAeTitle: 'BUCKI', callingAeTitle: 'DX_ROOM1' }) }]);
    expect(reasonsIn((await peer.nextPdu())!)).toEqual([1, 1, 7]);
    peer.destroy();
    expect(station.observer.refused).toMatchObject([
      {
        peer: { callingAeTitle: 'DX_ROOM1', calledAeTitle: 'BUCKI', address: '127.0.0.1' },
        refusal: { kind: 'called-ae-title' },
      },
    ]);
    expect(station.complaints.join()).toContain('It asked for BUCKI, and this station is BUCKY.');
  });

  it('takes control characters out of the names that strangers give', async () => {
    const station = await open({ acceptAnyCalledAeTitle: true });
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([
      { send: associateRequest({ callingAeTitle: 'CT\n1\u001b[31m' }) },
      { expectPdu: PDU.accept },
    ]);
    expect(station.observer.opened).toMatchObject([{ callingAeTitle: 'CT?1?[31m' }]);
    peer.destroy();
  });

  it('sums up an association when it ends', async () => {
    const station = await open();
    const association = await anAssociation(station.port, { contexts: CT_CONTEXT });
    await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(10) });
    station.store.outcome = { status: 0xa700 };
    await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(20) });
    await association.release();
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.observer.closed).toMatchObject([{ wasReleased: true, storedCount: 1, failedCount: 1 }]);
    expect(station.observer.stores).toMatchObject([
      { status: 0x0000, dataSetBytes: 10, wasAnswered: true, transferSyntaxUid: IMPLICIT },
      { status: 0xa700, dataSetBytes: 20, wasAnswered: true, transferSyntaxUid: IMPLICIT },
    ]);
  });

  it('is not disturbed by an observer that throws', async () => {
    const station = await open();
    station.observer.echoAnswered = () => {
      throw new Error('broken panel');
    };
    await expectEcho(station.port);
    expect(station.complaints).toHaveLength(1);
  });
});

describe('operations', () => {
  it('are answered in order: what comes while one is being kept waits', async () => {
    const station = await open();
    const gate = aGate();
    station.store.whenFinished = () => gate.promise;
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([
      ...OPENED,
      { send: Buffer.concat([WHOLE_OBJECT, command(1, echoRequest()), RELEASE_REQUEST]) },
    ]);
    await station.store.until(() => station.store.openCount === 1);
    await expectEcho(station.port);
    expect(station.observer.echoed).toHaveLength(1);
    expect(peer.received).toEqual([]);
    gate.open();
    const answers = [await peer.nextPdu(), await peer.nextPdu(), await peer.nextPdu()];
    expect(answers[0]?.includes(Buffer.from('00000001020000000180', 'hex'))).toBe(true);
    expect(statusIn(answers[1]!)).toBe(0);
    expect(answers[2]?.[0]).toBe(PDU.releaseReply);
    peer.destroy();
  });

  it('read no further while the store has no room, and lose nothing', async () => {
    const station = await open();
    const gate = aGate();
    let writtenBytes = 0;
    station.store.whenWritten = () => gate.promise;
    const openStore = station.store.openStore.bind(station.store);
    station.store.openStore = (request) => {
      const incoming = openStore(request);
      return {
        ...incoming,
        write: (slice) => {
          writtenBytes += slice.length;
          return incoming.write(slice);
        },
      };
    };
    const bytes = Buffer.alloc(16 * 1024 * 1024, 'abcdefg');
    const association = await anAssociation(station.port, { contexts: CT_CONTEXT });
    const stored = association.store({ ...AN_OBJECT, dataSet: bytes });
    await station.store.until(() => writtenBytes > 0);
    for (let turn = 0; turn < 20; turn += 1) await expectEcho(station.port);
    expect(writtenBytes).toBeLessThan(256 * 1024);
    gate.open();
    expect(await stored).toMatchObject({ ok: true, value: { status: 0 } });
    expect(station.store.objects[0]?.dataSet.equals(bytes)).toBe(true);
    await association.release();
  });

  it('fail alone when the store breaks its word, and the next association works', async () => {
    const station = await open();
    const openStore = station.store.openStore.bind(station.store);
    station.store.openStore = () => {
      throw new Error('a bug in the store');
    };
    const bystander = await anAssociation(station.port);
    const association = await anAssociation(station.port, { contexts: CT_CONTEXT });
    const stored = await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(10) });
    expect(stored).toMatchObject({ ok: false, error: { kind: 'aborted' } });
    station.store.openStore = openStore;
    expect(await bystander.echo()).toEqual({ ok: true, value: 0 });
    await bystander.release();
    await expectEcho(station.port);
  });

  it('answer "processing failure" when keeping an object fails without a word', async () => {
    const station = await open();
    station.store.whenFinished = () => Promise.reject(new Error('a bug in the store'));
    const association = await anAssociation(station.port, { contexts: CT_CONTEXT });
    const stored = await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(10) });
    expect(stored).toMatchObject({ ok: true, value: { status: 0x0110 } });
    await association.release();
  });

  it('count as kept when the caller vanishes before the answer', async () => {
    const station = await open();
    const gate = aGate();
    station.store.whenFinished = () => gate.promise;
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([...OPENED, { send: WHOLE_OBJECT }]);
    await station.store.until(() => station.store.openCount === 1);
    await expectEcho(station.port);
    await peer.play([{ reset: true }]);
    await untilTrue(() => station.listener.stats().openAssociations === 0);
    gate.open();
    await station.observer.until(() => station.observer.closed.some(({ storedCount }) => storedCount === 1));
    expect(station.observer.stores).toMatchObject([{ status: 0, wasAnswered: false }]);
    expect(station.store.abortReasons).toEqual([]);
  });

  it('do not let a peer that only asks and never reads fill the memory', async () => {
    const station = await open({ idleTimeoutMs: 60_000 });
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play(OPENED);
    peer.stopReading();
    const echoes = Buffer.concat(Array.from({ length: 500 }, () => command(1, echoRequest())));
    let answeredBefore = -1;
    // Each round asks 500 times; it ends when a round brings no further answer, because everything in between is full.
    while (station.observer.echoed.length !== answeredBefore) {
      answeredBefore = station.observer.echoed.length;
      await peer.play([{ send: echoes }]);
      await expectEcho(station.port);
      station.observer.echoed.pop();
    }
    expect(answeredBefore).toBeLessThan(200_000);
    peer.destroy();
  });
});

describe('time', () => {
  it('closes a connection that never asks for an association', async () => {
    const station = await open({ artimTimeoutMs: 50 });
    const peer = await ScriptedPeer.connect(station.port);
    await peer.untilClosed();
    expect(station.complaints.join()).toContain('connected and then said nothing');
  });

  it('aborts an association in which nothing comes, in the middle of an object too', async () => {
    const station = await open({ idleTimeoutMs: 50 });
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([
      { send: Buffer.concat([associateRequest(), command(3, storeRequest('1.2.3'))]) },
      { expectPdu: PDU.accept },
      { expectPdu: PDU.abort },
    ]);
    await peer.untilClosed();
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.store.abortReasons).toHaveLength(1);
  });

  it('does not count the time that the store takes', async () => {
    const station = await open({ idleTimeoutMs: 20 });
    station.store.whenFinished = () => new Promise((resolve) => setTimeout(resolve, 120));
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([{ send: Buffer.concat([associateRequest(), WHOLE_OBJECT]) }, { expectPdu: PDU.accept }]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0);
    peer.destroy();
  });

  it('cuts off a peer that does not close after an abort', async () => {
    const station = await open({ artimTimeoutMs: 50 });
    const peer = await ScriptedPeer.connect(station.port);
    peer.stopReading();
    await peer.play([{ send: Buffer.from('garbage garbage') }]);
    await untilTrue(() => station.complaints.length > 0);
    await untilTrue(() => station.listener.stats().otherConnections === 0);
    expect(peer.isClosed).toBe(false);
    peer.destroy();
  });
});

describe('settings while running', () => {
  it('answers by a new AE title at once, and leaves open associations alone', async () => {
    const station = await open();
    const before = await anAssociation(station.port);
    expect(await station.listener.configure({ aeTitle: 'READING1' })).toEqual({ ok: true, value: null });
    expect(await before.echo()).toEqual({ ok: true, value: 0 });
    await before.release();
    const after = await anAssociation(station.port, { calledAeTitle: 'READING1' });
    await after.release();
    await expect(anAssociation(station.port)).rejects.toThrow('it is not called BUCKY');
  });

  it('stays on its port when the new one is taken, and says so', async () => {
    const station = await open();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number }; // a listening TCP server
    const moved = await station.listener.configure({ port });
    expect(moved).toMatchObject({ ok: false, error: { code: 'EADDRINUSE' } });
    expect(moved.ok ? '' : moved.error.message).toContain(`Port ${port} is taken by another program.`);
    other.close();
    expect(await station.listener.configure({ port })).toEqual({ ok: true, value: null });
    await expectEcho(port);
  });
});

describe('closing', () => {
  it('lets the operation that runs be answered, then aborts', async () => {
    const station = await open();
    const gate = aGate();
    station.store.whenFinished = () => gate.promise;
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([...OPENED, { send: WHOLE_OBJECT }]);
    await station.store.until(() => station.store.openCount === 1);
    await expectEcho(station.port);
    const idle = await ScriptedPeer.connect(station.port);
    await idle.play(OPENED);
    const closed = station.listener.close({ deadlineMs: 60_000 });
    await idle.play([{ expectPdu: PDU.abort }, { expectClose: true }]);
    gate.open();
    expect(statusIn((await peer.nextPdu())!)).toBe(0);
    await peer.play([{ expectPdu: PDU.abort }, { expectClose: true }]);
    await closed;
    await expect(ScriptedPeer.connect(station.port)).rejects.toThrow('ECONNREFUSED');
  });

  it('does not wait beyond its deadline for an object that does not come to its end', async () => {
    const station = await open();
    const peer = await ScriptedPeer.connect(station.port);
    await peer.play([...OPENED, { send: command(3, storeRequest('1.2.3')) }]);
    await station.store.until(() => station.store.openCount === 1);
    await station.listener.close({ deadlineMs: 50 });
    await peer.play([{ expectPdu: PDU.abort }, { expectClose: true }]);
    expect(station.store.abortReasons).toHaveLength(1);
  });
});
