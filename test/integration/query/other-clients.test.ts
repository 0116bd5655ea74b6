import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, untilListening } from '../../support/ports.ts';
import { explainMissing, findProgram } from '../../support/programs.ts';
import type { Dump } from './dump.ts';
import { aFilledCore, type FilledCore } from './filled-core.ts';

dimse.log.disableAll();
// The dcmjs inside it names every private tag on the console.
const inner = createRequire(import.meta.resolve('dcmjs-dimse'))('dcmjs') as { log: { disableAll(): void } };
inner.log.disableAll();

const { Client } = dimse;
const { CFindRequest } = dimse.requests;

/** What this test reads of dcmjs-dimse's response. */
interface FindResponse {
  getStatus(): number;
  getDataset(): { getElements(): Record<string, unknown> } | undefined;
}

const isMissing = explainMissing(['dcmdump']) !== null;

describe.skipIf(isMissing)('other programs ask', () => {
  let filled: FilledCore;
  let file: Dump;
  beforeAll(async () => {
    filled = await aFilledCore();
    const [first] = filled.files;
    if (first === undefined) throw new Error('no file was stored');
    file = first;
  });
  afterAll(async () => {
    await filled[Symbol.asyncDispose]();
  });

  const value = (tag: string) => file.get(tag) ?? '';

  it.skipIf(explainMissing(['gdcmscu']) !== null)('GDCM’s gdcmscu, at study and series level', async () => {
    const run = async (...args: string[]) => {
      const { aeTitle, dicomPort } = filled.core.ready;
      const target = ['--call', aeTitle, '127.0.0.1', String(dicomPort)];
      const child = spawn('gdcmscu', ['-D', '--find', '--studyroot', ...args, ...target], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      // GDCM 3.0.21 ends itself with an exception once the connection has closed, whoever it talked to: before it prints
      // the answers, but with -D each response is shown as it comes.
      await once(child, 'close');
      expect(output).toContain('C-Find was successful');
      return output.includes('(US) 65280 ');
    };
    const patient = ['--key', `10,20=${value('00100020')}`];
    expect(await run('--study', ...patient, '--key', '10,10=')).toBe(true);
    expect(await run('--series', '--key', `20,d=${value('0020000D')}`, '--key', '20,e=')).toBe(true);
    expect(await run('--study', '--key', '10,20=nobody')).toBe(false);
  });

  it('dcmjs-dimse, and gets the answer and the final status', async () => {
    const request = CFindRequest.createStudyFindRequest({
      PatientID: value('00100020'),
      PatientName: '',
      StudyInstanceUID: '',
      StudyDescription: '',
      ModalitiesInStudy: '',
    });
    const statuses: number[] = [];
    const answers: Record<string, unknown>[] = [];
    request.on('response', (response: FindResponse) => {
      statuses.push(response.getStatus());
      const dataset = response.getDataset();
      if (dataset) answers.push(dataset.getElements());
    });
    const client = new Client();
    client.addRequest(request);
    const closed = new Promise<void>((resolve, reject) => {
      client.on('closed', resolve);
      client.on('networkError', reject);
    });
    client.send('127.0.0.1', filled.core.ready.dicomPort, 'NODE', filled.core.ready.aeTitle);
    await closed;
    expect(statuses).toEqual([0xff00, 0x0000]);
    expect(answers).toMatchObject([
      {
        StudyInstanceUID: value('0020000D'),
        StudyDescription: value('00081030'),
        ModalitiesInStudy: value('00080060'),
      },
    ]);
  });

  it.skipIf(explainMissing(['Orthanc']) !== null)('Orthanc, at every level', async () => {
    const [httpPort, dicomPort] = [await freePort(), await freePort()];
    const config = path.join(filled.folder, 'orthanc.json');
    const settings = {
      StorageDirectory: path.join(filled.folder, 'orthanc'),
      IndexDirectory: path.join(filled.folder, 'orthanc'),
      HttpPort: httpPort,
      DicomPort: dicomPort,
      DicomAet: 'ORTHANC',
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomModalities: { bucky: [filled.core.ready.aeTitle, '127.0.0.1', filled.core.ready.dicomPort] },
    };
    writeFileSync(config, JSON.stringify(settings));
    const orthanc = spawn(findProgram('Orthanc') ?? '', [config], { stdio: 'ignore' });
    try {
      await untilListening(httpPort, () => orthanc.exitCode !== null);
      const post = async (at: string, body: unknown) => {
        const response = await fetch(`http://127.0.0.1:${httpPort}${at}`, {
          method: 'POST',
          body: JSON.stringify(body),
        });
        expect(response.status).toBe(200);
        return (await response.json()) as { readonly ID: string };
      };
      const ask = async (level: string, query: Record<string, string>) => {
        const { ID } = await post('/modalities/bucky/query', { Level: level, Query: query });
        const answers = await fetch(`http://127.0.0.1:${httpPort}/queries/${ID}/answers?expand&simplify`);
        return (await answers.json()) as readonly Record<string, unknown>[];
      };
      const patientId = value('00100020');
      const study = { StudyInstanceUID: value('0020000D') };
      const series = { ...study, SeriesInstanceUID: value('0020000E') };
      expect(await ask('Patient', { PatientID: patientId, PatientName: '' })).toMatchObject([
        { PatientName: value('00100010') },
      ]);
      expect(await ask('Study', { PatientID: patientId })).toMatchObject([study]);
      expect(await ask('Series', { ...study, Modality: 'CT' })).toMatchObject([series]);
      const inSeries = filled.files.filter((one) => one.get('0020000E') === series.SeriesInstanceUID);
      expect(await ask('Instance', series)).toHaveLength(inSeries.length);
    } finally {
      const ended = once(orthanc, 'exit');
      orthanc.kill();
      await ended;
    }
  });
});
