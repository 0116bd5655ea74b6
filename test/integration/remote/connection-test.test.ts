import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { explainMissing } from '../../support/programs.ts';
import { ScriptedServer, type PeerStep } from '../../support/scripted-peer.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ABORT, associateAccept, command, IMPLICIT, PDU, RELEASE_REPLY } from '../association/raw-pdus.ts';
import { findFreePort, ServerProgram } from '../association/run-program.ts';
import { echoResponse, rejection } from './answers.ts';
import { FullPort } from './full-port.ts';
import { CalledSides, SHORT, summary, test, words } from './run-connection-test.ts';

describe('the connection test', () => {
  const sides = new CalledSides();
  afterEach(() => sides.close());

  async function scripted(...steps: readonly PeerStep[]): Promise<number> {
    const server = await ScriptedServer.listen((peer) => peer.play(steps));
    sides.closeLater(() => server.close());
    return server.port;
  }

  it('is content with a station that answers, and says what it saw on the way', async () => {
    const station = await sides.ourStation();
    const report = await test({ aeTitle: 'BUCKY', port: station.port }, 'TESTER');
    expect(report.finding).toBeNull();
    expect(report.messageForThem).toBeNull();
    expect(summary(report)).toBe('address done, port done, dicom done, acceptance done, echo done');
    expect(report.steps[0]?.detail).toBe('127.0.0.1, this PC is 127.0.0.1');
    expect(report.steps.every(({ durationMs }) => durationMs !== null)).toBe(true);
    expect(station.observer.echoed).toHaveLength(1);
  });

  it('says that the host is not known', async () => {
    const report = await test({ host: 'archive.invalid' });
    expect(words(report)).toBe(
      'No computer named archive.invalid is known on this network. Check the name, or enter its IP address.',
    );
    expect(summary(report)).toBe(
      'address failed, port not-tried, dicom not-tried, acceptance not-tried, echo not-tried',
    );
  });

  it('says that nothing listens', async () => {
    const port = await findFreePort();
    const report = await test({ port });
    expect(report.finding).toMatchObject({
      kind: 'refused',
      side: 'theirs',
      title: `The PC at 127.0.0.1 is on, but nothing answers at port ${port}.`,
    });
    expect(report.steps[1]).toMatchObject({ name: 'port', result: 'failed', technical: 'ECONNREFUSED' });
  });

  it('says that no way leads there', async () => {
    // No TCP connection goes to everybody at once: the system itself says that there is no way.
    const report = await test({ host: '255.255.255.255' });
    expect(report.finding).toMatchObject({ kind: 'unreachable', side: 'between' });
    expect(words(report)).toBe(
      'There is no way from this PC to 255.255.255.255. Check the network cable and the address. ' +
        'It may lie in another network that this PC cannot reach.',
    );
    expect(summary(report)).toContain('address done, port failed, dicom not-tried');
  });

  it.skipIf(process.platform !== 'linux')('says that nothing answers, where calls get lost', async () => {
    const full = await FullPort.open();
    sides.closeLater(() => full.close());
    const report = await test({ port: full.port }, 'BUCKY', { timeouts: { ...SHORT, connectMs: 500 } });
    expect(report.finding).toMatchObject({ kind: 'connect-timeout', side: 'between' });
    expect(words(report)).toBe(
      `Nothing answers at 127.0.0.1, port ${full.port}. ` +
        'The PC there may be off, the address may be another one, or a firewall keeps us out.',
    );
    expect(report.steps[1]).toMatchObject({ name: 'port', result: 'failed', technical: 'ETIMEDOUT' });
  });

  it('says that the test itself could not be run', async () => {
    const station = await sides.ourStation();
    const report = await test({ aeTitle: 'BUCKY', port: station.port }, 'TESTER', {
      workerUrl: new URL('./there-is-no-such-worker.mjs', import.meta.url),
    });
    expect(report.finding).toMatchObject({ kind: 'own-client', side: 'ours' });
    expect(words(report)).toBe(
      'The connection test itself could not be run. Restart Bucky. If it happens again, the log of Bucky says more.',
    );
    expect(report.messageForThem).toBeNull();
  });

  it('says that a web server answers', async () => {
    const port = await sides.listenWith(createHttpServer((_, response) => response.end('hello')));
    const report = await test({ port });
    expect(report.finding).toMatchObject({
      kind: 'speaks-http',
      title: `A web server answers at 127.0.0.1, port ${port}, not a DICOM program.`,
    });
    expect(summary(report)).toContain('port done, dicom failed, acceptance not-tried');
  });

  it('says that something else than DICOM answers', async () => {
    const port = await sides.listenWith(createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
    expect((await test({ port })).finding).toMatchObject({
      kind: 'speaks-other',
      title: `Something else than DICOM answers at 127.0.0.1, port ${port}.`,
    });
  });

  it('says that whoever listens does not answer', async () => {
    const report = await test({ port: await scripted({ expectClose: true }) });
    expect(report.finding?.kind).toBe('silent');
    expect(words(report)).toContain('but it did not answer in time');
  });

  it('says that the other side hung up', async () => {
    const report = await test({ port: await scripted({ expectPdu: PDU.request }, { close: true }) });
    expect(words(report)).toContain('Archive north hung up without a word.');
  });

  it.each([
    [
      rejection(1, 1, 3),
      'calling-ae-title',
      'Archive north answers, but does not know us. It refused the name BUCKY.',
    ],
    [rejection(1, 1, 7), 'called-ae-title', 'but it is not called ARCHIV-NORD. Check the AE title'],
    [rejection(2, 3, 2), 'busy', 'Archive north answers, but is busy: it takes no more connections now.'],
    [rejection(1, 2, 1), 'rejected', 'refused the connection without a reason that helps'],
    [ABORT, 'aborted', 'Archive north broke off the connection.'],
  ])('explains a refusal', async (answer, kind, part) => {
    const port = await scripted({ expectPdu: PDU.request }, { send: answer }, { expectClose: true });
    const report = await test({ port });
    expect(report.finding?.kind).toBe(kind);
    expect(words(report)).toContain(part);
    expect(summary(report)).toContain('dicom done, acceptance failed, echo not-tried');
  });

  it('writes a message for those who have to enter us there', async () => {
    const port = await scripted(
      { expectPdu: PDU.request },
      { send: rejection(1, 1, 3) },
      { expectClose: true },
    );
    const { messageForThem, steps } = await test({ port });
    expect(messageForThem?.split('\n')).toEqual([
      'Please add this DICOM node to ARCHIV-NORD:',
      'AE title  BUCKY',
      'Host      127.0.0.1',
      'Port      11112',
      'Services  C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET',
      'Your log shows it at 14:36:02 on 2026-03-01, from 127.0.0.1.',
    ]);
    expect(steps[3]?.technical).toBe('A-ASSOCIATE-RJ result 1, source 1, reason 3');
  });

  it('says that a station accepts no presentation context', async () => {
    const port = await scripted(
      { expectPdu: PDU.request },
      { send: associateAccept(0, IMPLICIT) },
      { expectClose: true },
    );
    const report = await test({ port });
    expect(words(report)).toContain(
      'Archive north knows us, but does not offer the connection test (C-ECHO).',
    );
  });

  it('says that the echo failed, hung, or was broken off', async () => {
    const accepted = [
      { expectPdu: PDU.request },
      { send: associateAccept(1, IMPLICIT) },
      { expectPdu: PDU.data },
    ];
    const failed = await scripted(
      ...accepted,
      { send: command(1, echoResponse(0x0122)) },
      { expectPdu: PDU.releaseRequest },
      { send: RELEASE_REPLY },
      { expectClose: true },
    );
    const report = await test({ port: failed });
    expect(words(report)).toContain('Archive north accepts us, but reports that its connection test failed.');
    expect(report.steps[4]?.technical).toBe('C-ECHO-RSP status 0x0122');
    const silent = await scripted(...accepted, { expectClose: true });
    expect(words(await test({ port: silent }))).toContain('did not answer the connection test in time');
    const abort = await scripted(...accepted, { send: ABORT }, { expectClose: true });
    expect((await test({ port: abort })).finding?.kind).toBe('aborted');
  });

  it('bears an answer that no client understands', async () => {
    const nonsense = Buffer.concat([Buffer.from('02000000004400010000', 'hex'), Buffer.alloc(64, 0xff)]);
    const port = await scripted({ expectPdu: PDU.request }, { send: nonsense }, { expectClose: true });
    const report = await test({ port });
    expect(['unclear-answer', 'no-context', 'echo-silent']).toContain(report.finding?.kind);
  });

  describe.skipIf(explainMissing(['storescp', 'dcmqrscp']) !== null)('against DCMTK', () => {
    const folder = aTemporaryFolder();
    afterAll(() => folder[Symbol.dispose]());

    it('echoes, and reads the refusal of storescp', async () => {
      await using good = await ServerProgram.start('storescp', (port) => ['-od', folder.path, String(port)]);
      expect((await test({ port: good.port })).finding).toBeNull();
      await using bad = await ServerProgram.start('storescp', (port) => [
        '--refuse',
        '-od',
        folder.path,
        String(port),
      ]);
      expect((await test({ port: bad.port })).finding?.kind).toBe('rejected');
    });

    it('reads the refusals of dcmqrscp', async () => {
      const config = path.join(folder.path, 'dcmqrscp.cfg');
      const known = `archive = (BUCKY, 127.0.0.1, 11112)`;
      await using server = await ServerProgram.start('dcmqrscp', (port) => {
        writeFileSync(
          config,
          `NetworkTCPPort = ${port}\nMaxPDUSize = 16384\nMaxAssociations = 4\nHostTable BEGIN\n${known}\nHostTable END\n` +
            `VendorTable BEGIN\nVendorTable END\nAETable BEGIN\nARCHIVE ${folder.path} RW (9, 1024mb) ANY\nAETable END\n`,
        );
        return ['-c', config];
      });
      expect((await test({ port: server.port, aeTitle: 'ARCHIVE' })).finding).toBeNull();
      expect((await test({ port: server.port, aeTitle: 'ELSEWHERE' })).finding?.kind).toBe('called-ae-title');
    });
  });
});
