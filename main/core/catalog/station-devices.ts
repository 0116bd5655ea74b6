import type { Database } from 'better-sqlite3';
import { settle } from './settle.ts';
import { NEW_DEVICE, type DeviceSettings, type StoredDevice } from './station-devices-model.ts';

interface DeviceRow {
  readonly device_key: number;
  readonly name: string;
  readonly ae_title: string;
  readonly settings: string;
}

/** Devices in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationDevices {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** By name. */
  list(): Promise<StoredDevice[]> {
    return settle(() =>
      this.#db
        .prepare<[], DeviceRow>('SELECT device_key, name, ae_title, settings FROM devices ORDER BY name')
        .all()
        .map(toDevice),
    );
  }

  /** @returns the key of the new device; null when another one has that name */
  add(name: string, aeTitle: string, settings: DeviceSettings, atMs: number): Promise<number | null> {
    return settle(() => {
      const { changes, lastInsertRowid } = this.#db
        .prepare(
          `INSERT INTO devices (name, ae_title, settings, created_at_ms, changed_at_ms) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (name) DO NOTHING`,
        )
        .run(name, aeTitle, toJson(settings), atMs, atMs);
      return changes === 0 ? null : Number(lastInsertRowid);
    });
  }

  /** @returns false when there is no such device any more, or another one has that name */
  replace(device: StoredDevice, atMs: number): Promise<boolean> {
    const { deviceKey, name, aeTitle } = device;
    return settle(() => {
      const { changes } = this.#db
        .prepare(
          `UPDATE OR IGNORE devices SET name = ?, ae_title = ?, settings = ?, changed_at_ms = ? WHERE device_key = ?`,
        )
        .run(name, aeTitle, toJson(device), atMs, deviceKey);
      return changes === 1;
    });
  }

  /** @returns whether there was such a device */
  remove(deviceKey: number): Promise<boolean> {
    return settle(
      () => this.#db.prepare('DELETE FROM devices WHERE device_key = ?').run(deviceKey).changes === 1,
    );
  }
}

function toDevice(row: DeviceRow): StoredDevice {
  // Written by this class; settings that came later have their defaults.
  const settings = JSON.parse(row.settings) as Partial<DeviceSettings>;
  return { ...NEW_DEVICE, ...settings, deviceKey: row.device_key, name: row.name, aeTitle: row.ae_title };
}

/** What has a column of its own is left out; JSON leaves out what is undefined. */
function toJson(settings: DeviceSettings): string {
  return JSON.stringify({ ...settings, deviceKey: undefined, name: undefined, aeTitle: undefined });
}
