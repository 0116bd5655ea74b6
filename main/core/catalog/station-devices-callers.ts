import type { Database } from 'better-sqlite3';
import type { CallerRight } from '../shared/caller-policy.ts';
import { settle } from './settle.ts';
import type { CallerActivity, HeldCaller } from './station-devices-model.ts';

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
  readonly stored_count: number;
}

interface ActivityRow {
  readonly ae_title: string;
  readonly address: string;
  readonly last_call_at_ms: number;
  readonly day: string;
  readonly stored_count: number;
}

const SAVE_CALLER = `
  INSERT INTO held_callers (caller_key, ae_title, address, called_ae_title, implementation, asked_for, denied, call_count,
    first_call_at_ms, last_call_at_ms, is_dismissed, stored_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (caller_key) DO UPDATE SET called_ae_title = excluded.called_ae_title,
    implementation = excluded.implementation, asked_for = excluded.asked_for, denied = excluded.denied,
    call_count = excluded.call_count, last_call_at_ms = excluded.last_call_at_ms, is_dismissed = excluded.is_dismissed,
    stored_count = excluded.stored_count`;

/** Callers and what they did, in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationCallers {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** All that are kept, dismissed ones too; those that called longest ago first. */
  list(): Promise<HeldCaller[]> {
    return settle(() =>
      this.#db
        .prepare<[], CallerRow>('SELECT * FROM held_callers ORDER BY last_call_at_ms, caller_key')
        .all()
        .map(toCaller),
    );
  }

  /** The highest key that was ever given, so that none is given twice. */
  findLastKey(): Promise<number> {
    return settle(
      () =>
        this.#db
          .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'held_callers'")
          .pluck()
          .get() ?? 0,
    );
  }

  /** Adds those that are new and replaces the others. */
  save(callers: readonly HeldCaller[]): Promise<void> {
    return settle(() => {
      const save = this.#db.prepare(SAVE_CALLER);
      this.#db
        .transaction(() => {
          for (const caller of callers) {
            save.run(
              caller.callerKey,
              caller.aeTitle,
              caller.address,
              caller.calledAeTitle,
              caller.implementation,
              JSON.stringify(caller.askedFor),
              JSON.stringify(caller.denied),
              caller.callCount,
              caller.firstCallAtMs,
              caller.lastCallAtMs,
              caller.isDismissed ? 1 : 0,
              caller.storedCount,
            );
          }
        })
        .immediate();
    });
  }

  forget(callerKey: number): Promise<void> {
    return settle(() => {
      this.#db.prepare('DELETE FROM held_callers WHERE caller_key = ?').run(callerKey);
    });
  }

  /** Those that called longest ago first. */
  listActivity(): Promise<CallerActivity[]> {
    return settle(() =>
      this.#db
        .prepare<[], ActivityRow>('SELECT * FROM caller_activity ORDER BY last_call_at_ms')
        .all()
        .map((row) => ({
          aeTitle: row.ae_title,
          address: row.address,
          lastCallAtMs: row.last_call_at_ms,
          day: row.day,
          storedCount: row.stored_count,
        })),
    );
  }

  /** @param keep how many stay; those that called longest ago go */
  saveActivity(activities: readonly CallerActivity[], keep: number): Promise<void> {
    return settle(() => {
      const save = this.#db.prepare('INSERT OR REPLACE INTO caller_activity VALUES (?, ?, ?, ?, ?)');
      this.#db
        .transaction(() => {
          for (const { aeTitle, address, lastCallAtMs, day, storedCount } of activities) {
            save.run(aeTitle, address, lastCallAtMs, day, storedCount);
          }
          this.#db
            .prepare(
              `DELETE FROM caller_activity WHERE (ae_title, address) IN
                (SELECT ae_title, address FROM caller_activity ORDER BY last_call_at_ms DESC LIMIT -1 OFFSET ?)`,
            )
            .run(keep);
        })
        .immediate();
    });
  }
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
    isDismissed: row.is_dismissed === 1,
    storedCount: row.stored_count,
  };
}
