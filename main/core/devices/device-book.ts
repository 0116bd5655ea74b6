import type { StationDevices } from '../catalog/station-devices.ts';
import type { StoredDevice } from '../catalog/station-devices-model.ts';
import type { AddressMask } from '../shared/address-mask.ts';
import { err, ok, type Result } from '../shared/result.ts';

import { findDeviceMistakes, type DeviceDraft, type DeviceMistake } from './check-device.ts';
import { isDestination, toDevice, type Destination, type Device, type FileDestination } from './device.ts';
import { HostPlaces, toMask, type HostPlacesParts } from './host-places.ts';

export interface DeviceBookOptions {
  readonly records: StationDevices;
  readonly fileDestinations: readonly FileDestination[];
  readonly nowMs: () => number;
  readonly resolveHost?: HostPlacesParts['resolveHost'];
  readonly onChanged: () => void;
}

interface Known {
  readonly device: Device;
  /** From where it may call. */
  readonly isFrom: (address: string) => boolean;
}

/**
 * The stations that are known: those that people entered, and the destinations of the configuration file. One that was
 * entered takes the place of one of the file with its name.
 */
export class DeviceBook {
  readonly #options: DeviceBookOptions;
  readonly #hosts: HostPlaces;
  #known: readonly Known[] = [];

  private constructor(options: DeviceBookOptions) {
    this.#options = options;
    this.#hosts = new HostPlaces(options);
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
    const known = this.#known.find(({ device, isFrom }) => device.aeTitle === aeTitle && isFrom(address));
    return known?.device ?? null;
  }

  /** The same, with the network asked for the addresses of devices that are known by the name of their host. */
  async findCallerAfresh(aeTitle: string, address: string): Promise<Device | null> {
    const hosts = this.list()
      .filter((device) => device.aeTitle === aeTitle && device.addressMask === '' && device.host !== '')
      .map(({ host }) => host);
    await Promise.all(hosts.map((host) => this.#hosts.refresh(host)));
    return this.findCaller(aeTitle, address);
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
    this.#known = [...entered, ...fromFile].map((device) => this.#toKnown(device));
  }

  #toKnown(device: Device): Known {
    const { addressMask, host } = device;
    if (addressMask === '' && host === '') return { device, isFrom: () => true };
    const mask: AddressMask | null = addressMask === '' ? null : toMask(addressMask);
    return { device, isFrom: (address) => (mask ?? this.#hosts.of(host)).includes(address) };
  }
}
