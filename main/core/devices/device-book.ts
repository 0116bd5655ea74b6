import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { StationDevices } from '../catalog/station-devices.ts';
import type { DeviceSettings, StoredDevice } from '../catalog/station-devices-model.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { parseAddressMask, type AddressMask } from './address-mask.ts';
import { findDeviceMistakes, type DeviceDraft, type DeviceMistake } from './check-device.ts';
import { isDestination, toDevice, type Destination, type Device, type FileDestination } from './device.ts';

export interface DeviceBookOptions {
  readonly records: StationDevices;
  readonly fileDestinations: readonly FileDestination[];
  readonly nowMs: () => number;
  /** Addresses of a host by its name; none when it is not known. */
  readonly resolveHost?: (host: string) => Promise<readonly string[]>;
  readonly onChanged: () => void;
}

/** From where a device may call; null is anywhere. */
interface Known {
  readonly device: Device;
  readonly places: AddressMask | null;
}

/**
 * The stations that are known: those that people entered, and the destinations of the configuration file. One that was
 * entered takes the place of one of the file with its name.
 */
export class DeviceBook {
  readonly #options: DeviceBookOptions;
  #known: readonly Known[] = [];

  private constructor(options: DeviceBookOptions) {
    this.#options = options;
  }

  static async open(options: DeviceBookOptions): Promise<DeviceBook> {
    const book = new DeviceBook(options);
    await book.#read();
    return book;
  }

  list(): readonly Device[] {
    return this.#known.map(({ device }) => device);
  }

  /** Those that can be called. */
  destinations(): readonly Destination[] {
    return this.list().filter(isDestination);
  }

  findByName(name: string): Device | null {
    return this.list().find((device) => device.name === name) ?? null;
  }

  /** Where objects for this AE title go. */
  findDestination(aeTitle: string): Destination | null {
    return this.destinations().find((device) => device.aeTitle === aeTitle) ?? null;
  }

  /** The device that calls by this title from there; null for an unknown one. */
  findCaller(aeTitle: string, address: string): Device | null {
    const known = this.#known.find(
      ({ device, places }) => device.aeTitle === aeTitle && (places === null || places.includes(address)),
    );
    return known?.device ?? null;
  }

  /** Whether a device has this title, wherever it may call from. */
  isKnownTitle(aeTitle: string): boolean {
    return this.#known.some(({ device }) => device.aeTitle === aeTitle);
  }

  /** @param deviceKey null for a new one */
  async save(
    deviceKey: number | null,
    draft: DeviceDraft,
  ): Promise<Result<Device, 'gone' | readonly DeviceMistake[]>> {
    const mistakes = findDeviceMistakes(draft);
    if (mistakes.length > 0) return err(mistakes);
    if (this.#known.some(({ device }) => device.name === draft.name && device.deviceKey !== deviceKey)) {
      return err([{ field: 'name', message: 'Another device has this name.' }]);
    }
    const { records, nowMs } = this.#options;
    const { name, aeTitle, ...settings } = draft;
    const key = deviceKey ?? (await records.add(name, aeTitle, settings, nowMs()));
    if (key === null) return err([{ field: 'name', message: 'Another device has this name.' }]);
    const device: StoredDevice = { ...draft, deviceKey: key };
    if (deviceKey !== null && !(await records.replace(device, nowMs()))) return err('gone');
    await this.#changed();
    return ok(device);
  }

  /** @returns whether there was such a device */
  async remove(deviceKey: number): Promise<boolean> {
    const wasThere = await this.#options.records.remove(deviceKey);
    if (wasThere) await this.#changed();
    return wasThere;
  }

  /** Lets a device call from one more address. */
  async addPlace(device: StoredDevice, address: string): Promise<void> {
    const addressMask = [device.addressMask || device.host, address].filter((part) => part !== '').join(', ');
    await this.#options.records.replace({ ...device, addressMask }, this.#options.nowMs());
    await this.#changed();
  }

  async #changed(): Promise<void> {
    await this.#read();
    this.#options.onChanged();
  }

  async #read(): Promise<void> {
    const entered: readonly Device[] = await this.#options.records.list();
    const names = new Set(entered.map(({ name }) => name));
    const fromFile = this.#options.fileDestinations.map(toDevice).filter(({ name }) => !names.has(name));
    this.#known = await Promise.all(
      [...entered, ...fromFile].map(async (device) => ({ device, places: await this.#findPlaces(device) })),
    );
  }

  async #findPlaces({ addressMask, host }: DeviceSettings): Promise<AddressMask | null> {
    if (addressMask !== '') return toMask(addressMask);
    if (host === '') return null;
    if (isIP(host) !== 0) return toMask(host);
    const addresses = await (this.#options.resolveHost ?? lookUp)(host);
    return addresses.length === 0 ? NOWHERE : toMask(addresses.join(','));
  }
}

const NOWHERE: AddressMask = { includes: () => false };

/** What was checked when it was entered; else from nowhere rather than from anywhere. */
function toMask(text: string): AddressMask {
  const parsed = parseAddressMask(text);
  return (parsed.ok ? parsed.value : null) ?? NOWHERE;
}

async function lookUp(host: string): Promise<readonly string[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  } catch {
    return []; // the network may not know it now: it may then not call us either
  }
}
