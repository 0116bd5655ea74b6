import { createRequire } from 'node:module';
import dimse from 'dcmjs-dimse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import { CT_IMAGE, EXPLICIT, IMPLICIT, VERIFICATION } from './raw-pdus.ts';
import { findFreePort } from './run-program.ts';
import { aStation, type Station } from './station.ts';

dimse.log.disableAll();
// The dcmjs inside it names every private tag on the console.
const inner = createRequire(import.meta.resolve('dcmjs-dimse'))('dcmjs') as { log: { disableAll(): void } };
inner.log.disableAll();

const { Client, Scp, Server } = dimse;
const { CEchoRequest, CStoreRequest } = dimse.requests;
const { CEchoResponse, CStoreResponse } = dimse.responses;

describe('dcmjs-dimse calls us', () => {
  let station: Station;
  beforeEach(async () => {
    station = await aStation();
  });
  afterEach(async () => {
    await station.listener.close();
    expect(station.store.breaches).toEqual([]);
  });

  /** Sends requests in one association. @returns the status of each response */
  async function send(
    requests: readonly InstanceType<typeof CEchoRequest | typeof CStoreRequest>[],
    called = 'BUCKY',
  ) {
    const client = new Client();
    const statuses: number[] = [];
    for (const request of requests) {
      request.on('response', (response: { getStatus(): number }) => statuses.push(response.getStatus()));
      client.addRequest(request);
    }
    const problem = new Promise<string>((resolve) => {
      client.on('associationRejected', ({ reason }: { reason: number }) =>
        resolve(`rejected for reason ${reason}`),
      );
      client.on('networkError', (error: Error) => resolve(error.message));
      client.on('closed', () => resolve(''));
    });
    client.send('127.0.0.1', station.port, 'NODE', called);
    return { problem: await problem, statuses };
  }

  it('with C-ECHO', async () => {
    expect(await send([new CEchoRequest()])).toEqual({ problem: '', statuses: [0] });
  });

  it('with several images in one association', async () => {
    const requests = CT_FIXTURES.slice(0, 3).map((file) => new CStoreRequest(file));
    expect(await send(requests)).toEqual({ problem: '', statuses: [0, 0, 0] });
    const expected = CT_FIXTURES.slice(0, 3).map((file) => readFixture(file).sopInstanceUid);
    expect(station.store.objects.map(({ request }) => request.affectedSopInstanceUid)).toEqual(expected);
    expect(station.store.objects.every(({ dataSet }) => dataSet.length > 500_000)).toBe(true);
  });

  it('by another name and is refused for the right reason', async () => {
    expect(await send([new CEchoRequest()], 'BUCKI')).toEqual({
      problem: 'rejected for reason 7',
      statuses: [],
    });
  });
});

describe('we call dcmjs-dimse', () => {
  it('and it understands our echo and our images', async () => {
    const received: string[] = [];
    class Peer extends Scp {
      override associationRequested(
        association: Parameters<InstanceType<typeof Scp>['associationRequested']>[0],
      ): void {
        for (const { context } of association.getPresentationContexts()) {
          const syntax = context.getTransferSyntaxUids()[0];
          if (syntax !== undefined) context.setResult(0, syntax);
        }
        this.sendAssociationAccept();
      }
      override cEchoRequest(
        ...[request, answer]: Parameters<InstanceType<typeof Scp>['cEchoRequest']>
      ): void {
        const response = CEchoResponse.fromRequest(request);
        response.setStatus(0);
        answer(response);
      }
      override cStoreRequest(
        ...[request, answer]: Parameters<InstanceType<typeof Scp>['cStoreRequest']>
      ): void {
        received.push(String(request.getDataset()?.getElement('SOPInstanceUID')));
        const response = CStoreResponse.fromRequest(request);
        response.setStatus(0);
        answer(response);
      }
      override associationReleaseRequested(): void {
        this.sendAssociationReleaseResponse();
      }
    }
    const port = await findFreePort();
    const server = new Server(Peer);
    const problems: string[] = [];
    server.on('networkError', (error: Error) => problems.push(error.message));
    server.listen(port);
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'BUCKY',
      calledAeTitle: 'PEER',
      contexts: [
        { sopClassUid: VERIFICATION, transferSyntaxUids: [IMPLICIT] },
        { sopClassUid: CT_IMAGE, transferSyntaxUids: [EXPLICIT] },
      ],
    });
    if (!opened.ok) throw new Error(opened.error.message);
    expect(await opened.value.echo()).toEqual({ ok: true, value: 0 });
    const object = readFixture(CT_FIXTURES[0]!);
    expect(await opened.value.store(object)).toMatchObject({ ok: true, value: { status: 0 } });
    await opened.value.release();
    expect(received).toEqual([object.sopInstanceUid]);
    expect(problems).toEqual([]);
    server.close();
  });
});
