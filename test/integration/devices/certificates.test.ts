import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceDraftSchema } from '../../../preload/contract/devices.ts';
import { freePort } from '../../support/ports.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { runProgram, ServerProgram } from '../association/run-program.ts';
import { CertificateMaker, PASSPHRASE, type TestCertificate } from '../association/test-certificates.ts';
import { CallingCore, CT_FILE } from './calling-core.ts';

const missing = explainMissing(['openssl', 'echoscu', 'storescu', 'storescp', 'movescu']);

describe.skipIf(missing !== null)('encryption', () => {
  const folder = aTemporaryFolder();
  let theirs: TestCertificate;
  let brought: TestCertificate;
  beforeAll(() => {
    const maker = new CertificateMaker(folder.path);
    theirs = maker.make('modality');
    brought = maker.make('brought', { isKeyEncrypted: true });
  });
  afterAll(() => {
    folder[Symbol.dispose]();
  });

  /** Writes the station's certificate where DCMTK reads it, as a person would hand it over. */
  async function exportOwn(station: CallingCore): Promise<string> {
    const { own } = await station.core.call('certificates.list', {});
    const file = path.join(folder.path, `own-${own!.fingerprint.replaceAll(':', '')}.crt`);
    writeFileSync(file, own!.pem);
    return file;
  }

  const anonymous = (ours: string) => ['+tla', '+cf', ours];
  const named = (ours: string) => ['+tls', theirs.keyFile, theirs.certificateFile, '+cf', ours];

  it('begins with a certificate that the app makes; DCMTK trusts it and sends', async () => {
    await using station = await CallingCore.start();
    const port = await freePort();
    const made = await station.core.call('certificates.make', {
      commonName: 'Bücky, room 1',
      hosts: ['127.0.0.1'],
    });
    expect(made.list.own).toMatchObject({ name: 'Bücky, room 1', hosts: ['127.0.0.1'] });
    const opened = await station.core.call('certificates.setPort', {
      port,
      profile: 'bcp195',
      clientCertificate: 'ignored',
    });
    expect(opened.list).toMatchObject({ problem: null, own: { fingerprint: made.list.own!.fingerprint } });
    const ours = await exportOwn(station);
    const caller = { aeTitle: 'CT1', port };
    expect((await station.store(caller, ...anonymous(ours))).exitCode).toBe(0);
    expect((await station.echo(caller)).exitCode).not.toBe(0);
    expect((await station.echo({ aeTitle: 'CT1' })).exitCode).toBe(0);

    await station.restart();
    expect((await station.echo(caller, ...anonymous(ours))).exitCode).toBe(0);
    await station.core.call('certificates.setPort', {
      port: null,
      profile: 'bcp195',
      clientCertificate: 'ignored',
    });
    expect((await station.echo(caller, ...anonymous(ours))).exitCode).not.toBe(0);
  });

  it('is there from the start where the configuration file asks for it, for those who are trusted', async () => {
    const port = await freePort();
    await using station = await CallingCore.start({
      certificates: { encryptedPort: port, clientCertificate: 'required' },
    });
    const ours = await exportOwn(station);
    const echo = () => station.echo({ aeTitle: 'CT1', port }, ...named(ours));
    expect((await echo()).exitCode).not.toBe(0);
    const certificate = theirs.certificate.toString();
    const { list } = await station.core.call('certificates.trust', { certificate });
    expect(list.trusted).toMatchObject([{ label: 'modality', name: 'modality' }]);
    expect((await echo()).exitCode).toBe(0);
    await station.core.call('certificates.distrust', { certificateKey: list.trusted[0]!.certificateKey });
    expect((await echo()).exitCode).not.toBe(0);
  });

  it('takes a certificate from elsewhere with its encrypted key, and says what does not fit', async () => {
    await using station = await CallingCore.start();
    const certificate = brought.certificate.toString();
    const privateKey = brought.privateKey.toString();
    const attempt = async (input: { certificate: string; privateKey: string; passphrase?: string }) => {
      const { list, mistakes } = await station.core.call('certificates.import', input);
      return { name: list.own?.name ?? null, fields: mistakes.map(({ field }) => field) };
    };
    expect(await attempt({ certificate, privateKey })).toEqual({ name: null, fields: ['passphrase'] });
    expect(await attempt({ certificate, privateKey: theirs.privateKey.toString() })).toEqual({
      name: null,
      fields: ['privateKey'],
    });
    expect(await attempt({ certificate: 'none', privateKey })).toEqual({
      name: null,
      fields: ['certificate'],
    });
    expect(await attempt({ certificate, privateKey, passphrase: PASSPHRASE })).toEqual({
      name: 'brought',
      fields: [],
    });
    const port = await freePort();
    await station.core.call('certificates.setPort', {
      port,
      profile: 'bcp195',
      clientCertificate: 'ignored',
    });
    const echo = await station.echo({ aeTitle: 'CT1', port }, ...anonymous(brought.certificateFile));
    expect(echo.exitCode).toBe(0);
  });

  it('is used towards a station that wants it, which sees who we are', async () => {
    await using station = await CallingCore.start({ association: { unknownCallers: 'accept' } });
    await station.core.call('certificates.make', { commonName: 'BUCKY' });
    const ours = await exportOwn(station);
    const received = path.join(folder.path, 'received');
    mkdirSync(received);
    await using archive = await ServerProgram.start('storescp', (port) => [
      ...named(ours),
      ...['-od', received, String(port)],
    ]);
    const draft = {
      name: 'Archive',
      aeTitle: 'ARCHIVE',
      host: '127.0.0.1',
      port: archive.port,
      isEncrypted: true,
    };
    await station.core.call('devices.save', { deviceKey: null, draft: deviceDraftSchema.parse(draft) });
    await station.store({ aeTitle: 'CT1' });
    const keys = ['QueryRetrieveLevel=PATIENT', `PatientID=${await patientId()}`];
    const move = () =>
      runProgram('movescu', [
        ...['-P', '-aet', 'WS', '-aec', 'BUCKY', '-aem', 'ARCHIVE', ...keys.flatMap((key) => ['-k', key])],
        ...['127.0.0.1', String(station.core.ready.dicomPort)],
      ]);
    await move();
    expect(readdirSync(received)).toEqual([]);
    await station.core.call('certificates.trust', { certificate: theirs.certificate.toString() });
    expect((await move()).exitCode).toBe(0);
    expect(readdirSync(received)).toHaveLength(1);
  });

  it('keeps no key that can be read without the secret of the station', async () => {
    await using station = await CallingCore.start();
    await station.core.call('certificates.make', { commonName: 'BUCKY' });
    const { dataDir } = station.core.ready;
    const files = readdirSync(dataDir).filter((name) => name.startsWith('station.sqlite'));
    const bytes = Buffer.concat(files.map((name) => readFileSync(path.join(dataDir, name)))).toString(
      'latin1',
    );
    expect(bytes).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    expect(bytes).not.toContain('BEGIN PRIVATE KEY');
    expect(bytes).not.toContain(readFileSync(path.join(dataDir, 'station.key'), 'latin1'));
  });
});

async function patientId(): Promise<string> {
  const { output } = await runProgram('dcmdump', ['+P', 'PatientID', CT_FILE]);
  return /\[([^\]]*)\]/.exec(output)?.[1] ?? '';
}
