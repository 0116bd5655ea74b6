import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import dimse from 'dcmjs-dimse';
import { describe, expect, it } from 'vitest';
import { encodeDataSet } from '../../../main/core/dicom/data-set-writer.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import {
  MemoryServices,
  patientIdIn,
  STUDY_ROOT_FIND,
  STUDY_ROOT_GET,
  STUDY_ROOT_MOVE,
} from './memory-services.ts';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import { CT_IMAGE, EXPLICIT, IMPLICIT } from './raw-pdus.ts';
import { RecordingStore } from './recording-store.ts';
import { findFreePort, ServerProgram } from './run-program.ts';
import { aStation, anAssociation } from './station.ts';

dimse.log.disableAll();

const objects = CT_FIXTURES.slice(0, 3).map(readFixture);

function byStudy(transferSyntaxUid: string, studyUid: string): Buffer {
  return encodeDataSet(
    [
      { tag: 0x00080052, vr: 'CS', value: 'STUDY' },
      { tag: 0x00100020, vr: 'LO', value: '' },
      { tag: 0x0020000d, vr: 'UI', value: studyUid },
    ],
    transferSyntaxUid,
  );
}

describe.skipIf(explainMissing(['dcmqrscp']) !== null)('we ask dcmqrscp', () => {
  it('what it has, get it over the same association, and have it sent to our listener', async () => {
    using folder = aTemporaryFolder();
    const database = path.join(folder.path, 'db');
    mkdirSync(database);
    const station = await aStation();
    await using server = await ServerProgram.start('dcmqrscp', (port) => {
      const configuration = path.join(folder.path, 'dcmqrscp.cfg');
      writeFileSync(
        configuration,
        `NetworkTCPPort = ${port}\nMaxPDUSize = 65536\nMaxAssociations = 8\nHostTable BEGIN\nbucky = (BUCKY, 127.0.0.1, ${station.port})\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP ${database} RW (10, 64mb) ANY\nAETable END\n`,
      );
      return ['-c', configuration];
    });
    const storeHandler = new RecordingStore();
    const services = [STUDY_ROOT_FIND, STUDY_ROOT_GET, STUDY_ROOT_MOVE];
    const association = await anAssociation(server.port, {
      callingAeTitle: 'BUCKY',
      calledAeTitle: 'QRSCP',
      contexts: [
        ...services.map((sopClassUid) => ({ sopClassUid, transferSyntaxUids: [EXPLICIT, IMPLICIT] })),
        { sopClassUid: CT_IMAGE, transferSyntaxUids: [EXPLICIT], role: 'both' as const },
      ],
      storeHandler,
    });
    for (const object of objects)
      expect(await association.store(object)).toMatchObject({ ok: true, value: { status: 0 } });

    const found: string[] = [];
    let studyUid = '';
    const query = { sopClassUid: STUDY_ROOT_FIND, encode: (syntax: string) => byStudy(syntax, '') };
    for await (const { identifier, transferSyntaxUid } of association.find(query)) {
      found.push(patientIdIn(identifier, transferSyntaxUid));
      studyUid = /1\.[0-9.]{10,}/.exec(identifier.toString('latin1'))?.[0] ?? '';
    }
    expect(found).toHaveLength(1);
    const encode = (syntax: string) => byStudy(syntax, studyUid);
    const got = await association.get({ sopClassUid: STUDY_ROOT_GET, encode });
    expect(got).toMatchObject({ ok: true, value: { status: 0, counts: { completed: 3, failed: 0 } } });
    expect(storeHandler.objects).toHaveLength(3);
    const moved = await association.move({ sopClassUid: STUDY_ROOT_MOVE, encode, destination: 'BUCKY' });
    expect(moved).toMatchObject({ ok: true, value: { status: 0, counts: { completed: 3 } } });
    expect(station.store.objects).toHaveLength(3);
    const nowhere = await association.move({ sopClassUid: STUDY_ROOT_MOVE, encode, destination: 'NOWHERE' });
    expect(nowhere).toMatchObject({ ok: true, value: { status: 0xa801 } });
    await association.release();
    await station.listener.close();
  });
});

describe('dcmjs-dimse', () => {
  it('finds with us, as a client', async () => {
    const services = new MemoryServices();
    const station = await aStation({}, { services: services.list });
    const client = new dimse.Client();
    const request = dimse.requests.CFindRequest.createStudyFindRequest({
      PatientID: '',
      StudyInstanceUID: '',
    });
    const answers: unknown[] = [];
    request.on(
      'response',
      (response: {
        getStatus(): number;
        getDataset(): { getElement(name: string): unknown } | undefined;
      }) => {
        answers.push(
          response.getStatus() === 0xff00
            ? response.getDataset()?.getElement('PatientID')
            : response.getStatus(),
        );
      },
    );
    client.addRequest(request);
    const closed = new Promise((resolve) => client.on('closed', resolve));
    client.send('127.0.0.1', station.port, 'NODE', 'BUCKY');
    await closed;
    expect(answers).toEqual(['P0', 'P1', 'P2', 0]);
    await station.listener.close();
  });

  it('answers our query, as a server', async () => {
    class Peer extends dimse.Scp {
      override associationRequested(
        association: Parameters<InstanceType<typeof dimse.Scp>['associationRequested']>[0],
      ): void {
        for (const { context } of association.getPresentationContexts()) {
          const syntax = context.getTransferSyntaxUids()[0];
          if (syntax !== undefined) context.setResult(0, syntax);
        }
        this.sendAssociationAccept();
      }
      override cFindRequest(
        ...[request, answer]: Parameters<InstanceType<typeof dimse.Scp>['cFindRequest']>
      ): void {
        const pending = dimse.responses.CFindResponse.fromRequest(request);
        pending.setDataset(new dimse.Dataset({ PatientID: 'THEIRS', QueryRetrieveLevel: 'STUDY' }));
        pending.setStatus(0xff00);
        const last = dimse.responses.CFindResponse.fromRequest(request);
        last.setStatus(0);
        answer([pending, last]);
      }
      override associationReleaseRequested(): void {
        this.sendAssociationReleaseResponse();
      }
    }
    const port = await findFreePort();
    const server = new dimse.Server(Peer);
    server.listen(port);
    const association = await anAssociation(port, {
      calledAeTitle: 'PEER',
      contexts: [{ sopClassUid: STUDY_ROOT_FIND, transferSyntaxUids: [IMPLICIT] }],
    });
    const found: string[] = [];
    const query = { sopClassUid: STUDY_ROOT_FIND, encode: (syntax: string) => byStudy(syntax, '') };
    for await (const { identifier } of association.find(query)) found.push(patientIdIn(identifier, IMPLICIT));
    expect(found).toEqual(['THEIRS']);
    await association.release();
    server.close();
  });
});
