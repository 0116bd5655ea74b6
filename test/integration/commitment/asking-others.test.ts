import { describe, expect, it } from 'vitest';
import { DicomListener } from '../../../main/core/association/dicom-listener.ts';
import { DEFAULT_LISTENER_OPTIONS } from '../../../main/core/association/listener-options.ts';
import { Commitment } from '../../../main/core/commitment/commitment.ts';
import type { CommitmentPartner } from '../../../main/core/commitment/call-partner.ts';
import { makeUid } from '../../../main/core/dicom/make-uid.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { openArchiveParts } from '../../support/archive-parts.ts';
import { freePort } from '../../support/ports.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ReportServer } from './asking-client.ts';
import { CommittingCore, SLICES } from './committing-core.ts';

/** Called MODALITY: asks others, and takes their reports at this port. */
async function aStation(port: number) {
  const folder = aTemporaryFolder();
  const archive = await openArchiveParts(folder.path);
  const commitment = new Commitment({
    ...archive,
    findPartner: () => null,
    tlsFor: () => undefined,
    aeTitle: () => 'MODALITY',
    nowMs: () => Date.now(),
    onGivenUp: () => undefined,
    logger: silentLogger,
  });
  const listener = new DicomListener(
    { ...DEFAULT_LISTENER_OPTIONS, aeTitle: 'MODALITY', host: '127.0.0.1', port },
    {
      storeHandler: archive.ingest,
      services: commitment.services,
      observer: {
        associationOpened: () => undefined,
        associationClosed: () => undefined,
        associationRefused: () => undefined,
        echoAnswered: () => undefined,
        storeFinished: () => undefined,
      },
      logger: silentLogger,
    },
  );
  const listening = await listener.listen();
  if (!listening.ok) throw new Error(listening.error.message);
  return {
    commitment,
    async [Symbol.asyncDispose]() {
      await listener.close({ deadlineMs: 1_000 });
      await commitment.close();
      await archive.catalog.close();
      folder[Symbol.dispose]();
    },
  };
}

function partnerAt(port: number): CommitmentPartner {
  return {
    name: 'Archive',
    aeTitle: 'BUCKY',
    host: '127.0.0.1',
    port,
    callingAeTitle: '',
    isEncrypted: false,
    commitmentReport: 'either',
  };
}

describe('asking another archive whether it keeps what was sent to it', () => {
  it.each(['same', 'new'] as const)(
    'keeps its report, which comes over the %s association',
    async (commitmentReport) => {
      await using archive = await CommittingCore.start(commitmentReport);
      await using station = await aStation(archive.reportPort);
      const references = [...SLICES, { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: makeUid() }];
      const asked = await station.commitment.request(partnerAt(archive.port), references);
      if (!asked.ok) throw new Error(asked.error.message);
      const request = await station.commitment.find(asked.value.transactionUid);
      expect(request?.state).toBe('reported');
      expect(request?.verdicts?.map(({ failureReason }) => failureReason)).toEqual([0, 0, 0, 0x0112]);
    },
  );

  it('says why when nothing answers there', async () => {
    const port = await freePort();
    await using station = await aStation(await freePort());
    const asked = await station.commitment.request(partnerAt(port), SLICES);
    expect(asked.ok ? '' : asked.error.message).toContain(`nothing answers at port ${port}`);
  });

  it('says so when it does not take the request', async () => {
    const port = await freePort();
    await using server = new ReportServer(port);
    server.answerToQuestions = 0x0110;
    await using station = await aStation(await freePort());
    const asked = await station.commitment.request(partnerAt(port), SLICES);
    expect(asked.ok ? '' : asked.error.message).toContain('does not take the request');
    expect((await station.commitment.find(server.questions[0] ?? ''))?.state).toBe('refused');
  });
});
