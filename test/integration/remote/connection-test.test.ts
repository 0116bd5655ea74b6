import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScuTls } from '../../../main/core/association/tls/tls-options.ts';
import {
  testConnection,
  type TestTimeouts,
} from '../../../main/core/remote/connection-test/connection-test.ts';
import type { TestReport } from '../../../main/core/remote/connection-test/test-report.ts';
import type { RemoteNode } from '../../../main/core/remote/remote-node.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { explainMissing } from '../../support/programs.ts';
import { ScriptedServer, type PeerStep } from '../../support/scripted-peer.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ABORT, associateAccept, command, IMPLICIT, PDU, RELEASE_REPLY } from '../association/raw-pdus.ts';
import { findFreePort, ServerProgram } from '../association/run-program.ts';
import { aStation, type Station } from '../association/station.ts';
import { CertificateMaker, type TestCertificate } from '../association/test-certificates.ts';
import { echoResponse, rejection } from './answers.ts';

const WORKER = new URL('../../../dist/core/echo-worker.mjs', import.meta.url);
const SHORT: Partial<TestTimeouts> = { answerMs: 1_500, echoMs: 1_500, encryptMs: 1_500 };

function test(changes: Partial<RemoteNode>, callingAeTitle = 'BUCKY'): Promise<TestReport> {
  const node = { name: 'Archive north', aeTitle: 'ARCHIV-NORD', host: '127.0.0.1', port: 1, ...changes };
  return testConnection(node, {
    workerUrl: WORKER,
    logger: silentLogger,
    nowMs: () => Date.parse('2026-03-01T14:36:02'),
    self: () => ({ aeTitle: callingAeTitle, dicomPort: 11_112 }),
    timeouts: SHORT,
  });
}

/** Name and result of each step, in short. */
function summary({ steps }: TestReport): string {
  return steps.map(({ name, result }) => `${name} ${result}`).join(', ');
}

const words = ({ finding }: TestReport) => `${finding?.title} ${finding?.detail}`;

describe('the connection test', () => {
  const open: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  async function listenWith(server: Server): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(() => server.close());
    return (server.address() as AddressInfo).port;
  }

  async function scripted(...steps: readonly PeerStep[]): Promise<number> {
    const server = await ScriptedServer.listen((peer) => peer.play(steps));
    open.push(() => server.close());
    return server.port;
  }

  async function ourStation(options: Parameters<typeof aStation>[0] = {}): Promise<Station> {
    const station = await aStation(options);
    open.push(() => station.listener.close());
    return station;
  }

  it('is content with a station that answers, and says what it saw on the way', async () => {
    const station = await ourStation();
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

  it('says that a web server answers', async () => {
    const port = await listenWith(createHttpServer((_, response) => response.end('hello')));
    const report = await test({ port });
    expect(report.finding).toMatchObject({
      kind: 'speaks-http',
      title: `A web server answers at 127.0.0.1, port ${port}, not a DICOM program.`,
    });
    expect(summary(report)).toContain('port done, dicom failed, acceptance not-tried');
  });

  it('says that something else than DICOM answers', async () => {
    const port = await listenWith(createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
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

  describe.skipIf(explainMissing(['openssl']) !== null)('with TLS', () => {
    const folder = aTemporaryFolder();
    let theirs: TestCertificate;
    let expired: TestCertificate;
    let other: TestCertificate;
    beforeAll(() => {
      const maker = new CertificateMaker(folder.path);
      theirs = maker.make('archive');
      expired = maker.make('expired', { isExpired: true });
      other = maker.make('other');
    });
    afterAll(() => folder[Symbol.dispose]());

    const trusting = (...trusted: readonly TestCertificate[]): ScuTls => ({
      profile: 'bcp195',
      trusted: trusted.map(({ certificate }) => certificate),
    });
    const encrypted = async (
      identity: TestCertificate,
      clientCertificate: 'ignored' | 'required' = 'ignored',
    ) => {
      const station = await ourStation({
        tls: { port: 0, identity, profile: 'bcp195', clientCertificate, trusted: [theirs.certificate] },
      });
      return { aeTitle: 'BUCKY', port: station.tlsPort ?? 0 };
    };

    it('is content with a station that it trusts', async () => {
      const report = await test({ ...(await encrypted(theirs)), tls: trusting(theirs) });
      expect(report.finding).toBeNull();
      expect(summary(report)).toContain('port done, encryption done, dicom done');
      expect(report.steps[2]?.detail).toContain('TLSv1.3');
    });

    it('says that the station wants encryption, and that it has none', async () => {
      const wants = await test(await encrypted(theirs));
      expect(wants.finding?.kind).toBe('speaks-tls');
      expect(words(wants)).toContain('Archive north wants an encrypted connection on port');
      const station = await ourStation();
      const plain = await test({ aeTitle: 'BUCKY', port: station.port, tls: trusting(theirs) });
      expect(words(plain)).toContain('but not encrypted. Switch encryption (TLS) off');
    });

    it('says what is wrong with a certificate', async () => {
      const unknown = await test({ ...(await encrypted(theirs)), tls: trusting(other) });
      expect(words(unknown)).toContain(
        'The certificate of Archive north is not among those that are trusted here.',
      );
      const late = await test({ ...(await encrypted(expired)), tls: trusting(expired) });
      expect(words(late)).toContain('has expired or is not valid yet');
    });

    it('says that the station wants our certificate', async () => {
      const report = await test({ ...(await encrypted(theirs, 'required')), tls: trusting(theirs) });
      expect(report.finding?.kind).toBe('own-certificate-refused');
    });

    it('says that the station knows only old encryption', async () => {
      const port = await listenWith(
        createTlsServer({
          cert: theirs.certificate,
          key: theirs.privateKey,
          ciphers: 'AES128-SHA',
          maxVersion: 'TLSv1.2',
        }),
      );
      expect(words(await test({ port, tls: trusting(theirs) }))).toContain('not safe any more');
    });
  });
});
