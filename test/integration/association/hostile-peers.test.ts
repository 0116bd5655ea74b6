import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedPeer } from '../../support/scripted-peer.ts';
import { countDescriptors, countHeldBytes } from './process-state.ts';
import {
  ABORT,
  associateRequest,
  CT_IMAGE,
  command,
  dataPdu,
  echoRequest,
  EXPLICIT,
  IMPLICIT,
  otherCommand,
  PDU,
  reasonsIn,
  RELEASE_REPLY,
  RELEASE_REQUEST,
  statusIn,
  storeRequest,
} from './raw-pdus.ts';
import { anAssociation, aStation, expectEcho, type Station } from './station.ts';

const PROVIDER = 2;
const REASON = { unrecognizedPdu: 1, unexpectedPdu: 2, unexpectedParameter: 5, invalidValue: 6 };
const OPENED = [{ send: associateRequest() }, { expectPdu: PDU.accept }] as const;
const STORE_OPENED = [...OPENED, { send: command(3, storeRequest('1.2.3')) }] as const;

let station: Station;
let descriptorsBefore: number;

beforeEach(async () => {
  descriptorsBefore = countDescriptors();
  station = await aStation({ artimTimeoutMs: 60_000, maxAssociations: 8 });
});

afterEach(async () => {
  await station.listener.close();
  expect(station.listener.stats()).toMatchObject({ openAssociations: 0, otherConnections: 0 });
  expect(countDescriptors()).toBe(descriptorsBefore);
  expect(station.store.breaches).toEqual([]);
  expect(station.observer.closed).toHaveLength(station.observer.opened.length);
});

async function aPeer(): Promise<ScriptedPeer> {
  return ScriptedPeer.connect(station.port);
}

describe('a peer that breaks the protocol', () => {
  it.each<[string, readonly Buffer[], number]>([
    ['garbage', [Buffer.from('\x99\x98\x97 this is not DICOM at all')], REASON.unrecognizedPdu],
    [
      'a request of a web browser',
      [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
      REASON.unrecognizedPdu,
    ],
    ['an A-ASSOCIATE-RQ of 4 GB', [Buffer.from('0100ffffffff', 'hex')], REASON.invalidValue],
    ['a malformed A-ASSOCIATE-RQ', [Buffer.from('01000000000800010000ffffffff', 'hex')], REASON.invalidValue],
    ['data before an association', [command(1, echoRequest())], REASON.unexpectedPdu],
    ['A-RELEASE-RQ before an association', [RELEASE_REQUEST], REASON.unexpectedPdu],
    ['A-RELEASE-RP before an association', [RELEASE_REPLY], REASON.unexpectedPdu],
  ])('gets an A-ABORT with the reason for %s at the start', async (_what, sent, reason) => {
    const peer = await aPeer();
    await peer.play(sent.map((send) => ({ send })));
    const answer = await peer.nextPdu();
    expect(answer?.[0]).toBe(PDU.abort);
    expect(reasonsIn(answer!)).toEqual([PROVIDER, reason]);
    await peer.untilClosed();
    await expectEcho(station.port);
    expect(station.complaints).not.toEqual([]);
  });

  it.each<[string, readonly Buffer[], number]>([
    ['a second A-ASSOCIATE-RQ', [associateRequest()], REASON.unexpectedPdu],
    ['an A-ASSOCIATE-RJ', [Buffer.from('03000000000400010107', 'hex')], REASON.unexpectedPdu],
    ['an A-RELEASE-RP', [RELEASE_REPLY], REASON.unexpectedPdu],
    ['an unknown PDU type', [Buffer.from('0900000000040000', 'hex')], REASON.unrecognizedPdu],
    ['a P-DATA-TF of 4 GB', [Buffer.from('0400ffffffff', 'hex')], REASON.invalidValue],
    ['a P-DATA-TF longer than offered', [Buffer.from('040000020001', 'hex')], REASON.invalidValue],
    ['an empty P-DATA-TF', [Buffer.from('040000000000', 'hex')], REASON.invalidValue],
    ['a fragment for an unknown context', [command(9, echoRequest())], REASON.invalidValue],
    ['a fragment for context 0', [command(0, echoRequest())], REASON.invalidValue],
    [
      'a fragment that lies beyond its PDU',
      [dataPdu({ contextId: 1, kind: 'command', bytes: echoRequest(), lengthLie: 400 })],
      REASON.invalidValue,
    ],
    [
      'a data set before its command',
      [dataPdu({ contextId: 3, kind: 'data', bytes: Buffer.alloc(8) })],
      REASON.unexpectedParameter,
    ],
    ['a command that cannot be read', [command(1, Buffer.from('not a command set'))], REASON.invalidValue],
    ['a response to nothing', [command(1, otherCommand(0x8030))], REASON.invalidValue],
    [
      'an endless command',
      Array.from({ length: 9 }, () =>
        dataPdu({ contextId: 1, kind: 'command', bytes: Buffer.alloc(8_000), isLast: false }),
      ),
      REASON.invalidValue,
    ],
  ])('gets an A-ABORT with the reason for %s in an association', async (_what, sent, reason) => {
    const bystander = await anAssociation(station.port);
    const peer = await aPeer();
    await peer.play([...OPENED, ...sent.map((send) => ({ send }))]);
    const answer = await peer.nextPdu();
    expect(answer?.[0]).toBe(PDU.abort);
    expect(reasonsIn(answer!)).toEqual([PROVIDER, reason]);
    await peer.untilClosed();
    expect(await bystander.echo()).toEqual({ ok: true, value: 0 });
    await bystander.release();
  });

  it.each<[string, readonly Buffer[], number]>([
    ['a command', [command(1, echoRequest())], REASON.unexpectedParameter],
    ['A-RELEASE-RQ', [RELEASE_REQUEST], REASON.unexpectedPdu],
    ['a second A-ASSOCIATE-RQ', [associateRequest()], REASON.unexpectedPdu],
    [
      'data in another context',
      [dataPdu({ contextId: 5, kind: 'data', bytes: Buffer.alloc(8) })],
      REASON.unexpectedParameter,
    ],
  ])('loses its half object when %s comes in the middle of it', async (_what, sent, reason) => {
    const peer = await aPeer();
    const half = dataPdu({ contextId: 3, kind: 'data', bytes: Buffer.alloc(100), isLast: false });
    await peer.play([...STORE_OPENED, { send: half }, ...sent.map((send) => ({ send }))]);
    const answer = await peer.nextPdu();
    expect(reasonsIn(answer!)).toEqual([PROVIDER, reason]);
    await peer.untilClosed();
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.store.objects).toEqual([]);
    expect(station.store.abortReasons).toHaveLength(1);
    expect(station.observer.stores).toMatchObject([{ status: null, wasAnswered: false, dataSetBytes: 100 }]);
  });
});

describe('a peer that is odd but within the protocol', () => {
  it('may send its bytes one by one', async () => {
    const peer = await aPeer();
    await peer.play([
      { dribble: associateRequest() },
      { expectPdu: PDU.accept },
      { dribble: command(1, echoRequest()) },
    ]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0000);
    await peer.play([
      { send: RELEASE_REQUEST },
      { expectPdu: PDU.releaseReply },
      { close: true },
      { expectClose: true },
    ]);
  });

  it('may send an object in empty, single-byte and full fragments, command and data in one PDU', async () => {
    const peer = await aPeer();
    const data = (bytes: Buffer, isLast: boolean) => ({ contextId: 5, kind: 'data', bytes, isLast }) as const;
    const request = storeRequest('1.2.3');
    await peer.play([
      ...OPENED,
      {
        send: dataPdu(
          { contextId: 5, kind: 'command', bytes: Buffer.alloc(0), isLast: false },
          { contextId: 5, kind: 'command', bytes: request.subarray(0, 1), isLast: false },
          { contextId: 5, kind: 'command', bytes: request.subarray(1) },
          data(Buffer.alloc(0), false),
          data(Buffer.from('a'), false),
        ),
      },
      { send: dataPdu(data(Buffer.from('bcd'), false), data(Buffer.alloc(0), true)) },
    ]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0000);
    expect(station.store.objects.map(({ dataSet }) => dataSet.toString())).toEqual(['abcd']);
    expect(station.store.objects[0]?.request).toMatchObject({
      transferSyntaxUid: EXPLICIT,
      affectedSopInstanceUid: '1.2.3',
    });
    peer.destroy();
  });

  it('may send an empty data set, and hears what the store says of it', async () => {
    station.store.outcome = { status: 0xc000, errorComment: 'Nothing in it' };
    const peer = await aPeer();
    await peer.play([
      ...STORE_OPENED,
      { send: dataPdu({ contextId: 3, kind: 'data', bytes: Buffer.alloc(0) }) },
    ]);
    const answer = await peer.nextPdu();
    expect(statusIn(answer!)).toBe(0xc000);
    expect(answer?.toString('latin1')).toContain('Nothing in it');
    peer.destroy();
  });

  it('is told that an announced object without a data set cannot be understood', async () => {
    const peer = await aPeer();
    await peer.play([...OPENED, { send: command(3, storeRequest('1.2.3', 0x0101)) }]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0xc000);
    expect(station.store.openCount).toBe(0);
    peer.destroy();
  });

  it('is told that objects cannot be stored in the context of the connection test', async () => {
    const peer = await aPeer();
    await peer.play([
      ...OPENED,
      { send: command(1, storeRequest('1.2.3')) },
      { send: dataPdu({ contextId: 1, kind: 'data', bytes: Buffer.alloc(50) }) },
    ]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0122);
    peer.destroy();
  });

  it('hears "unrecognised operation" for a query, after its data set, and can go on', async () => {
    const peer = await aPeer();
    const find = otherCommand(0x0020, 0x0001);
    await peer.play([
      ...OPENED,
      { send: command(1, find) },
      { send: dataPdu({ contextId: 1, kind: 'data', bytes: Buffer.alloc(50) }) },
    ]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0211);
    await peer.play([{ send: command(1, otherCommand(0x0140)) }]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0211);
    await peer.play([{ send: command(1, otherCommand(0x0fff)) }, { send: command(1, echoRequest()) }]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0000);
    peer.destroy();
  });

  it('may number its contexts in any order', async () => {
    const peer = await aPeer();
    const request = associateRequest({
      presentationContexts: [
        { id: 129, abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT] },
        { id: 3, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [IMPLICIT] },
        { id: 4, abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT] },
      ],
    });
    await peer.play([{ send: request }, { expectPdu: PDU.accept }, { send: command(3, echoRequest()) }]);
    expect(statusIn((await peer.nextPdu())!)).toBe(0x0000);
    peer.destroy();
  });
});

describe('many bad peers', () => {
  it('leave nothing behind after 100 aborts, resets and closes in the middle of an object', async () => {
    station.store.keepsBytes = false;
    const part = dataPdu({ contextId: 3, kind: 'data', bytes: Buffer.alloc(100_000), isLast: false });
    const endings = [{ send: ABORT }, { reset: true }, { close: true }] as const;
    const attempt = async (index: number) => {
      const peer = await aPeer();
      await peer.play([...STORE_OPENED, { send: part }, { send: part }]);
      await station.store.until(() => station.store.openCount === index + 1);
      await peer.play([endings[index % 3]!, { expectClose: true }]);
      await station.observer.until(() => station.observer.closed.length === index + 1);
    };
    // The first ones fill the stock of read buffers, which stays.
    for (let index = 0; index < 50; index += 1) await attempt(index);
    const heldBefore = countHeldBytes();
    for (let index = 50; index < 150; index += 1) await attempt(index);
    expect(station.store.abortReasons).toHaveLength(150);
    expect(station.store.objects).toEqual([]);
    expect(countHeldBytes() - heldBefore).toBeLessThan(8 * 1024 * 1024);
    await expectEcho(station.port);
  });

  it('do not keep others out by 200 connections that say nothing', async () => {
    const idle = await Promise.all(Array.from({ length: 200 }, () => aPeer()));
    await expectEcho(station.port);
    expect(station.listener.stats().otherConnections).toBeGreaterThanOrEqual(200);
    for (const peer of idle) peer.destroy();
  });

  it('lose their oldest silent connection when they open too many', async () => {
    const oldest = await aPeer();
    const others = await Promise.all(Array.from({ length: 300 }, () => aPeer()));
    await oldest.untilClosed();
    await expectEcho(station.port);
    for (const peer of others) peer.destroy();
  });

  it('are refused as transient above the limit of associations, and let in when one leaves', async () => {
    const guests = await Promise.all(Array.from({ length: 8 }, () => anAssociation(station.port)));
    const ninth = await aPeer();
    await ninth.play([{ send: associateRequest() }]);
    const answer = await ninth.nextPdu();
    expect(answer?.[0]).toBe(PDU.reject);
    expect(reasonsIn(answer!)).toEqual([2, 3, 2]);
    ninth.destroy();
    await guests[0]!.release();
    await expectEcho(station.port);
    await Promise.all(guests.slice(1).map((guest) => guest.release()));
  });
});
