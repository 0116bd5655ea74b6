import { afterEach, describe, expect, it } from 'vitest';
import {
  connectAssociation,
  type ConnectOptions,
} from '../../../main/core/association/connect-association.ts';
import { ScriptedServer, type ScriptedPeer } from '../../support/scripted-peer.ts';
import { countDescriptors } from './process-state.ts';
import {
  ABORT,
  associateAccept,
  associateRequest,
  command,
  CT_IMAGE,
  IMPLICIT,
  otherCommand,
  PDU,
  RELEASE_REPLY,
  RELEASE_REQUEST,
  VERIFICATION,
} from './raw-pdus.ts';
import { anAssociation, aStation } from './station.ts';

const CONTEXTS = [
  { sopClassUid: VERIFICATION, transferSyntaxUids: [IMPLICIT] },
  { sopClassUid: CT_IMAGE, transferSyntaxUids: [IMPLICIT] },
];
const AN_OBJECT = { sopClassUid: CT_IMAGE, sopInstanceUid: '1.2.3', transferSyntaxUid: IMPLICIT };
/** For peers that never react: only they are waited for, so that a slow machine changes no other test. */
const QUICK = { timeouts: { associateMs: 60, responseMs: 60, stallMs: 60, releaseMs: 60 } };

const servers: ScriptedServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(script: (peer: ScriptedPeer) => Promise<void>): Promise<number> {
  const server = await ScriptedServer.listen(script);
  servers.push(server);
  return server.port;
}

function connectTo(port: number, changes: Partial<ConnectOptions> = {}) {
  return connectAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'BUCKY',
    calledAeTitle: 'ARCHIVE',
    contexts: CONTEXTS,
    ...changes,
  });
}

async function openTo(port: number, changes: Partial<ConnectOptions> = {}) {
  const opened = await connectTo(port, changes);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Opens with patience, and then has as much or as little as the test wants. */
async function anOpenAssociation(port: number, isImpatient: boolean) {
  const { timeouts } = QUICK;
  return openTo(port, isImpatient ? { timeouts: { ...timeouts, associateMs: 30_000 } } : {});
}

const ACCEPTED = [{ expectPdu: PDU.request }, { send: associateAccept(2, IMPLICIT) }] as const;

describe('opening an association', () => {
  it.each<[string, (peer: ScriptedPeer) => Promise<void>, string, string]>([
    [
      'does not know the calling AE title',
      (peer) => peer.play([{ expectPdu: PDU.request }, { send: Buffer.from('03000000000400010103', 'hex') }]),
      'rejected',
      'It refused the name BUCKY. Somebody there has to enter it.',
    ],
    [
      'is busy',
      (peer) => peer.play([{ expectPdu: PDU.request }, { send: Buffer.from('03000000000400020302', 'hex') }]),
      'rejected',
      'it takes no more connections now',
    ],
    [
      'says nothing',
      () => new Promise(() => undefined),
      'no-answer',
      'did not react to our request for an association',
    ],
    [
      'closes at once',
      (peer) => peer.play([{ close: true }]),
      'connection-lost',
      'closed the network connection',
    ],
    [
      'aborts',
      (peer) => peer.play([{ expectPdu: PDU.request }, { send: ABORT }]),
      'aborted',
      'ARCHIVE broke off',
    ],
    [
      'speaks something else',
      (peer) => peer.play([{ send: Buffer.from('HTTP/1.1 400 Bad Request') }]),
      'not-dicom',
      'no DICOM message',
    ],
    [
      'sends a request of its own',
      (peer) => peer.play([{ send: associateRequest() }]),
      'not-dicom',
      'has no place',
    ],
    [
      'accepts with a PDU that is too short',
      (peer) => peer.play([...ACCEPTED.slice(0, 1), { send: Buffer.from('0200000000020000', 'hex') }]),
      'not-dicom',
      'too short',
    ],
  ])('says so in plain words when the other side %s', async (_what, script, kind, words) => {
    const descriptors = countDescriptors();
    const port = await serve(script);
    const attempt = await connectTo(port, kind === 'no-answer' ? QUICK : {});
    expect(attempt).toMatchObject({ ok: false, error: { kind } });
    expect(attempt.ok ? '' : attempt.error.message).toContain(words);
    for (const server of servers.splice(0)) server.close();
    await expect.poll(() => countDescriptors()).toBeLessThanOrEqual(descriptors);
  });

  it('says so when nothing listens, or nobody has that name', async () => {
    const station = await aStation();
    await station.listener.close();
    expect(await connectTo(station.port)).toMatchObject({ ok: false, error: { kind: 'nothing-listens' } });
    const unknown = await connectTo(station.port, { host: 'no-such-host.invalid' });
    expect(unknown).toMatchObject({ ok: false, error: { kind: 'unknown-host' } });
  });

  it('gives an association without contexts when the other side takes none, and each operation says why not', async () => {
    const port = await serve((peer) =>
      peer.play([{ expectPdu: PDU.request }, { send: associateAccept(0, IMPLICIT) }]),
    );
    const association = await openTo(port);
    expect(association.contexts).toEqual([]);
    expect(await association.echo()).toMatchObject({ ok: false, error: { kind: 'not-agreed' } });
    const stored = await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(4) });
    expect(stored).toMatchObject({ ok: false, error: { kind: 'not-agreed' } });
    association.abort();
  });

  it('does not count a context that was answered with a transfer syntax it never proposed', async () => {
    const port = await serve((peer) =>
      peer.play([{ expectPdu: PDU.request }, { send: associateAccept(2, '1.2.3.4') }]),
    );
    const association = await openTo(port);
    expect(association.contexts).toEqual([]);
    association.abort();
  });

  it('refuses to propose more contexts than the protocol can number', async () => {
    const contexts = Array.from({ length: 129 }, () => CONTEXTS[0]!);
    await expect(connectTo(1, { contexts })).rejects.toThrow(RangeError);
  });
});

describe('an operation under way', () => {
  it.each<[string, (peer: ScriptedPeer) => Promise<void>, string]>([
    ['aborts', (peer) => peer.play([...ACCEPTED, { expectPdu: PDU.data }, { send: ABORT }]), 'aborted'],
    [
      'vanishes',
      (peer) => peer.play([...ACCEPTED, { expectPdu: PDU.data }, { reset: true }]),
      'connection-lost',
    ],
    ['never answers', (peer) => peer.play([...ACCEPTED]), 'no-answer'],
    [
      'releases',
      (peer) => peer.play([...ACCEPTED, { expectPdu: PDU.data }, { send: RELEASE_REQUEST }]),
      'association-over',
    ],
    [
      'answers something else',
      (peer) => peer.play([...ACCEPTED, { expectPdu: PDU.data }, { send: command(1, otherCommand(0x8030)) }]),
      'not-dicom',
    ],
  ])(
    'fails with the cause when the other side %s, and so does what was asked after it',
    async (_what, script, kind) => {
      const association = await anOpenAssociation(await serve(script), kind === 'no-answer');
      const [first, second] = await Promise.all([association.echo(), association.echo()]);
      expect(first).toMatchObject({ ok: false, error: { kind } });
      expect(second).toMatchObject({ ok: false, error: { kind } });
      expect(association.isOver).toBe(true);
      await association.release();
    },
  );

  it('gives up when the other side takes nothing any more, and lets go of the source', async () => {
    const port = await serve(async (peer) => {
      await peer.play([...ACCEPTED]);
      peer.stopReading();
    });
    let isSourceClosed = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        isSourceClosed = true;
      }
    }
    const association = await anOpenAssociation(port, true);
    const stored = await association.store({ ...AN_OBJECT, dataSet: endless() });
    expect(stored).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
    expect(isSourceClosed).toBe(true);
  });

  it('breaks off when the object cannot be read to its end, so that the other side keeps no half', async () => {
    const station = await aStation();
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(200_000);
      throw new Error('EIO');
    }
    const association = await openTo(station.port, { calledAeTitle: 'BUCKY' });
    const stored = await association.store({ ...AN_OBJECT, dataSet: broken() });
    expect(stored).toMatchObject({ ok: false, error: { kind: 'data-unreadable' } });
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.store.objects).toEqual([]);
    await station.listener.close();
  });

  it('gives the status of an object that was not kept, and goes on', async () => {
    const station = await aStation();
    station.store.outcome = { status: 0xa700, errorComment: 'The disk is full' };
    const association = await openTo(station.port, { calledAeTitle: 'BUCKY' });
    expect(await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(4) })).toEqual({
      ok: true,
      value: { status: 0xa700, errorComment: 'The disk is full' },
    });
    expect(await association.echo()).toEqual({ ok: true, value: 0 });
    await association.release();
    await station.listener.close();
  });
});

describe('parting', () => {
  it('answers the other side that wants to part at the same moment', async () => {
    const seen: number[] = [];
    const port = await serve(async (peer) => {
      await peer.play([...ACCEPTED, { expectPdu: PDU.releaseRequest }, { send: RELEASE_REQUEST }]);
      seen.push((await peer.nextPdu())?.[0] ?? 0);
      await peer.play([{ send: RELEASE_REPLY }, { expectClose: true }]);
    });
    const association = await openTo(port, { timeouts: { releaseMs: 10_000 } });
    await association.release();
    expect(seen).toEqual([PDU.releaseReply]);
  });

  it('cuts off a side that does not answer the goodbye', async () => {
    const association = await anOpenAssociation(await serve((peer) => peer.play([...ACCEPTED])), true);
    await association.release();
    expect(association.isOver).toBe(true);
  });

  it('waits for what was asked before', async () => {
    const station = await aStation();
    const association = await anAssociation(station.port);
    const [status] = await Promise.all([association.echo(), association.release()]);
    expect(status).toEqual({ ok: true, value: 0 });
    await station.listener.close();
  });
});

describe('the shape of what is sent', () => {
  it.each([1, 1_024, 4_096])("keeps to a peer's maximum of %i bytes", async (maxPduBytes) => {
    const lengths: number[] = [];
    const port = await serve(async (peer) => {
      await peer.play([{ expectPdu: PDU.request }, { send: associateAccept(2, IMPLICIT, maxPduBytes) }]);
      let receivedBytes = 0;
      while (receivedBytes < 10_000) {
        const pdu = await peer.nextPdu();
        if (!pdu) return;
        receivedBytes += pdu.length;
        lengths.push(pdu.length - 6);
      }
      peer.destroy();
    });
    const association = await openTo(port);
    await association.store({ ...AN_OBJECT, dataSet: Buffer.alloc(10_000) });
    expect(lengths.length).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(Math.max(maxPduBytes, 128));
  });
});
