import type { Reply } from '../../../preload/contract/command.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { DicomListener } from '../association/dicom-listener.ts';
import type { CoreOptions } from '../config/options.ts';
import { createDicomWeb } from '../dicomweb/dicom-web.ts';
import { Ingest } from '../ingest/ingest.ts';
import { Procedures } from '../procedures/procedures.ts';
import { createQueryServices } from '../query/query-services.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { ThumbnailMaker } from '../thumbnails/thumbnail-maker.ts';
import type { Actor } from './actor.ts';
import { Announcer } from './announcer.ts';
import { openArchive, type Archive, type StartProblem } from './archive.ts';
import { makeConformanceStatement } from './conformance.ts';
import { bringIndexUpToDate } from './index-check.ts';
import { dispatch, type Handlers } from './dispatch.ts';
import type { FrameLineParts } from './frame-line.ts';
import { createHandlers } from './handlers.ts';
import { HttpService } from './http/http-service.ts';
import { NetworkParts } from './network-parts.ts';
import { QualityParts } from './quality-parts.ts';
import { createQualityWeb } from './quality-web.ts';
import { QuietWatch } from './quiet-watch.ts';
import { RemoteParts } from './remote-parts.ts';
import { findKnownSenders } from './known-senders.ts';
import { describeStation } from './station-info.ts';
import { createStationObserver } from './station-observer.ts';
import { createThumbnailSource } from './thumbnail-source.ts';

export interface CoreStart extends CoreOptions {
  readonly uiFolder: string;
  readonly thumbnailWorkerUrl: URL;
  readonly echoWorkerUrl: URL;
  readonly transcodeWorkerUrl: URL;
  readonly qualityWorkerUrl: URL;
  /** Folder with one folder for each model, ending in a slash. */
  readonly modelsUrl: URL;
  readonly token: string;
  readonly logger: Logger;
}

/** How long running operations may take to end when the core stops. */
const CLOSE_DEADLINE_MS = 8_000;

/** The running core: every part, assembled. */
export class Core {
  readonly #start: CoreStart;
  readonly #archive: Archive;
  readonly #network: NetworkParts;
  readonly #news = new Announcer((uids) => this.#publishStudies(uids));
  readonly #ingest: Ingest;
  readonly #procedures: Procedures;
  readonly #quietWatch: QuietWatch;
  readonly #thumbnails: ThumbnailMaker;
  readonly #quality: QualityParts;
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
    const news = this.#news;
    this.#quietWatch = new QuietWatch({
      quietTimeMs: start.config.ingest.quietTimeMs,
      complete: (beforeMs, limit) => catalog.completeQuietStudies(beforeMs, limit),
      onCompleted: (uids) => {
        news.studiesChanged(uids);
        this.#quality.wake();
      },
      logger,
    });
    this.#procedures = new Procedures({
      catalog,
      options: start.config.procedures,
      characterSetFor: ({ callingAeTitle, address }) => network.characterSetFor(callingAeTitle, address),
      nowMs: () => Date.now(),
      onStepsChanged: () => {
        news.proceduresChanged();
      },
      onStudiesAnnounced: (uids) => {
        news.studiesChanged(uids);
      },
      logger,
    });
    this.#quality = new QualityParts({
      archive,
      news,
      workerUrl: start.qualityWorkerUrl,
      modelsUrl: start.modelsUrl,
      dataDir: start.dataDir,
      logger,
    });
    this.#thumbnails = new ThumbnailMaker({ workerUrl: start.thumbnailWorkerUrl, logger });
    this.#ingest = new Ingest({
      store,
      catalog,
      logger,
      onCommitted: (studyInstanceUids) => {
        news.studiesChanged(studyInstanceUids);
        news.countsChanged();
        this.#quality.wake();
      },
      onQuarantined: () => {
        news.countsChanged();
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
        news.publish(event);
      },
    });
    /** What is answered beyond C-ECHO and C-STORE. */
    const services = [
      ...network.services,
      ...this.#procedures.services,
      ...createQueryServices({
        find: () => catalog.find,
        aeTitle: () => this.aeTitle,
        maxResults: () => start.config.query.maxResults,
        logger,
      }),
    ];
    this.#listener = new DicomListener(network.encryption.listenerOptions(start.config.association), {
      storeHandler: this.#ingest,
      services,
      callerPolicy: network.callerPolicy,
      logger,
      observer: createStationObserver({
        reception: news.reception,
        devices: network.devices,
        notices: news.notices,
        nowMs: () => Date.now(),
        aeTitle: () => start.config.association.aeTitle,
        onReceptionChanged: () => {
          news.receptionChanged();
        },
      }),
    });
    this.#handlers = createHandlers({
      catalog,
      notices: news.notices,
      procedures: this.#procedures,
      devices: network.devices,
      encryption: network.encryption,
      remote: this.#remote,
      desk: this.#quality.desk,
      judgeSoon: (uid) => {
        this.#quality.judgeSoon(uid);
      },
      nowMs: () => Date.now(),
      stationInfo: () => this.#stationInfo(),
      conformance: () => makeConformanceStatement(start.config.association, services),
      sequence: () => news.sequence,
      onStudiesChanged: (uids) => {
        news.studiesChanged(uids);
      },
    });
    const makeThumbnail = createThumbnailSource({ catalog, store, maker: this.#thumbnails });
    this.#http = new HttpService({
      token: start.token,
      uiFolder: start.uiFolder,
      dicomWeb: createDicomWeb({ catalog, store, makeThumbnail }),
      quality: createQualityWeb({
        catalog,
        desk: this.#quality.desk,
        aeTitle: () => this.aeTitle,
        nowMs: () => Date.now(),
      }),
      run: (command, input, actor) => this.#run(command, input, actor),
      subscribe: (listener) => news.subscribe(listener),
      logger,
    });
  }

  /** Opens the archive and listens. A taken DICOM port is no reason not to start: the window says so. */
  static async start(start: CoreStart): Promise<Result<Core, StartProblem>> {
    const archive = await openArchive(start);
    if (!archive.ok) return archive;
    let core: Core | null = null;
    const news = () => (core === null ? null : core.#news);
    try {
      const network = await NetworkParts.open({
        ...start,
        archive: archive.value,
        nowMs: () => Date.now(),
        onDevicesChanged: () => news()?.devicesChanged(),
        notices: {
          post: (notice) => news()?.notices.post(notice),
          remove: (key) => news()?.notices.remove(key),
        },
      });
      core = new Core(start, archive.value, network);
      const notice = await bringIndexUpToDate(core.#ingest, archive.value, start.logger);
      if (notice) core.#news.notices.post(notice);
      core.#news.reception.restore(await findKnownSenders(archive.value.catalog));
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

  /** What one window needs of the core. */
  frameLine(actor: Actor): FrameLineParts {
    return {
      run: (command, input) => this.#run(command, input, actor),
      subscribe: (listener) => this.#news.subscribe(listener),
    };
  }

  /** Takes no more images, answers what runs, closes files and databases. */
  async stop(): Promise<void> {
    await this.#listener.close({ deadlineMs: CLOSE_DEADLINE_MS });
    await this.#remote.close();
    await this.#procedures.close();
    this.#quietWatch.close();
    this.#news.close();
    await this.#http.close();
    await this.#quality.close();
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
    this.#quality.start();
  }

  #run(command: string, input: unknown, actor: Actor): Promise<Reply<unknown>> {
    return dispatch(this.#handlers, command, input, actor, (error) => {
      this.#start.logger.error(`The command ${command} failed.`, { err: error });
    });
  }

  async #publishStudies(studyInstanceUids: readonly string[]): Promise<void> {
    try {
      const { catalog } = this.#archive;
      const completed = await catalog.completeAnnouncedStudies(studyInstanceUids);
      if (completed.length > 0) this.#quality.wake();
      const studies = await catalog.findStudyRows(studyInstanceUids);
      this.#news.publish({ type: 'studies.changed', studies });
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
      reception: this.#news.reception.snapshot(),
      notices: this.#news.notices.list(),
    });
  }
}
