import type { StationRecords } from '../catalog/station-records.ts';
import { NEW_DEVICE, type HeldCaller, type StoredDevice } from '../catalog/station-devices-model.ts';
import type { CallerRight } from '../shared/caller-policy.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { parseAddressMask } from './address-mask.ts';
import { DevicePolicy, type CallerRules } from './caller-policy.ts';
import type { Device, FileDestination } from './device.ts';
import { DeviceBook } from './device-book.ts';

export interface DevicesOptions {
  readonly station: StationRecords;
  readonly fileDestinations: readonly FileDestination[];
  /** Of the configuration file; what was set in the app wins. */
  readonly fileRules: CallerRules;
  readonly nowMs: () => number;
  /** Devices, cards or rules are not what they were. */
  readonly onChanged: () => void;
  readonly logger: Logger;
  readonly resolveHost?: (host: string) => Promise<readonly string[]>;
}

const RULES_SETTING = 'callers.rules';

/** Known devices, the inbox of those that are not known, and the policy that follows from both. */
export class Devices {
  readonly book: DeviceBook;
  readonly policy: DevicePolicy;
  readonly #options: DevicesOptions;
  #rules: CallerRules;

  private constructor(options: DevicesOptions, book: DeviceBook, rules: CallerRules) {
    const { station, nowMs, onChanged, logger } = options;
    this.#options = options;
    this.#rules = rules;
    this.book = book;
    this.policy = new DevicePolicy({
      book,
      records: station.devices,
      rules: () => this.#rules,
      nowMs,
      onCallerNoted: onChanged,
      logger,
    });
  }

  static async open(options: DevicesOptions): Promise<Devices> {
    const { station, fileDestinations, nowMs, onChanged, resolveHost } = options;
    const book = await DeviceBook.open({
      records: station.devices,
      fileDestinations,
      nowMs,
      onChanged,
      ...(resolveHost ? { resolveHost } : {}),
    });
    // Written by `setRules` alone.
    const saved = (await station.loadSetting(RULES_SETTING)) as CallerRules | undefined;
    return new Devices(options, book, saved ?? options.fileRules);
  }

  get rules(): CallerRules {
    return this.#rules;
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

  /** Unknown callers that wait for a decision, the newest call first. */
  listCallers(): Promise<readonly HeldCaller[]> {
    return this.#options.station.devices.listCallers();
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
    const records = this.#options.station.devices;
    const caller = await records.findCaller(callerKey);
    if (caller === null) return err('gone');
    const { aeTitle, address } = caller;
    const rights = choice.rights ?? [...new Set<CallerRight>(['echo', 'store', ...caller.askedFor])];
    const name = choice.name ?? aeTitle;
    const known = this.book.findByName(name);
    if (known?.aeTitle === aeTitle && known.deviceKey !== null) {
      const stored: StoredDevice = { ...known, deviceKey: known.deviceKey, rights };
      await this.book.addPlace(stored, address);
    } else {
      const settings = { ...NEW_DEVICE, addressMask: address, rights };
      const saved = await this.book.save(null, { ...settings, name: this.#freeName(name, address), aeTitle });
      if (!saved.ok) throw new Error('a device made of a caller has mistakes');
    }
    await records.forgetCaller(callerKey);
    const device = this.book.findCaller(aeTitle, address);
    if (device === null) throw new Error('a caller that was just accepted is not known');
    this.#options.onChanged();
    return ok(device);
  }

  async dismiss(callerKey: number): Promise<boolean> {
    const wasThere = await this.#options.station.devices.dismissCaller(callerKey);
    if (wasThere) this.#options.onChanged();
    return wasThere;
  }

  #freeName(wanted: string, address: string): string {
    let name = wanted;
    for (let again = 1; this.book.findByName(name) !== null; again += 1) {
      name = again === 1 ? `${wanted} (${address})` : `${wanted} (${address}, ${again})`;
    }
    return name;
  }
}
