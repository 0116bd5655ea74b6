import type { Database } from 'better-sqlite3';
import type { CallerRight } from '../shared/caller-policy.ts';
import { settle } from './settle.ts';
import {
  NEW_DEVICE,
  type DeviceSettings,
  type HeldCaller,
  type StoredDevice,
  type UnknownCall,
} from './station-devices-model.ts';

interface DeviceRow {
  readonly device_key: number;
  readonly name: string;
  readonly ae_title: string;
  readonly settings: string;
}

interface CallerRow {
  readonly caller_key: number;
  readonly ae_title: string;
  readonly address: string;
  readonly called_ae_title: string;
  readonly implementation: string;
  readonly asked_for: string;
  readonly denied: string;
  readonly call_count: number;
  readonly first_call_at_ms: number;
  readonly last_call_at_ms: number;
  readonly is_dismissed: number;
}

/** Callers that are remembered; a port scanner with ever new names pushes out the oldest. */
const MAX_CALLERS = 200;

/** Devices and held callers in `station.sqlite`. Each write is durable when its promise resolves. */
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

  /** Adds a call to what is known of its caller. A dismissed one comes back when it was denied something new. */
  noteCall(call: UnknownCall, atMs: number): Promise<void> {
    return settle(() => {
      this.#db
        .transaction(() => {
          const known = this.#db
            .prepare<[string, string], CallerRow>(
              'SELECT * FROM held_callers WHERE ae_title = ? AND address = ?',
            )
            .get(call.aeTitle, call.address);
          if (known) this.#addTo(known, call, atMs);
          else this.#insert(call, atMs);
        })
        .immediate();
    });
  }

  /** Those that wait for a decision, the newest call first. */
  listCallers(): Promise<HeldCaller[]> {
    return settle(() =>
      this.#db
        .prepare<[], CallerRow>(
          'SELECT * FROM held_callers WHERE is_dismissed = 0 ORDER BY last_call_at_ms DESC',
        )
        .all()
        .map(toCaller),
    );
  }

  /** @returns null when there is none any more */
  findCaller(callerKey: number): Promise<HeldCaller | null> {
    return settle(() => {
      const row = this.#db
        .prepare<[number], CallerRow>('SELECT * FROM held_callers WHERE caller_key = ?')
        .get(callerKey);
      return row ? toCaller(row) : null;
    });
  }

  /** @returns whether there was such a caller */
  dismissCaller(callerKey: number): Promise<boolean> {
    return settle(
      () =>
        this.#db.prepare('UPDATE held_callers SET is_dismissed = 1 WHERE caller_key = ?').run(callerKey)
          .changes === 1,
    );
  }

  /** It is a device now. */
  forgetCaller(callerKey: number): Promise<void> {
    return settle(() => {
      this.#db.prepare('DELETE FROM held_callers WHERE caller_key = ?').run(callerKey);
    });
  }

  #insert(call: UnknownCall, atMs: number): void {
    this.#db
      .prepare(
        `INSERT INTO held_callers (ae_title, address, called_ae_title, implementation, asked_for, denied, call_count,
          first_call_at_ms, last_call_at_ms, is_dismissed) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, 0)`,
      )
      .run(
        call.aeTitle,
        call.address,
        call.calledAeTitle,
        call.implementation,
        JSON.stringify(call.askedFor),
        JSON.stringify(call.denied),
        atMs,
        atMs,
      );
    this.#db
      .prepare(
        `DELETE FROM held_callers WHERE caller_key IN
          (SELECT caller_key FROM held_callers ORDER BY last_call_at_ms DESC, caller_key DESC LIMIT -1 OFFSET ?)`,
      )
      .run(MAX_CALLERS);
  }

  #addTo(row: CallerRow, call: UnknownCall, atMs: number): void {
    const known = toCaller(row);
    const denied = union(known.denied, call.denied);
    const isDismissed = row.is_dismissed === 1 && denied.length === known.denied.length;
    this.#db
      .prepare(
        `UPDATE held_callers SET called_ae_title = ?, implementation = ?, asked_for = ?, denied = ?,
          call_count = call_count + 1, last_call_at_ms = ?, is_dismissed = ? WHERE caller_key = ?`,
      )
      .run(
        call.calledAeTitle,
        call.implementation,
        JSON.stringify(union(known.askedFor, call.askedFor)),
        JSON.stringify(denied),
        atMs,
        isDismissed ? 1 : 0,
        row.caller_key,
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

function toCaller(row: CallerRow): HeldCaller {
  return {
    callerKey: row.caller_key,
    aeTitle: row.ae_title,
    address: row.address,
    calledAeTitle: row.called_ae_title,
    implementation: row.implementation,
    askedFor: JSON.parse(row.asked_for) as CallerRight[], // written by this class, as is the next one
    denied: JSON.parse(row.denied) as CallerRight[],
    callCount: row.call_count,
    firstCallAtMs: row.first_call_at_ms,
    lastCallAtMs: row.last_call_at_ms,
  };
}

function union(a: readonly CallerRight[], b: readonly CallerRight[]): readonly CallerRight[] {
  return [...new Set([...a, ...b])];
}
