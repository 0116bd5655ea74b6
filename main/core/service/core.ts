import type { Reply } from '../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { DicomListener } from '../association/dicom-listener.ts';
import type { CoreOptions } from '../config/options.ts';
import { createDicomWeb } from '../dicomweb/dicom-web.ts';
import { Broadcaster } from '../events/broadcaster.ts';
import { Ingest } from '../ingest/ingest.ts';
import { Procedures } from '../procedures/procedures.ts';
import { createQueryServices } from '../query/query-services.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { ThumbnailMaker } from '../thumbnails/thumbnail-maker.ts';
import type { Actor } from './actor.ts';
import { openArchive, type Archive, type StartProblem } from './archive.ts';
import { makeConformanceStatement } from './conformance.ts';
import { createDicomServices } from './dicom-services.ts';
import { bringIndexUpToDate } from './index-check.ts';
import { dispatch, type Handlers } from './dispatch.ts';
import type { FrameLineParts } from './frame-line.ts';
import { createHandlers } from './handlers.ts';
import { HttpService } from './http/http-service.ts';
import { NetworkParts } from './network-parts.ts';
import { Notices } from './notices.ts';
import { QuietWatch } from './quiet-watch.ts';
import { ReceptionFeed } from './reception-feed.ts';
import { RemoteParts } from './remote-parts.ts';
import { ReceptionMonitor } from './reception-monitor.ts';
import { findKnownSenders } from './known-senders.ts';
import { describeStation } from './station-info.ts';
import { createStationObserver } from './station-observer.ts';
import { StudyFeed } from './study-feed.ts';
import { Throttle } from './throttle.ts';
import { createThumbnailSource } from './thumbnail-source.ts';

export interface CoreStart extends CoreOptions {
  readonly uiFolder: string;
  readonly thumbnailWorkerUrl: URL;
  readonly echoWorkerUrl: URL;
  readonly transcodeWorkerUrl: URL;
  readonly token: string;
  readonly logger: Logger;
}

type EventBody = WorkstationEvent extends infer E ? (E extends unknown ? Omit<E, 'sequence'> : never) : never;

const COUNTS_INTERVAL_MS = 2_000;
const PROCEDURES_INTERVAL_MS = 500;
const DEVICES_INTERVAL_MS = 250;
/** How long running operations may take to end when the core stops. */
const CLOSE_DEADLINE_MS = 8_000;

/** The running core: every part, assembled. */
export class Core {
  readonly #start: CoreStart;
  readonly #archive: Archive;
  readonly #network: NetworkParts;
  readonly #devicesThrottle: Throttle;
  readonly #events = new Broadcaster<EventBody>();
  /** What the windows show a person. */
  readonly notices: Notices;
  readonly #reception = new ReceptionMonitor(() => Date.now());
  readonly #receptionFeed: ReceptionFeed;
  /** Counts that the windows show: unfiled, conflicts, quarantine. */
  readonly #countsThrottle: Throttle;
  readonly #feed: StudyFeed;
  readonly #ingest: Ingest;
  readonly #procedures: Procedures;
  readonly #proceduresThrottle: Throttle;
  readonly #quietWatch: QuietWatch;
  readonly #thumbnails: ThumbnailMaker;
  readonly #remote: RemoteParts;
  readonly #listener: DicomListener;
  readonly #http: HttpService;
  readonly #handlers: Handlers;
  #dicomPort = 0;
  #httpPort = 0;
  #listenProblem: string | null = null;

  private constructor(start: CoreStart, archive: Archive, network: NetworkParts) {
    const { logger } = start;
    const { catalog, store } = archive;
    this.#start = start;
    this.#archive = archive;
    this.#network = network;
    this.#devicesThrottle = new Throttle(() => {
      this.#publish({ type: 'devices.changed' });
    }, DEVICES_INTERVAL_MS);
    this.notices = new Notices(() => {
      this.#publish({ type: 'notices.changed', notices: [...this.notices.list()] });
    });
    this.#receptionFeed = new ReceptionFeed(
      () => this.#reception.snapshot(),
      (reception) => {
        this.#publish({ type: 'reception.changed', reception });
      },
    );
    this.#countsThrottle = new Throttle(() => {
      this.#publish({ type: 'station.changed' });
    }, COUNTS_INTERVAL_MS);
    this.#feed = new StudyFeed((uids) => this.#publishStudies(uids));
    this.#quietWatch = new QuietWatch({
      quietTimeMs: start.config.ingest.quietTimeMs,
      complete: (beforeMs, limit) => catalog.completeQuietStudies(beforeMs, limit),
      onCompleted: (uids) => {
        this.#feed.changed(uids);
      },
      logger,
    });
    this.#proceduresThrottle = new Throttle(() => {
      this.#publish({ type: 'procedures.changed' });
    }, PROCEDURES_INTERVAL_MS);
    this.#procedures = new Procedures({
      catalog,
      options: start.config.procedures,
      characterSetFor: ({ callingAeTitle, address }) => network.characterSetFor(callingAeTitle, address),
      nowMs: () => Date.now(),
      onStepsChanged: () => {
        this.#proceduresThrottle.trigger();
      },
      onStudiesAnnounced: (uids) => {
        this.#feed.changed(uids);
      },
      logger,
    });
    this.#thumbnails = new ThumbnailMaker({ workerUrl: start.thumbnailWorkerUrl, logger });
    this.#ingest = new Ingest({
      store,
      catalog,
      logger,
      onCommitted: (studyInstanceUids) => {
        this.#feed.changed(studyInstanceUids);
        this.#countsThrottle.trigger();
      },
      onQuarantined: () => {
        this.#countsThrottle.trigger();
      },
    });
    this.#remote = new RemoteParts({
      archive,
      network,
      storeHandler: this.#ingest,
      echoWorkerUrl: start.echoWorkerUrl,
      logger,
      association: start.config.association,
      listening: () => ({ dicomPort: this.#dicomPort, listenProblem: this.#listenProblem }),
      publish: (event) => {
        this.#publish(event);
      },
    });
    const services = createDicomServices([
      network,
      this.#procedures,
      {
        services: createQueryServices({
          find: () => catalog.find,
          aeTitle: () => this.aeTitle,
          maxResults: () => start.config.query.maxResults,
          logger,
        }),
      },
    ]);
    this.#listener = new DicomListener(network.encryption.listenerOptions(start.config.association), {
      storeHandler: this.#ingest,
      services,
      callerPolicy: network.callerPolicy,
      logger,
      observer: createStationObserver({
        reception: this.#reception,
        devices: network.devices,
        notices: this.notices,
        nowMs: () => Date.now(),
        aeTitle: () => start.config.association.aeTitle,
        onReceptionChanged: () => {
          this.#receptionFeed.changed();
        },
      }),
    });
    this.#handlers = createHandlers({
      catalog,
      notices: this.notices,
      procedures: this.#procedures,
      devices: network.devices,
      encryption: network.encryption,
      remote: this.#remote,
      nowMs: () => Date.now(),
      stationInfo: () => this.#stationInfo(),
      conformance: () => makeConformanceStatement(start.config.association, services),
      sequence: () => this.#events.sequence,
      onStudiesChanged: (uids) => {
        this.#feed.changed(uids);
      },
    });
    const makeThumbnail = createThumbnailSource({ catalog, store, maker: this.#thumbnails });
    this.#http = new HttpService({
      token: start.token,
      uiFolder: start.uiFolder,
      dicomWeb: createDicomWeb({ catalog, store, makeThumbnail }),
      run: (command, input, actor) => this.#run(command, input, actor),
      subscribe: (listener) => this.#events.subscribe(listener),
      logger,
    });
  }

  /** Opens the archive and listens. A taken DICOM port is no reason not to start: the window says so. */
  static async start(start: CoreStart): Promise<Result<Core, StartProblem>> {
    const archive = await openArchive(start);
    if (!archive.ok) return archive;
    let core: Core | null = null;
    try {
      const network = await NetworkParts.open({
        ...start,
        archive: archive.value,
        nowMs: () => Date.now(),
        onDevicesChanged: () => core?.devicesChanged(),
        notices: {
          post: (notice) => core?.notices.post(notice),
          remove: (key) => core?.notices.remove(key),
        },
      });
      core = new Core(start, archive.value, network);
      const notice = await bringIndexUpToDate(core.#ingest, archive.value, start.logger);
      if (notice) core.notices.post(notice);
      core.#reception.restore(await findKnownSenders(archive.value.catalog));
      await core.#listen();
      return ok(core);
    } catch (error) {
      await (core ? core.stop() : archive.value.close());
      const detail = error instanceof Error ? error.message : String(error);
      return err({ message: `Bucky could not start: ${detail}`, isWorthRetrying: true });
    }
  }

  get aeTitle(): string {
    return this.#start.config.association.aeTitle;
  }

  /** 0 while the listener is down. */
  get dicomPort(): number {
    return this.#dicomPort;
  }

  /** 0 when HTTP is served on a socket path. */
  get httpPort(): number {
    return this.#httpPort;
  }

  devicesChanged(): void {
    this.#devicesThrottle.trigger();
  }

  /** What one window needs of the core. */
  frameLine(actor: Actor): FrameLineParts {
    return {
      run: (command, input) => this.#run(command, input, actor),
      subscribe: (listener) => this.#events.subscribe(listener),
    };
  }

  /** Takes no more images, answers what runs, closes files and databases. */
  async stop(): Promise<void> {
    await this.#listener.close({ deadlineMs: CLOSE_DEADLINE_MS });
    await this.#remote.close();
    await this.#procedures.close();
    this.#quietWatch.close();
    this.#feed.close();
    this.#proceduresThrottle.close();
    this.#devicesThrottle.close();
    this.#receptionFeed.close();
    this.#countsThrottle.close();
    await this.#http.close();
    await this.#thumbnails.close();
    await this.#network.close();
    await this.#archive.close();
  }

  async #listen(): Promise<void> {
    const { httpSocketPath, config } = this.#start;
    this.#httpPort = await this.#http.listen(
      httpSocketPath === null ? { port: config.http.port } : { socketPath: httpSocketPath },
    );
    const listening = await this.#network.encryption.listen(this.#listener);
    if (listening.ok) this.#dicomPort = listening.value.port;
    else this.#listenProblem = listening.error.message;
    await this.#procedures.start();
    await this.#network.start();
    await this.#remote.jobs.start();
    this.#quietWatch.start();
  }

  #run(command: string, input: unknown, actor: Actor): Promise<Reply<unknown>> {
    return dispatch(this.#handlers, command, input, actor, (error) => {
      this.#start.logger.error(`The command ${command} failed.`, { err: error });
    });
  }

  #publish(event: EventBody): void {
    this.#events.publish(event);
  }

  async #publishStudies(studyInstanceUids: readonly string[]): Promise<void> {
    try {
      const { catalog } = this.#archive;
      await catalog.completeAnnouncedStudies(studyInstanceUids);
      const studies = await catalog.findStudyRows(studyInstanceUids);
      this.#publish({ type: 'studies.changed', studies });
      await this.#procedures.studiesChanged(studies);
    } catch (error) {
      this.#start.logger.error('Changed studies could not be read for the windows.', { err: error });
    }
  }

  #stationInfo(): Promise<StationInfo> {
    return describeStation({
      archive: this.#archive,
      config: this.#start.config,
      dicomPort: this.#dicomPort,
      listenProblem: this.#listenProblem,
      reception: this.#reception.snapshot(),
      notices: this.notices.list(),
    });
  }
}
