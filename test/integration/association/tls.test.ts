import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import type { ListenerTls, ScuTls } from '../../../main/core/association/tls/tls-options.ts';
import type { Caller } from '../../../main/core/shared/caller-policy.ts';
import { ALL_CALLER_RIGHTS } from '../../../main/core/shared/caller-policy.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import { associateRequest, IMPLICIT, VERIFICATION } from './raw-pdus.ts';
import { findFreePort, runProgram, ServerProgram } from './run-program.ts';
import { aStation, anAssociation, expectEcho, type Station } from './station.ts';
import { CertificateMaker, type TestCertificate } from './test-certificates.ts';

describe.skipIf(explainMissing(['openssl', 'echoscu', 'storescu', 'storescp']) !== null)('TLS', () => {
  const folder = aTemporaryFolder();
  let ours: TestCertificate;
  let theirs: TestCertificate;
  let expired: TestCertificate;
  let station: Station;
  beforeAll(() => {
    const maker = new CertificateMaker(folder.path);
    ours = maker.make('bucky', { isKeyEncrypted: true });
    theirs = maker.make('modality');
    expired = maker.make('expired', { isExpired: true });
  });
  afterAll(() => {
    folder[Symbol.dispose]();
  });
  afterEach(async () => {
    await station.listener.close();
  });

  const tlsPort = () => station.tlsPort ?? 0;

  async function aTlsStation(changes: Partial<ListenerTls> = {}): Promise<void> {
    const tls: ListenerTls = {
      port: 0,
      identity: ours,
      profile: 'bcp195',
      clientCertificate: 'required',
      trusted: [theirs.certificate],
      ...changes,
    };
    station = await aStation({ tls });
  }

  function call(port: number, tls?: Partial<ScuTls>) {
    return connectAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'TESTER',
      calledAeTitle: 'BUCKY',
      contexts: [{ sopClassUid: VERIFICATION, transferSyntaxUids: [IMPLICIT] }],
      ...(tls && { tls: { profile: 'bcp195', trusted: [ours.certificate], identity: theirs, ...tls } }),
    });
  }

  /** @returns kind of the failure and its words */
  async function failureOf(attempt: ReturnType<typeof call>): Promise<string> {
    const opened = await attempt;
    if (opened.ok) {
      const echoed = await opened.value.echo();
      opened.value.abort();
      if (echoed.ok) return 'worked';
      return `${echoed.error.kind}: ${echoed.error.message}`;
    }
    return `${opened.error.kind}: ${opened.error.message}`;
  }

  const dcmtkTls = () => ['+tls', theirs.keyFile, theirs.certificateFile, '+cf', ours.certificateFile];
  const address = (port: number) => ['-aec', 'BUCKY', '127.0.0.1', String(port)];

  it('lets DCMTK in with a certificate that is trusted, while the plain port goes on', async () => {
    await aTlsStation();
    expect(await runProgram('echoscu', [...dcmtkTls(), ...address(tlsPort())])).toMatchObject({
      exitCode: 0,
    });
    const sent = await runProgram('storescu', [...dcmtkTls(), ...address(tlsPort()), ...CT_FIXTURES]);
    expect(sent).toMatchObject({ exitCode: 0 });
    expect(station.store.objects.map(({ dataSet }) => dataSet)).toEqual(
      CT_FIXTURES.map((file) => readFixture(file).dataSet),
    );
    await expectEcho(station.port);
    expect(station.complaints).toEqual([]);
  });

  it('lets DCMTK in without a certificate where none is required', async () => {
    await aTlsStation({ clientCertificate: 'wanted' });
    const anonymous = ['+tla', '+cf', ours.certificateFile];
    expect(await runProgram('echoscu', [...anonymous, ...address(tlsPort())])).toMatchObject({ exitCode: 0 });
  });

  it('turns away who has no certificate, or one that nobody trusts, and says so in the log', async () => {
    await aTlsStation({ trusted: [] });
    const anonymous = ['+tla', '+cf', ours.certificateFile];
    expect((await runProgram('echoscu', [...anonymous, ...address(tlsPort())])).exitCode).not.toBe(0);
    expect((await runProgram('echoscu', [...dcmtkTls(), ...address(tlsPort())])).exitCode).not.toBe(0);
    expect(station.complaints).toEqual([
      expect.stringContaining('it has no certificate to show') as unknown,
      expect.stringContaining('its certificate is not among those that are trusted here') as unknown,
    ]);
  });

  it('knows the name in the certificate of a caller when it decides on it', async () => {
    const callers: Caller[] = [];
    const tls: ListenerTls = {
      port: 0,
      identity: ours,
      profile: 'bcp195',
      clientCertificate: 'required',
      trusted: [theirs.certificate],
    };
    const callerPolicy = {
      decide: (caller: Caller) => {
        callers.push(caller);
        return { kind: 'accept', rights: ALL_CALLER_RIGHTS } as const;
      },
    };
    station = await aStation({ tls }, { callerPolicy });
    expect(await failureOf(call(tlsPort(), {}))).toBe('worked');
    expect(await failureOf(call(station.port))).toBe('worked');
    expect(callers).toMatchObject([
      { isEncrypted: true, certificateName: 'modality' },
      { isEncrypted: false, certificateName: null },
    ]);
  });

  it.each([
    ['a plain caller at the TLS port', () => call(tlsPort()), /^tls-mismatch: .*speaks TLS only/],
    [
      'a TLS caller at the plain port',
      () => call(station.port, {}),
      /^tls-mismatch: .*answers, but not encrypted/,
    ],
    [
      'a certificate that we do not trust',
      () => call(tlsPort(), { trusted: [] }),
      /^certificate-not-trusted: .*not among/,
    ],
    [
      'no certificate of ours',
      () => call(tlsPort(), { identity: undefined }),
      /^own-certificate-refused: .*wants one and we showed none/,
    ],
    [
      'a certificate of ours that has expired',
      () => call(tlsPort(), { identity: expired }),
      /^own-certificate-refused/,
    ],
    [
      'another host in the certificate',
      () =>
        connectAssociation({
          host: 'localhost',
          port: tlsPort(),
          callingAeTitle: 'TESTER',
          calledAeTitle: 'BUCKY',
          contexts: [{ sopClassUid: VERIFICATION, transferSyntaxUids: [IMPLICIT] }],
          tls: { profile: 'bcp195', trusted: [ours.certificate], identity: theirs, checksHostName: true },
        }),
      /^certificate-not-trusted: .*made for another computer than localhost/,
    ],
  ])('says in plain words what is wrong with %s', async (_what, attempt, words) => {
    await aTlsStation();
    expect(await failureOf(attempt())).toMatch(words);
    expect(await failureOf(call(tlsPort(), {}))).toBe('worked');
  });

  it('says that the certificate of the other side has expired', async () => {
    await aTlsStation({ identity: expired });
    const words = await failureOf(call(tlsPort(), { trusted: [expired.certificate] }));
    expect(words).toMatch(/^certificate-not-trusted: .*has expired or is not valid yet/);
  });

  it('speaks with an older device only where that profile is set', async () => {
    await aTlsStation({ profile: 'bcp195' });
    const older = {
      host: '127.0.0.1',
      ca: [ours.certificate],
      cert: theirs.certificate,
      key: theirs.privateKey,
    };
    const greet = async (port: number) => {
      const socket = connectTls({
        ...older,
        port,
        ciphers: 'AES128-SHA',
        maxVersion: 'TLSv1.2',
        minVersion: 'TLSv1.2',
      });
      const outcome = await Promise.race([
        once(socket, 'secureConnect').then(() => 'connected'),
        once(socket, 'error').then(([error]) => String((error as NodeJS.ErrnoException).code)),
      ]).catch((error: unknown) => String((error as NodeJS.ErrnoException).code));
      socket.destroy();
      return outcome;
    };
    expect(await greet(tlsPort())).toContain('HANDSHAKE_FAILURE');
    expect(station.complaints[0]).toContain('allow the older profile');
    const port = tlsPort();
    await station.listener.configure({
      tls: {
        port,
        identity: ours,
        profile: 'older-devices',
        clientCertificate: 'required',
        trusted: [theirs.certificate],
      },
    });
    expect(await greet(port)).toBe('connected');
  });

  it('never speaks TLS 1.1', async () => {
    await aTlsStation({ profile: 'older-devices' });
    const result = await runProgram('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${tlsPort()}`,
      '-tls1_1',
      '-cipher',
      'ALL:@SECLEVEL=0',
    ]);
    expect(result.output).toMatch(/alert protocol version|no protocols available/);
  });

  it('keeps the plain port when the certificate cannot be used, and says why', async () => {
    await aTlsStation({ identity: { ...ours, passphrase: 'wrong' } });
    expect(station.tlsPort).toBeNull();
    expect(station.complaints).toEqual([
      'There is no encrypted port: The passphrase of the private key is missing or wrong.',
    ]);
    await expectEcho(station.port);
    const changed = await station.listener.configure({
      tls: {
        port: 0,
        identity: { ...ours, privateKey: theirs.privateKey },
        profile: 'bcp195',
        clientCertificate: 'ignored',
        trusted: [],
      },
    });
    expect(changed).toMatchObject({
      ok: false,
      error: { message: 'The private key does not belong to the certificate.' },
    });
  });

  it('does not wait for ever for a greeting that stops in the middle', async () => {
    station = await aStation({
      artimTimeoutMs: 200,
      tls: { port: 0, identity: ours, profile: 'bcp195', clientCertificate: 'ignored', trusted: [] },
    });
    const silent = connect(tlsPort(), '127.0.0.1');
    const halfway = connect(tlsPort(), '127.0.0.1', () => halfway.write(Buffer.from('1603010200', 'hex')));
    const plain = connect(tlsPort(), '127.0.0.1', () => plain.write(associateRequest()));
    for (const socket of [silent, halfway, plain]) socket.on('error', () => undefined).resume();
    await Promise.all([silent, halfway, plain].map((socket) => once(socket, 'close')));
    expect(station.complaints).toContainEqual(expect.stringContaining('it calls without encryption'));
    expect(await failureOf(call(tlsPort(), {}))).toBe('worked');
  });

  it('sends to storescp of DCMTK, and DCMTK checks our certificate', async () => {
    await aTlsStation();
    await using scp = await ServerProgram.start('storescp', (port) => [
      '+tls',
      theirs.keyFile,
      theirs.certificateFile,
      '+cf',
      ours.certificateFile,
      '-B',
      '-od',
      folder.path,
      String(port),
    ]);
    const object = readFixture(CT_FIXTURES[0]!);
    const association = await anAssociation(scp.port, {
      calledAeTitle: 'STORESCP',
      contexts: [{ sopClassUid: object.sopClassUid, transferSyntaxUids: [object.transferSyntaxUid] }],
      tls: { profile: 'bcp195', trusted: [theirs.certificate], identity: ours },
    });
    expect(await association.store(object)).toMatchObject({ ok: true, value: { status: 0 } });
    await association.release();
    expect(await failureOf(call(await findFreePort(), {}))).toMatch(/^nothing-listens/);
  });
});
