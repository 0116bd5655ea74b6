import { Commitment } from '../commitment/commitment.ts';
import type { CommitmentRequest } from '../catalog/station-commitment-model.ts';
import { Certificates } from '../certificates/certificates.ts';
import { loadStationSecret } from '../certificates/station-secret.ts';
import type { CoreOptions } from '../config/options.ts';
import type { Destination } from '../devices/device.ts';
import { Devices } from '../devices/devices.ts';
import { createRetrieveServices } from '../retrieve/retrieve-services.ts';
import { Transcoder } from '../retrieve/transcode/transcoder.ts';
import type { Notice } from '../../../preload/contract/station.ts';
import { withSelfTest } from '../remote/connection-test/self-caller.ts';
import type { CallerPolicy } from '../shared/caller-policy.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import type { Logger } from '../shared/logger.ts';
import type { Archive } from './archive.ts';
import { Encryption } from './encryption.ts';

export interface NetworkStart {
  readonly config: CoreOptions['config'];
  readonly dataDir: string;
  readonly archive: Archive;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Devices, the inbox or the rules changed. */
  readonly onDevicesChanged: () => void;
  readonly transcodeWorkerUrl: URL;
  /** For the screens. */
  readonly notices: NoticeBoard;
}

export interface NoticeBoard {
  post(notice: Notice): void;
  /** Its reason is gone. */
  remove(key: string): void;
}

/** What the core is to other stations beyond receiving from them: who they are, and what is sent to them. */
export class NetworkParts {
  readonly devices: Devices;
  readonly encryption: Encryption;
  readonly services: readonly DimseService[];
  readonly commitment: Commitment;
  readonly #start: NetworkStart;
  readonly transcoder: Transcoder;
  #hearReport: (request: CommitmentRequest) => void = () => undefined;

  private constructor(start: NetworkStart, devices: Devices, encryption: Encryption) {
    const { archive, config, logger, transcodeWorkerUrl } = start;
    this.#start = start;
    this.devices = devices;
    this.encryption = encryption;
    this.transcoder = new Transcoder({ workerUrl: transcodeWorkerUrl, logger });
    this.commitment = new Commitment({
      ...archive,
      findPartner: (aeTitle) => devices.book.findDestination(aeTitle),
      tlsFor: (station) => encryption.tlsFor(station),
      aeTitle: () => config.association.aeTitle,
      nowMs: start.nowMs,
      onReported: (request) => {
        this.#hearReport(request);
      },
      onGivenUp: ({ aeTitle }, why) => {
        this.#noteCommitmentGivenUp(aeTitle, why);
      },
      logger,
    });
    const retrieve = createRetrieveServices({
      find: () => archive.catalog.find,
      store: archive.store,
      transcoder: this.transcoder,
      aeTitle: () => config.association.aeTitle,
      tlsFor: (station) => encryption.tlsFor(station),
      findDestination: (aeTitle) => devices.book.findDestination(aeTitle),
      onUnknownDestination: (aeTitle, askedBy) => {
        this.#noteUnknownDestination(aeTitle, askedBy);
      },
      onDestinationUsed: (destination, problem) => {
        this.#noteDestination(destination, problem);
      },
      logger,
    });
    this.services = [...retrieve, ...this.commitment.services];
  }

  static async open(start: NetworkStart): Promise<NetworkParts> {
    const { config, archive, logger, nowMs, onDevicesChanged } = start;
    const { unknownCallers, allowedAddresses } = config.association;
    const devices = await Devices.open({
      station: archive.catalog.station,
      fileDestinations: config.destinations,
      fileRules: { unknownCallers, allowedAddresses },
      nowMs,
      onChanged: onDevicesChanged,
      logger,
    });
    const certificates = await Certificates.open({
      station: archive.catalog.station,
      secret: await loadStationSecret(start.dataDir),
      fileSettings: {
        port: config.certificates.encryptedPort,
        profile: config.certificates.profile,
        clientCertificate: config.certificates.clientCertificate,
      },
      defaultName: config.association.aeTitle,
      nowMs,
      logger,
    });
    return new NetworkParts(
      start,
      devices,
      new Encryption(certificates, { notices: start.notices, nowMs, onChanged: onDevicesChanged }),
    );
  }

  get callerPolicy(): CallerPolicy {
    return withSelfTest(this.devices.policy);
  }

  /** Specific Character Set that is set for a device; null where none is. */
  characterSetFor(aeTitle: string, address: string): string | null {
    const characterSet = this.devices.book.findCaller(aeTitle, address)?.characterSet ?? '';
    return characterSet === '' ? null : characterSet;
  }

  /** @param hear told when a station answered what it keeps of that which was sent to it */
  watchReports(hear: (request: CommitmentRequest) => void): void {
    this.#hearReport = hear;
  }

  /** Takes up what was left before the last stop. */
  start(): Promise<void> {
    return this.commitment.start();
  }

  async close(): Promise<void> {
    await this.devices.close();
    await this.commitment.close();
    await this.transcoder.close();
  }

  #noteUnknownDestination(aeTitle: string, askedBy: string): void {
    this.#start.notices.post({
      key: `unknown-destination:${aeTitle}`,
      level: 'check',
      title: `${askedBy} asked to have images sent to “${aeTitle}”, which is not known here.`,
      detail: `Add a device with the AE title ${aeTitle}, its address and its port; then ask again there.`,
      atMs: this.#start.nowMs(),
    });
  }

  #noteCommitmentGivenUp(aeTitle: string, why: string): void {
    this.#start.notices.post({
      key: `commitment:${aeTitle}`,
      level: 'check',
      title: `${aeTitle} could not be told that its images are kept safely.`,
      detail: `For three days the report did not get through: ${why}.`,
      atMs: this.#start.nowMs(),
    });
  }

  #noteDestination({ name }: Destination, problem: string | null): void {
    const key = `destination:${name}`;
    if (problem === null) {
      this.#start.notices.remove(key);
      return;
    }
    const title = `Not all images could be sent to ${name}.`;
    this.#start.notices.post({ key, level: 'check', title, detail: problem, atMs: this.#start.nowMs() });
  }
}
