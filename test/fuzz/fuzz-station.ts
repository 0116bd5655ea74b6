import { DicomListener } from '../../main/core/association/dicom-listener.ts';
import { DEFAULT_LISTENER_OPTIONS } from '../../main/core/association/listener-options.ts';
import { Procedures } from '../../main/core/procedures/procedures.ts';
import { createQueryServices } from '../../main/core/query/query-services.ts';
import { silentLogger, type Logger } from '../../main/core/shared/logger.ts';
import type { DimseService } from '../../main/core/shared/dimse-services.ts';
import { MemoryServices } from '../integration/association/memory-services.ts';
import { openArchiveParts } from '../support/archive-parts.ts';
import { aTemporaryFolder } from '../support/temporary-folder.ts';

export interface FuzzStation extends AsyncDisposable {
  readonly listener: DicomListener;
  readonly port: number;
  /** What was logged as an error: a fault of ours, whatever the peer sent. */
  readonly errors: readonly string[];
}

/** A station with the real archive, queries, worklist and procedure steps; what retrieves and commits is in memory. */
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
  const memory = new MemoryServices();
  memory.keepsRequests = false;
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
      services: withoutDoubles([...query, ...procedures.services, ...memory.list]),
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
      await parts.catalog.close();
      folder[Symbol.dispose]();
    },
  };
}

/** The first for each class is the real one. */
function withoutDoubles(services: readonly DimseService[]): readonly DimseService[] {
  const byClass = new Map<string, DimseService>();
  for (const service of services)
    if (!byClass.has(service.sopClassUid)) byClass.set(service.sopClassUid, service);
  return [...byClass.values()];
}
