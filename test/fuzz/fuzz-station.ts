import { DicomListener } from '../../main/core/association/dicom-listener.ts';
import { DEFAULT_LISTENER_OPTIONS } from '../../main/core/association/listener-options.ts';
import { Commitment } from '../../main/core/commitment/commitment.ts';
import { Procedures } from '../../main/core/procedures/procedures.ts';
import { createQueryServices } from '../../main/core/query/query-services.ts';
import { createRetrieveServices } from '../../main/core/retrieve/retrieve-services.ts';
import { Transcoder } from '../../main/core/retrieve/transcode/transcoder.ts';
import { silentLogger, type Logger } from '../../main/core/shared/logger.ts';
import { openArchiveParts } from '../support/archive-parts.ts';
import { aTemporaryFolder } from '../support/temporary-folder.ts';

export interface FuzzStation extends AsyncDisposable {
  readonly listener: DicomListener;
  readonly port: number;
  /** What was logged as an error: a fault of ours, whatever the peer sent. */
  readonly errors: readonly string[];
}

/** A station with the real archive and all that it answers. Nobody is entered as a destination: nothing is called. */
export async function openFuzzStation(): Promise<FuzzStation> {
  const folder = aTemporaryFolder();
  const errors: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (message, fields) => errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  const parts = await openArchiveParts(folder.path, { logger });
  const procedures = new Procedures({
    catalog: parts.catalog,
    options: { maxWorklistAnswers: 100, hl7: { host: '127.0.0.1', port: null } },
    characterSetFor: () => null,
    nowMs: () => Date.now(),
    onStepsChanged: () => undefined,
    onStudiesAnnounced: () => undefined,
    logger,
  });
  const query = createQueryServices({
    find: () => parts.catalog.find,
    aeTitle: () => 'BUCKY',
    maxResults: () => 100,
    logger,
  });
  const transcoder = new Transcoder({
    workerUrl: new URL('../../main/core/retrieve/transcode/transcode-worker.ts', import.meta.url),
    logger,
  });
  const retrieve = createRetrieveServices({
    find: () => parts.catalog.find,
    store: parts.store,
    transcoder,
    aeTitle: () => 'BUCKY',
    tlsFor: () => undefined,
    findDestination: () => null,
    onUnknownDestination: () => undefined,
    onDestinationUsed: () => undefined,
    logger,
  });
  const commitment = new Commitment({
    catalog: parts.catalog,
    store: parts.store,
    findPartner: () => null,
    tlsFor: () => undefined,
    aeTitle: () => 'BUCKY',
    nowMs: () => Date.now(),
    onGivenUp: () => undefined,
    logger,
  });
  const listener = new DicomListener(
    { ...DEFAULT_LISTENER_OPTIONS, host: '127.0.0.1', port: 0 },
    {
      storeHandler: parts.ingest,
      observer: {
        associationOpened: () => undefined,
        associationClosed: () => undefined,
        associationRefused: () => undefined,
        echoAnswered: () => undefined,
        storeFinished: () => undefined,
      },
      logger,
      services: [...query, ...retrieve, ...procedures.services, ...commitment.services],
    },
  );
  const address = await listener.listen();
  if (!address.ok) throw new Error(address.error.message);
  return {
    listener,
    port: address.value.port,
    errors,
    [Symbol.asyncDispose]: async () => {
      await listener.close();
      await procedures.close();
      await commitment.close();
      await transcoder.close();
      await parts.catalog.close();
      folder[Symbol.dispose]();
    },
  };
}
