import { Catalog } from '../../main/core/catalog/catalog.ts';
import { createIngest, type Ingest, type IngestOptions } from '../../main/core/ingest/ingest.ts';
import type { Clock } from '../../main/core/shared/clock.ts';
import { silentLogger } from '../../main/core/shared/logger.ts';
import type { StoreOutcome, StoreRequest } from '../../main/core/shared/store-handler.ts';
import type { FileSystem } from '../../main/core/store/file-system.ts';
import { InstanceStore } from '../../main/core/store/instance-store.ts';
import { CT_IMAGE_STORAGE, EXPLICIT_VR_LITTLE_ENDIAN } from './image-data-set.ts';

export interface ArchiveParts {
  readonly store: InstanceStore;
  readonly catalog: Catalog;
  readonly ingest: Ingest;
}

/** Store, catalog and ingest over one data folder, real ones. */
export async function openArchiveParts(
  dataDir: string,
  options: Partial<IngestOptions> & { readonly fileSystem?: FileSystem; readonly reserveBytes?: number } = {},
): Promise<ArchiveParts> {
  const { fileSystem, reserveBytes = 0, ...rest } = options;
  const logger = options.logger ?? silentLogger;
  const clock: Clock | undefined = options.clock;
  const catalog = await Catalog.open({ dataDir, logger });
  const store = await InstanceStore.open({
    dataDir,
    reserveBytes,
    logger,
    ...(clock === undefined ? {} : { clock }),
    ...(fileSystem === undefined ? {} : { fileSystem }),
  });
  return { store, catalog, ingest: createIngest({ store, catalog, logger, ...rest }) };
}

export function aStoreRequest(overrides: Partial<StoreRequest> = {}, associationId = 1): StoreRequest {
  return {
    peer: {
      associationId,
      callingAeTitle: 'CT_1',
      calledAeTitle: 'BUCKY',
      address: '127.0.0.1',
      implementationClassUid: null,
      implementationVersionName: null,
    },
    affectedSopClassUid: CT_IMAGE_STORAGE,
    affectedSopInstanceUid: '1.2.3.4',
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
    ...overrides,
  };
}

/** Hands a data set over as the association layer does: slice by slice, waiting where it is told to. */
export async function storeDataSet(
  ingest: Ingest,
  request: StoreRequest,
  dataSet: Buffer,
  sliceBytes = 16_384,
): Promise<StoreOutcome> {
  const incoming = ingest.openStore(request);
  for (let at = 0; at < dataSet.length; at += sliceBytes) {
    await incoming.write(dataSet.subarray(at, at + sliceBytes));
  }
  return incoming.finish();
}
