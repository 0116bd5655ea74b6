import { JobQueue } from '../../../main/core/remote/jobs/job-queue.ts';
import { createRetrieveWorker } from '../../../main/core/remote/jobs/retrieve-job.ts';
import { createSendWorker } from '../../../main/core/remote/jobs/send-job.ts';
import type { RemoteNode } from '../../../main/core/remote/remote-node.ts';
import { Transcoder } from '../../../main/core/retrieve/transcode/transcoder.ts';
import { createSendSource } from '../../../main/core/service/send-source.ts';
import type { RemoteJob } from '../../../main/core/catalog/station-remote.ts';
import { systemClock } from '../../../main/core/shared/clock.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import type { StoreHandler } from '../../../main/core/shared/store-handler.ts';
import { openArchiveParts, type ArchiveParts } from '../../support/archive-parts.ts';

const TRANSCODE_WORKER = new URL('../../../dist/core/transcode-worker.mjs', import.meta.url);

/** A real archive with a queue of jobs, as `service` puts them together. */
export interface JobBench extends AsyncDisposable {
  readonly archive: ArchiveParts;
  readonly queue: JobQueue;
  readonly nodes: RemoteNode[];
  /** Waits until a job is as it should be. */
  readonly until: (jobKey: number, condition: (job: RemoteJob) => boolean) => Promise<RemoteJob>;
}

export interface JobBenchOptions {
  readonly dataDir: string;
  readonly nodes?: readonly RemoteNode[];
  readonly backOffMs?: readonly number[];
  /** Called after each image that is kept, before it is answered. */
  readonly onKept?: (count: number) => void | Promise<void>;
  readonly isListening?: boolean;
}

export async function openJobBench(options: JobBenchOptions): Promise<JobBench> {
  const archive = await openArchiveParts(options.dataDir);
  const { catalog, ingest } = archive;
  const records = catalog.station.remoteJobs;
  const nodes = [...(options.nodes ?? [])];
  const waiting = new Set<() => void>();
  const aeTitle = () => 'BUCKY';
  const transcoder = new Transcoder({ workerUrl: TRANSCODE_WORKER, logger: silentLogger });
  const queue = new JobQueue({
    records,
    nodes: () => nodes,
    clock: systemClock,
    logger: silentLogger,
    backOffMs: options.backOffMs ?? [],
    onChanged: () => {
      for (const wake of waiting) wake();
    },
    workers: {
      retrieve: createRetrieveWorker({
        aeTitle,
        storeHandler: watched(ingest, options.onKept),
        isListening: () => options.isListening ?? false,
        findMissing: async (uids) => {
          const known = await Promise.all(uids.map((uid) => catalog.findVersions(uid)));
          return uids.filter((_, index) => known[index]?.length === 0);
        },
      }),
      send: createSendWorker({
        aeTitle,
        source: createSendSource({
          find: () => catalog.find,
          store: archive.store,
          transcoder,
          wishesFor: () => null,
        }),
        noteInstance: (jobKey, uid, status) => records.noteInstance(jobKey, uid, status),
        listInstances: (jobKey) => records.listInstances(jobKey),
        confirm: () => Promise.resolve({ kind: 'done', message: '' }),
      }),
    },
  });
  await queue.start();
  return {
    archive,
    queue,
    nodes,
    until: async (jobKey, condition) => {
      for (;;) {
        const changed = new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
        const job = await records.find(jobKey);
        if (job && condition(job)) return job;
        await changed;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await queue.close();
      await transcoder.close();
      await catalog.close();
    },
  };
}

function watched(handler: StoreHandler, onKept: JobBenchOptions['onKept']): StoreHandler {
  let count = 0;
  return {
    openStore: (request) => {
      const incoming = handler.openStore(request);
      return {
        write: (slice) => incoming.write(slice),
        abort: (reason) => incoming.abort(reason),
        finish: async () => {
          const outcome = await incoming.finish();
          count += 1;
          await onKept?.(count);
          return outcome;
        },
      };
    },
  };
}
