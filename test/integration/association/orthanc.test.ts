import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import { IMPLICIT, VERIFICATION } from './raw-pdus.ts';
import { findFreePort, ServerProgram } from './run-program.ts';
import { aStation, type Station } from './station.ts';

describe.skipIf(explainMissing(['Orthanc']) !== null)('Orthanc', () => {
  let folder: ReturnType<typeof aTemporaryFolder>;
  let station: Station;
  let orthanc: ServerProgram;
  let dicomPort: number;

  beforeAll(async () => {
    folder = aTemporaryFolder();
    station = await aStation();
    dicomPort = await findFreePort();
    const config = path.join(folder.path, 'orthanc.json');
    orthanc = await ServerProgram.start('Orthanc', (httpPort) => {
      const settings = {
        StorageDirectory: path.join(folder.path, 'db'),
        IndexDirectory: path.join(folder.path, 'db'),
        HttpPort: httpPort,
        DicomPort: dicomPort,
        DicomAet: 'ORTHANC',
        RemoteAccessAllowed: false,
        AuthenticationEnabled: false,
        DicomModalities: {
          bucky: ['BUCKY', '127.0.0.1', station.port],
          other: ['BUCKI', '127.0.0.1', station.port],
        },
      };
      writeFileSync(config, JSON.stringify(settings));
      return [config];
    });
  });
  afterAll(async () => {
    await orthanc.stop();
    await station.listener.close();
    folder[Symbol.dispose]();
  });

  const post = (at: string, body: unknown) =>
    fetch(`http://127.0.0.1:${orthanc.port}${at}`, { method: 'POST', body: JSON.stringify(body) });

  it('takes our images, and sends them to us again', async () => {
    const objects = CT_FIXTURES.slice(0, 3).map(readFixture);
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port: dicomPort,
      callingAeTitle: 'BUCKY',
      calledAeTitle: 'ORTHANC',
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

    const listed = await fetch(`http://127.0.0.1:${orthanc.port}/instances`);
    const response = await post('/modalities/bucky/store', await listed.json());
    expect(response.status).toBe(200);
    const uids = station.store.objects.map(({ request }) => request.affectedSopInstanceUid);
    expect(uids.toSorted()).toEqual(objects.map(({ sopInstanceUid }) => sopInstanceUid).toSorted());
  });

  it('reaches us with its connection test, and not under another name', async () => {
    expect((await post('/modalities/bucky/echo', {})).status).toBe(200);
    expect((await post('/modalities/other/echo', {})).status).not.toBe(200);
    expect(station.observer.refused).toMatchObject([{ refusal: { kind: 'called-ae-title' } }]);
  });
});
