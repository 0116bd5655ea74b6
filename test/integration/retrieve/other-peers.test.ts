import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { encodeDataSet } from '../../../main/core/dicom/data-set-writer.ts';
import { explainMissing } from '../../support/programs.ts';
import { freePort } from '../../support/ports.ts';
import { ServerProgram } from '../association/run-program.ts';
import { aStation } from '../association/station.ts';
import { aRetrievingCore, CT_SLICES, uidOf, type RetrievingCore } from './retrieving-core.ts';

const STUDY = uidOf(CT_SLICES[0]!, 'study');
const STUDY_ROOT_MOVE = '1.2.840.10008.5.1.4.1.2.2.2';
const IMPLICIT = '1.2.840.10008.1.2';

describe('a C-MOVE that does not go as it should', () => {
  let archive: RetrievingCore;
  beforeAll(async () => {
    archive = await aRetrievingCore(CT_SLICES, [{ aeTitle: 'LEAVES' }, { aeTitle: 'SLOW' }]);
  });
  afterAll(() => archive[Symbol.asyncDispose]());

  const move = async (destination: string, onProgress: (completed: number, cancel: () => void) => void) => {
    const { aeTitle, dicomPort } = archive.core.ready;
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port: dicomPort,
      callingAeTitle: 'TESTER',
      calledAeTitle: aeTitle,
      contexts: [{ sopClassUid: STUDY_ROOT_MOVE, transferSyntaxUids: [IMPLICIT] }],
    });
    if (!opened.ok) throw new Error(opened.error.message);
    const stop = new AbortController();
    const end = await opened.value.move({
      sopClassUid: STUDY_ROOT_MOVE,
      destination,
      signal: stop.signal,
      encode: (transferSyntaxUid) =>
        encodeDataSet(
          [
            { tag: 0x00080052, vr: 'CS', value: 'STUDY' },
            { tag: 0x0020000d, vr: 'UI', value: STUDY },
          ],
          transferSyntaxUid,
        ),
      onProgress: (counts) => {
        onProgress(counts.completed, () => stop.abort());
      },
    });
    await opened.value.release();
    if (!end.ok) throw new Error(end.error.message);
    return end.value;
  };

  it('tells which objects failed when the destination hangs up in the middle', async () => {
    const port = archive.ports.get('LEAVES')!;
    const station = await aStation({ aeTitle: 'LEAVES' });
    const relay = await cutAfter(1_000_000, station.port, port);
    const end = await move('LEAVES', () => undefined);
    relay.close();
    await station.listener.close();
    expect(end.status).toBe(0xb000);
    expect(end.counts.completed).toBeGreaterThan(0);
    expect(end.counts.completed + end.counts.failed).toBe(CT_SLICES.length);
    expect(end.failedSopInstanceUids).toHaveLength(end.counts.failed);
    const kept = new Set(station.store.objects.map(({ request }) => request.affectedSopInstanceUid));
    const all = CT_SLICES.map(({ sopInstanceUid }) => sopInstanceUid);
    for (const uid of all.filter((one) => !end.failedSopInstanceUids.includes(one)))
      expect(kept).toContain(uid);
  });

  it('stops when it is cancelled, and says how far it came', async () => {
    const station = await aStation({ aeTitle: 'SLOW', port: archive.ports.get('SLOW')! });
    const end = await move('SLOW', (_completed, cancel) => cancel());
    await station.listener.close();
    expect([0xfe00, 0x0000]).toContain(end.status);
    expect(end.counts.completed + end.counts.remaining).toBe(CT_SLICES.length);
    expect(station.store.objects).toHaveLength(end.counts.completed);
  });
});

describe.skipIf(explainMissing(['Orthanc']) !== null)('Orthanc', () => {
  let archive: RetrievingCore;
  let orthanc: ServerProgram;
  beforeAll(async () => {
    archive = await aRetrievingCore(CT_SLICES, [{ aeTitle: 'ORTHANC' }]);
    const { aeTitle, dicomPort } = archive.core.ready;
    const config = path.join(archive.folder, 'orthanc.json');
    const httpPort = await freePort();
    orthanc = await ServerProgram.start(
      'Orthanc',
      () => {
        const settings = {
          StorageDirectory: path.join(archive.folder, 'db'),
          IndexDirectory: path.join(archive.folder, 'db'),
          HttpPort: httpPort,
          DicomPort: archive.ports.get('ORTHANC'),
          DicomAet: 'ORTHANC',
          RemoteAccessAllowed: false,
          AuthenticationEnabled: false,
          DicomModalities: { bucky: [aeTitle, '127.0.0.1', dicomPort] },
        };
        writeFileSync(config, JSON.stringify(settings));
        return [config];
      },
      httpPort,
    );
  });
  afterAll(async () => {
    await orthanc.stop();
    await archive[Symbol.asyncDispose]();
  });

  it('asks for a study with C-MOVE and takes it', async () => {
    const response = await fetch(`http://127.0.0.1:${orthanc.port}/modalities/bucky/move`, {
      method: 'POST',
      body: JSON.stringify({ Level: 'Study', Resources: [{ StudyInstanceUID: STUDY }] }),
    });
    expect(response.status).toBe(200);
    const listed = await fetch(`http://127.0.0.1:${orthanc.port}/instances`);
    expect(await listed.json()).toHaveLength(CT_SLICES.length);
  });
});

/** Passes a connection on, and cuts it after so many bytes; further connections are not passed on at all. */
async function cutAfter(byteLength: number, targetPort: number, port: number): Promise<Server> {
  let isFirst = true;
  const server = createServer((client: Socket) => {
    client.on('error', () => undefined);
    if (!isFirst) {
      client.destroy();
      return;
    }
    isFirst = false;
    const target = connect(targetPort, '127.0.0.1');
    let passed = 0;
    target.on('error', () => undefined);
    target.on('data', (chunk) => client.write(chunk));
    target.on('close', () => client.destroy());
    client.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      if (passed > byteLength) {
        client.destroy();
        target.destroy();
      } else target.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
