import type { StationRecords } from '../catalog/station-records.ts';
import { NEW_DEVICE, type HeldCaller } from '../catalog/station-devices-model.ts';
import { parseAddressMask } from '../shared/address-mask.ts';
import type { CallerRight } from '../shared/caller-policy.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { Activity } from './activity.ts';
import { DevicePolicy, type CallerRules } from './caller-policy.ts';
import type { CallerName } from './caller-name.ts';
import { findDeviceMistakes } from './check-device.ts';
import { toDevice, type Device, type FileDestination } from './device.ts';
import { DeviceBook } from './device-book.ts';
import { Inbox } from './inbox.ts';

export interface DevicesOptions {
  readonly station: StationRecords;
  readonly fileDestinations: readonly FileDestination[];
  /** Of the configuration file; what was set in the app wins. */
  readonly fileRules: CallerRules;
  readonly nowMs: () => number;
  /** Devices, cards or rules are not what they were; or somebody called, which is told every few seconds at most. */
  readonly onChanged: () => void;
  readonly logger: Logger;
  readonly resolveHost?: (host: string) => Promise<readonly string[]>;
}

interface DeviceParts {
  readonly book: DeviceBook;
  readonly inbox: Inbox;
  readonly activity: Activity;
}

const RULES_SETTING = 'callers.rules';

/** Known devices, the inbox of those that are not known, and the policy that follows from both. */
export class Devices {
  readonly book: DeviceBook;
  readonly inbox: Inbox;
  readonly activity: Activity;
  readonly policy: DevicePolicy;
  readonly #options: DevicesOptions;
  #rules: CallerRules;

  private constructor(options: DevicesOptions, parts: DeviceParts, rules: CallerRules) {
    this.#options = options;
    this.#rules = rules;
    this.book = parts.book;
    this.inbox = parts.inbox;
    this.activity = parts.activity;
    this.policy = new DevicePolicy({ book: parts.book, inbox: parts.inbox, rules: () => this.#rules });
  }

  static async open(options: DevicesOptions): Promise<Devices> {
    const { station, fileDestinations, fileRules, nowMs, onChanged, logger } = options;
    for (const destination of fileDestinations.map(toDevice)) {
      for (const { message } of findDeviceMistakes(destination)) {
        logger.warn(
          `The destination ${destination.name} of the configuration file has a mistake. ${message}`,
        );
      }
    }
    const { devices, callers: records } = station;
    const [book, inbox, activity] = await Promise.all([
      DeviceBook.open({ ...options, records: devices }),
      Inbox.open({ records, nowMs, onChanged, logger }),
      Activity.open({ records, nowMs, onChanged, logger }),
    ]);
    // Written by `setRules` alone.
    const saved = (await station.loadSetting(RULES_SETTING)) as CallerRules | undefined;
    return new Devices(options, { book, inbox, activity }, saved ?? fileRules);
  }

  get rules(): CallerRules {
    return this.#rules;
  }

  /** Adds or changes a device. Callers in the inbox that are known by that now need no decision any more. */
  async save(...[deviceKey, draft]: Parameters<DeviceBook['save']>): ReturnType<DeviceBook['save']> {
    const saved = await this.book.save(deviceKey, draft);
    for (const card of saved.ok ? this.inbox.listAll() : []) {
      if (this.book.findCaller(card.aeTitle, card.address) !== null) await this.inbox.forget(card);
    }
    return saved;
  }

  /** @returns the part of the list of addresses that is none, when there is one */
  async setRules(rules: CallerRules): Promise<Result<CallerRules, string>> {
    const mask = parseAddressMask(rules.allowedAddresses);
    if (!mask.ok) return mask;
    await this.#options.station.saveSetting(RULES_SETTING, rules, this.#options.nowMs());
    this.#rules = rules;
    this.#options.onChanged();
    return ok(rules);
  }

  /**
   * Makes a device of a caller, from its address alone. One of the same AE title and name may then call from there too.
   *
   * @param rights null for echo, store and all that it asked for
   */
  async accept(
    callerKey: number,
    choice: { readonly name: string | null; readonly rights: readonly CallerRight[] | null },
  ): Promise<Result<Device, 'gone'>> {
    const caller = this.inbox.find(callerKey);
    if (caller === null) return err('gone');
    const name = choice.name ?? caller.aeTitle;
    const known = this.book.findByName(name);
    const wanted = choice.rights ?? [...new Set<CallerRight>(['echo', 'store', ...caller.askedFor])];
    if (known?.aeTitle === caller.aeTitle && known.deviceKey !== null && known.rights.length > 0) {
      const rights = choice.rights ?? [...new Set([...known.rights, ...wanted])];
      await this.book.addPlace({ ...known, deviceKey: known.deviceKey, rights }, caller.address);
      await this.inbox.forget(caller);
      return ok(this.#findAccepted(caller));
    }
    return ok(await this.#makeDevice(caller, name, wanted));
  }

  /** Makes a device without any rights of a caller, so that it gets nothing, whatever the rule for unknown callers. */
  async refuse(callerKey: number): Promise<Result<Device, 'gone'>> {
    const caller = this.inbox.find(callerKey);
    return caller === null ? err('gone') : ok(await this.#makeDevice(caller, caller.aeTitle, []));
  }

  dismiss(callerKey: number): Promise<boolean> {
    return this.inbox.dismiss(callerKey);
  }

  /** By which name people here know a caller. */
  nameOf({ aeTitle, address }: CallerName): string {
    return (
      this.book.findCaller(aeTitle, address)?.name ?? (aeTitle === '' ? `A device at ${address}` : aeTitle)
    );
  }

  /** Writes down what was only counted so far. */
  async close(): Promise<void> {
    await Promise.all([this.inbox.flush(), this.activity.close()]);
  }

  async #makeDevice(caller: HeldCaller, name: string, rights: readonly CallerRight[]): Promise<Device> {
    const { aeTitle, address } = caller;
    const settings = { ...NEW_DEVICE, addressMask: address, rights };
    const saved = await this.book.save(null, { ...settings, name: this.#freeName(name, address), aeTitle });
    if (!saved.ok) throw new Error('a device made of a caller has mistakes');
    await this.inbox.forget(caller);
    return saved.value;
  }

  #findAccepted({ aeTitle, address }: CallerName): Device {
    const device = this.book.findCaller(aeTitle, address);
    if (device === null) throw new Error('a caller that was just accepted is not known');
    return device;
  }

  #freeName(wanted: string, address: string): string {
    let name = wanted;
    for (let again = 1; this.book.findByName(name) !== null; again += 1) {
      name = again === 1 ? `${wanted} (${address})` : `${wanted} (${address}, ${again})`;
    }
    return name;
  }
}
