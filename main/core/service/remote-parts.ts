import type { Destination } from '../devices/device.ts';
import { testConnection } from '../remote/connection-test/connection-test.ts';
import { testListener, type ListenerTestReport } from '../remote/connection-test/listener-test.ts';
import type { TestReport } from '../remote/connection-test/test-report.ts';
import { JobQueue } from '../remote/jobs/job-queue.ts';
import { createRetrieveWorker } from '../remote/jobs/retrieve-job.ts';
import { createSendWorker } from '../remote/jobs/send-job.ts';
import { SentConfirmations, type CommitmentAsking } from '../remote/jobs/sent-confirmations.ts';
import { RemoteSearches } from '../remote/query/remote-searches.ts';
import { findNode, type RemoteNode } from '../remote/remote-node.ts';
import { systemClock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { err } from '../shared/result.ts';
import type { StoreHandler } from '../shared/store-handler.ts';
import type { Archive } from './archive.ts';
import type { NetworkParts } from './network-parts.ts';
import { createSendSource } from './send-source.ts';
import { stationAddresses } from './station.ts';
import { Throttle } from './throttle.ts';

export interface RemoteStart {
  readonly archive: Archive;
  readonly network: Pick<
    NetworkParts,
    'devices' | 'encryption' | 'transcoder' | 'commitment' | 'watchReports'
  >;
  readonly storeHandler: StoreHandler;
  readonly echoWorkerUrl: URL;
  readonly logger: Logger;
  readonly association: { readonly aeTitle: string; readonly host: string };
  readonly listening: () => Listening;
  readonly publish: (event: RemoteEvent) => void;
}

export interface Listening {
  /** 0 while the listener is down. */
  readonly dicomPort: number;
  /** Null while the listener is up. */
  readonly listenProblem: string | null;
}

type RemoteEvent =
  | { readonly type: 'remote.search.changed'; readonly searchId: number }
  | { readonly type: 'remote.jobs.changed' };

const EVENT_INTERVAL_MS = 250;

/** Asking others: connection tests, searches, and jobs that fetch and send. */
export class RemoteParts {
  readonly searches: RemoteSearches;
  readonly jobs: JobQueue;
  readonly #start: RemoteStart;
  readonly #changedSearches = new Set<number>();
  readonly #searchEvents: Throttle;
  readonly #jobEvents: Throttle;

  constructor(start: RemoteStart) {
    const { archive, logger } = start;
    const { catalog } = archive;
    const records = catalog.station.remoteJobs;
    const aeTitle = () => start.association.aeTitle;
    const nodes = () => this.nodes;
    this.#start = start;
    this.#searchEvents = new Throttle(() => {
      for (const searchId of this.#changedSearches)
        start.publish({ type: 'remote.search.changed', searchId });
      this.#changedSearches.clear();
    }, EVENT_INTERVAL_MS);
    this.#jobEvents = new Throttle(() => {
      start.publish({ type: 'remote.jobs.changed' });
    }, EVENT_INTERVAL_MS);
    this.searches = new RemoteSearches({
      aeTitle,
      nodes,
      logger,
      onChanged: (searchId) => {
        this.#changedSearches.add(searchId);
        this.#searchEvents.trigger();
      },
    });
    const confirmations = new SentConfirmations({
      asking: this.#asking,
      records,
      nowMs: () => systemClock.nowMs(),
      onChanged: () => {
        this.#jobEvents.trigger();
      },
    });
    start.network.watchReports((request) => {
      confirmations.take(request).catch((error: unknown) => {
        logger.error('What a station confirmed could not be written to its job.', { err: error });
      });
    });
    this.jobs = new JobQueue({
      records,
      nodes,
      clock: systemClock,
      logger,
      onChanged: () => {
        this.#jobEvents.trigger();
      },
      onEnded: (jobKey) => confirmations.settle(jobKey),
      workers: {
        retrieve: createRetrieveWorker({
          aeTitle,
          storeHandler: start.storeHandler,
          findMissing: (uids) => this.#findMissing(uids),
          isListening: () => start.listening().listenProblem === null,
        }),
        send: createSendWorker({
          aeTitle,
          source: createSendSource({
            find: () => catalog.find,
            store: archive.store,
            transcoder: start.network.transcoder,
            wishesFor: (name) => this.#destinations.find((destination) => destination.name === name) ?? null,
          }),
          noteInstance: (jobKey, uid, status) => records.noteInstance(jobKey, uid, status),
          listInstances: (jobKey) => records.listInstances(jobKey),
          confirm: (run, references) => confirmations.confirm(run, references),
        }),
      },
    });
  }

  get nodes(): readonly RemoteNode[] {
    const { encryption } = this.#start.network;
    return this.#destinations.map((destination) => toNode(destination, encryption.tlsFor(destination)));
  }

  get #asking(): CommitmentAsking {
    const { commitment } = this.#start.network;
    const find = (nodeName: string) => this.#destinations.find(({ name }) => name === nodeName);
    return {
      isWanted: (nodeName) => find(nodeName)?.asksCommitment === true,
      request: async (nodeName, references) => {
        const destination = find(nodeName);
        return destination
          ? commitment.request(destination, references)
          : err({ message: `${nodeName} is not known here any more.`, isWorthRetrying: false });
      },
      find: (transactionUid) => commitment.find(transactionUid),
    };
  }

  get #destinations(): readonly Destination[] {
    return this.#start.network.devices.book.destinations();
  }

  /** @returns null when no such node is known */
  async test(nodeName: string): Promise<TestReport | null> {
    const node = findNode(() => this.nodes, nodeName);
    return node && testConnection(node, this.#testParts());
  }

  testListener(): Promise<ListenerTestReport> {
    const { host } = this.#start.association;
    const { listenProblem } = this.#start.listening();
    return testListener({
      ...this.#testParts(),
      listenHost: host,
      addresses: stationAddresses(host),
      listenProblem,
    });
  }

  async close(): Promise<void> {
    this.searches.close();
    await this.jobs.close();
    this.#searchEvents.close();
    this.#jobEvents.close();
  }

  #testParts() {
    const { echoWorkerUrl, logger, association, listening } = this.#start;
    const self = () => ({ aeTitle: association.aeTitle, dicomPort: listening().dicomPort });
    return { workerUrl: echoWorkerUrl, logger, nowMs: () => systemClock.nowMs(), self };
  }

  async #findMissing(sopInstanceUids: readonly string[]): Promise<readonly string[]> {
    const missing: string[] = [];
    for (const uid of sopInstanceUids) {
      const versions = await this.#start.archive.catalog.findVersions(uid);
      if (versions.length === 0) missing.push(uid);
    }
    return missing;
  }
}

function toNode(
  { name, aeTitle, host, port, callingAeTitle }: Destination,
  tls: RemoteNode['tls'],
): RemoteNode {
  return {
    name,
    aeTitle,
    host,
    port,
    callingAeTitle: callingAeTitle === '' ? undefined : callingAeTitle,
    tls,
  };
}
