import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScuTls } from '../../../main/core/association/tls/tls-options.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CertificateMaker, type TestCertificate } from '../association/test-certificates.ts';
import { CalledSides, summary, test, words } from './run-connection-test.ts';

/** A fatal alert, internal_error: RFC 5246 section 7.2. */
const INTERNAL_ERROR_ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 80]);

describe.skipIf(explainMissing(['openssl']) !== null)('the connection test with TLS', () => {
  const sides = new CalledSides();
  afterEach(() => sides.close());
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
    const station = await sides.ourStation({
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
    const station = await sides.ourStation();
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

  it('says that a certificate was made for another computer', async () => {
    const elsewhere = new CertificateMaker(folder.path).make('elsewhere', {
      madeFor: 'DNS:elsewhere.example',
    });
    const report = await test({
      ...(await encrypted(elsewhere)),
      tls: { ...trusting(elsewhere), checksHostName: true },
    });
    expect(report.finding).toMatchObject({ kind: 'certificate-for-another-host', side: 'theirs' });
    expect(words(report)).toBe(
      'The certificate of Archive north was made for another computer than 127.0.0.1. ' +
        'Enter the name that stands in it, or ask for a new one.',
    );
  });

  it('says that the greeting was broken off there', async () => {
    const port = await sides.listenWith(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(INTERNAL_ERROR_ALERT));
      }),
    );
    const report = await test({ port, tls: trusting(theirs) });
    expect(report.finding).toMatchObject({ kind: 'tls-failed', side: 'unclear' });
    expect(words(report)).toBe(
      'The encrypted connection to Archive north could not be set up. ' +
        'The lines below say at which point. Whoever looks after it there can tell more.',
    );
    expect(report.steps[2]).toMatchObject({ name: 'encryption', result: 'failed' });
    expect(report.steps[2]?.technical).toContain('ALERT_INTERNAL_ERROR');
  });

  it('says that the station wants our certificate', async () => {
    const report = await test({ ...(await encrypted(theirs, 'required')), tls: trusting(theirs) });
    expect(report.finding?.kind).toBe('own-certificate-refused');
  });

  it('says that the station knows only old encryption', async () => {
    const port = await sides.listenWith(
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
