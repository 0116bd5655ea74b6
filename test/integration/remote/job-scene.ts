import path from 'node:path';
import { expect } from 'vitest';
import { DicomListener } from '../../../main/core/association/dicom-listener.ts';
import { DEFAULT_LISTENER_OPTIONS } from '../../../main/core/association/listener-options.ts';
import type { RemoteJobOrder } from '../../../main/core/catalog/station-remote.ts';
import type { RemoteNode } from '../../../main/core/remote/remote-node.ts';
import type { DimseService } from '../../../main/core/shared/dimse-services.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { loadObject, sendObjects, type SendableObject } from '../../support/send.ts';
import { readStoredObjects, sha256, type StoredObject } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { CT_FIXTURES } from '../association/part10-object.ts';
import { openJobBench, type JobBench, type JobBenchOptions } from './job-bench.ts';

export const fixtures = CT_FIXTURES.map((file) => loadObject(path.basename(file), file)).filter(
  (object) => object !== null,
);

/** The first of the fixtures. */
export function anImage(): SendableObject {
  const [first] = fixtures;
  if (!first) throw new Error('the fixtures are gone');
  return first;
}

/** Study Instance UID of the fixtures. */
export const STUDY = studyOf(anImage());

function studyOf({ dataSet }: SendableObject): string {
  const at = dataSet.indexOf(Buffer.from([0x20, 0x00, 0x0d, 0x00]));
  const length = dataSet.readUInt16LE(at + 6);
  return dataSet.toString('latin1', at + 8, at + 8 + length).replace(/\0$/, '');
}

export function hashes(objects: readonly { readonly dataSet: Buffer }[]): readonly string[] {
  return objects.map(({ dataSet }) => sha256(dataSet)).toSorted();
}

export function archiveNode(port: number): RemoteNode {
  return { name: 'Archive north', aeTitle: 'ARCHIVE', host: '127.0.0.1', port };
}

export function order(kind: RemoteJobOrder['kind'], nodeName = 'Archive north'): RemoteJobOrder {
  return {
    kind,
    nodeName,
    studyInstanceUid: STUDY,
    seriesInstanceUid: null,
    label: '',
    requestedBy: 'local',
  };
}

export async function fill(
  port: number,
  objects: readonly SendableObject[],
  calledAeTitle = 'ARCHIVE',
): Promise<void> {
  const sent = await sendObjects(objects, { port, calledAeTitle });
  expect(sent.filter(({ status }) => status !== 0)).toEqual([]);
}

/** Takes what others send into an archive, on loopback. */
export async function listenFor(
  archive: JobBench['archive'],
  port: number,
  services: readonly DimseService[] = [],
): Promise<DicomListener & { port: number }> {
  const listener = new DicomListener(
    { ...DEFAULT_LISTENER_OPTIONS, host: '127.0.0.1', port },
    {
      storeHandler: archive.ingest,
      services,
      logger: silentLogger,
      observer: {
        associationOpened: () => undefined,
        associationClosed: () => undefined,
        associationRefused: () => undefined,
        echoAnswered: () => undefined,
        storeFinished: () => undefined,
      },
    },
  );
  const listening = await listener.listen();
  if (!listening.ok) throw new Error(listening.error.message);
  return Object.assign(listener, { port: listening.value.port });
}

/** A folder, and benches in it that are closed before it goes. */
export class JobScene implements AsyncDisposable {
  readonly #folder = aTemporaryFolder();
  readonly #open: AsyncDisposable[] = [];

  get path(): string {
    return this.#folder.path;
  }

  /** What our archive holds. */
  get ours(): readonly StoredObject[] {
    return readStoredObjects(path.join(this.path, 'ours'));
  }

  async bench(options: Partial<JobBenchOptions> = {}): Promise<JobBench> {
    const bench = await openJobBench({ dataDir: path.join(this.path, 'ours'), ...options });
    this.#open.push(bench);
    return bench;
  }

  /** Closes the newest bench, as the end of the core would. */
  async closeBench(): Promise<void> {
    await this.#open.pop()?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#open.length > 0) await this.closeBench();
    this.#folder[Symbol.dispose]();
  }
}
