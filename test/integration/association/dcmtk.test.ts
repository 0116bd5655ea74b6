import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { explainMissing } from '../../support/programs.ts';
import { hasSharedData, listSharedFolder } from '../../support/shared-data.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CT_FIXTURES, readFixture, readObject } from './part10-object.ts';
import { IMPLICIT, VERIFICATION } from './raw-pdus.ts';
import { runProgram, ServerProgram } from './run-program.ts';
import { aStation, type Station } from './station.ts';

const isMissing = explainMissing(['echoscu', 'storescu', 'storescp']) !== null;

describe.skipIf(isMissing)('DCMTK calls us', () => {
  let station: Station;
  let expectedComplaints: number;
  beforeEach(async () => {
    expectedComplaints = 0;
    station = await aStation();
  });
  afterEach(async () => {
    await station.listener.close();
    expect(station.complaints).toHaveLength(expectedComplaints);
    expect(station.store.breaches).toEqual([]);
  });

  const address = () => ['-aec', 'BUCKY', '127.0.0.1', String(station.port)];

  it('with echoscu', async () => {
    expect(await runProgram('echoscu', [...address()])).toMatchObject({ exitCode: 0 });
    expect(station.observer.opened).toMatchObject([
      { callingAeTitle: 'ECHOSCU', implementationVersionName: expect.stringContaining('DCMTK') as unknown },
    ]);
  });

  it('with echoscu and the largest number of contexts and transfer syntaxes', async () => {
    const result = await runProgram('echoscu', ['-ppc', '128', '-pts', '38', '--repeat', '20', ...address()]);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(station.observer.echoed).toHaveLength(20);
  });

  it('with echoscu and hears that our name is another', async () => {
    const args = ['-aec', 'BUCKI', '127.0.0.1', String(station.port)];
    const result = await runProgram('echoscu', args);
    expect(result.exitCode).not.toBe(0);
    expect(result.output).toContain('Called AE Title Not Recognized');
    expectedComplaints = 1;
  });

  it('with echoscu that aborts instead of releasing', async () => {
    expect(await runProgram('echoscu', ['--abort', ...address()])).toMatchObject({ exitCode: 0 });
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.observer.closed).toMatchObject([{ wasReleased: false }]);
    expectedComplaints = 1;
  });

  it('with storescu, and every byte arrives', async () => {
    const result = await runProgram('storescu', [...address(), ...CT_FIXTURES]);
    expect(result).toMatchObject({ exitCode: 0 });
    const sent = CT_FIXTURES.map((file) => readFixture(file).dataSet);
    expect(station.store.objects.map(({ dataSet }, index) => dataSet.equals(sent[index]!))).toEqual(
      sent.map(() => true),
    );
  });

  it('with storescu in the smallest PDUs', async () => {
    const result = await runProgram('storescu', ['--max-send-pdu', '4096', ...address(), CT_FIXTURES[0]!]);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(station.store.objects[0]?.dataSet.equals(readFixture(CT_FIXTURES[0]!).dataSet)).toBe(true);
  });

  it('with four storescu at once', async () => {
    const runs = [0, 1, 2, 3].map(() => runProgram('storescu', [...address(), ...CT_FIXTURES]));
    const results = await Promise.all(runs);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(station.store.objects).toHaveLength(32);
  });

  it('with storescu, and hears why an object was not kept', async () => {
    station.store.outcome = { status: 0xa700, errorComment: 'The disk is full' };
    const result = await runProgram('storescu', ['-v', ...address(), CT_FIXTURES[0]!]);
    expect(result.output).toContain('Refused: OutOfResources');
    expectedComplaints = 1;
  });

  /** Options of storescu that propose a compressed syntax, and a file name part of objects in that syntax. */
  const proposals = [
    ['-xs', '1.2.840.10008.1.2.4.70'],
    ['-xy', '1.2.840.10008.1.2.4.50'],
    ['-xx', '1.2.840.10008.1.2.4.51'],
    ['-xv', '1.2.840.10008.1.2.4.90'],
    ['-xw', '1.2.840.10008.1.2.4.91'],
    ['-xt', '1.2.840.10008.1.2.4.80'],
    ['-xu', '1.2.840.10008.1.2.4.81'],
    ['-xr', '1.2.840.10008.1.2.5'],
    ['-xd', '1.2.840.10008.1.2.1.99'],
    ['-xb', '1.2.840.10008.1.2.2'],
  ] as const;
  it.skipIf(!hasSharedData).each(proposals)(
    'with storescu %s in its transfer syntax',
    async (option, transferSyntax) => {
      const file = listSharedFolder('syntaxes').find(({ name, path: at }) => {
        const object = readObject(at);
        // storescu itself refuses files with an odd length or a private SOP class.
        const isReadable =
          !name.includes('cornerstone3D') && object?.sopClassUid.startsWith('1.2.840.10008.');
        return isReadable && object?.transferSyntaxUid === transferSyntax;
      });
      if (!file) throw new Error(`no shared file in ${transferSyntax}`);
      const result = await runProgram('storescu', ['-R', option, ...address(), file.path]);
      expect(result).toMatchObject({ exitCode: 0 });
      expect(station.store.objects).toMatchObject([{ request: { transferSyntaxUid: transferSyntax } }]);
    },
  );
});

describe.skipIf(isMissing)('we call DCMTK', () => {
  it('and storescp keeps what we send, byte for byte', async () => {
    using folder = aTemporaryFolder();
    await using server = await ServerProgram.start('storescp', (port) => [
      '-B',
      '+xa',
      '-od',
      folder.path,
      String(port),
    ]);
    const objects = CT_FIXTURES.map(readFixture);
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port: server.port,
      callingAeTitle: 'BUCKY',
      calledAeTitle: 'STORESCP',
      contexts: [
        { sopClassUid: VERIFICATION, transferSyntaxUids: [IMPLICIT] },
        { sopClassUid: objects[0]!.sopClassUid, transferSyntaxUids: [objects[0]!.transferSyntaxUid] },
      ],
    });
    if (!opened.ok) throw new Error(opened.error.message);
    expect(await opened.value.echo()).toEqual({ ok: true, value: 0 });
    for (const object of objects) {
      expect(await opened.value.store(object)).toMatchObject({ ok: true, value: { status: 0 } });
    }
    await opened.value.release();
    await server.stop();
    // -B is "bit preserving": storescp writes the data set as it came.
    const kept = readdirSync(folder.path).map((name) => dataSetOf(path.join(folder.path, name)));
    for (const object of objects) expect(kept.some((dataSet) => dataSet.equals(object.dataSet))).toBe(true);
  });

  it.each([
    ['--refuse', /^rejected: .*refused the association/],
    // It closes with bytes of ours unread, so the system may reset the connection and the A-ABORT be lost.
    ['--abort-during', /^(aborted: .*broke off|connection-lost: .*closed the network connection)/],
    ['--abort-after', /^aborted: .*broke off/],
  ])('and storescp %s is explained in plain words', async (option, explanation) => {
    using folder = aTemporaryFolder();
    await using server = await ServerProgram.start('storescp', (port) => [
      '+xa',
      option,
      '-od',
      folder.path,
      String(port),
    ]);
    const object = readFixture(CT_FIXTURES[0]!);
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port: server.port,
      callingAeTitle: 'BUCKY',
      calledAeTitle: 'STORESCP',
      contexts: [{ sopClassUid: object.sopClassUid, transferSyntaxUids: [object.transferSyntaxUid] }],
    });
    const outcome = opened.ok ? await opened.value.store(object) : opened;
    expect(outcome.ok ? '' : `${outcome.error.kind}: ${outcome.error.message}`).toMatch(explanation);
    if (opened.ok) opened.value.abort();
    await server.stop();
  });
});

function dataSetOf(file: string): Buffer {
  const bytes = readFileSync(file);
  const header = parsePart10Header(bytes);
  if (!header.ok) throw new Error(header.error);
  return bytes.subarray(header.value.dataSetOffset);
}
