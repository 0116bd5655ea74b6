import type { CoreOptions } from '../config/options.ts';
import { Devices } from '../devices/devices.ts';
import type { CallerPolicy } from '../shared/caller-policy.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import type { Logger } from '../shared/logger.ts';
import type { Archive } from './archive.ts';

export interface NetworkStart {
  readonly config: CoreOptions['config'];
  readonly archive: Archive;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Devices, the inbox or the rules changed. */
  readonly onDevicesChanged: () => void;
}

/** What the core is to other stations beyond receiving from them: who they are, and what is sent to them. */
export class NetworkParts {
  readonly devices: Devices;
  readonly services: readonly DimseService[] = [];

  private constructor(devices: Devices) {
    this.devices = devices;
  }

  static async open({
    config,
    archive,
    logger,
    nowMs,
    onDevicesChanged,
  }: NetworkStart): Promise<NetworkParts> {
    const { unknownCallers, allowedAddresses } = config.association;
    const devices = await Devices.open({
      station: archive.catalog.station,
      fileDestinations: config.destinations,
      fileRules: { unknownCallers, allowedAddresses },
      nowMs,
      onChanged: onDevicesChanged,
      logger,
    });
    return new NetworkParts(devices);
  }

  get callerPolicy(): CallerPolicy {
    return this.devices.policy;
  }

  /** Specific Character Set that is set for a device; null where none is. */
  characterSetFor(aeTitle: string, address: string): string | null {
    const characterSet = this.devices.book.findCaller(aeTitle, address)?.characterSet ?? '';
    return characterSet === '' ? null : characterSet;
  }
}
