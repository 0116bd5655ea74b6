import type { StationCallers } from '../catalog/station-devices-callers.ts';
import type { CallerActivity } from '../catalog/station-devices-model.ts';
import { toLocalDay } from '../dicom/dates.ts';
import type { Logger } from '../shared/logger.ts';
import { keyOfCaller, type CallerName } from './caller-name.ts';
import { LateWriter } from './late-writer.ts';

/** `held` waits for somebody here; `refused` got nothing; `problem` got less than it asked for. */
export type CallResult = 'done' | 'problem' | 'held' | 'refused';

/** Something that a station did here, or that we did there. */
export interface CallNote extends CallerName {
  readonly result: CallResult;
  /** Follows the name of the station: "asked for its worklist and got 4 entries." */
  readonly words: string;
  /** Notes of one association with the same mark replace each other, such as the queries of one that asks often. */
  readonly mark?: string;
}

export interface NotedCall extends CallNote {
  readonly atMs: number;
}

export interface ActivityParts {
  readonly records: StationCallers;
  readonly nowMs: () => number;
  /** Called some seconds after the first of several changes. */
  readonly onChanged: () => void;
  readonly logger: Logger;
}

const MAX_NOTES = 200;
const MAX_CALLERS = 500;
const WRITE_DELAY_MS = 10_000;
const TELL_DELAY_MS = 2_000;

/** Who called when, how much came today, and the last calls. Counted in memory; written down now and then. */
export class Activity {
  readonly #parts: ActivityParts;
  /** The newest last. */
  readonly #notes: NotedCall[] = [];
  /** Those that called longest ago first. */
  readonly #callers: Map<string, CallerActivity>;
  readonly #writer: LateWriter;
  #tellTimer: NodeJS.Timeout | null = null;

  private constructor(parts: ActivityParts, callers: readonly CallerActivity[]) {
    this.#parts = parts;
    this.#callers = new Map(callers.map((caller) => [keyOfCaller(caller), caller]));
    this.#writer = new LateWriter({
      write: (keys) =>
        parts.records.saveActivity(
          keys.flatMap((key) => this.#callers.get(key) ?? []),
          MAX_CALLERS,
        ),
      delayMs: WRITE_DELAY_MS,
      failureWords: 'It could not be written down who called when.',
      logger: parts.logger,
    });
  }

  static async open(parts: ActivityParts): Promise<Activity> {
    return new Activity(parts, await parts.records.listActivity());
  }

  /** It is here. */
  called(name: CallerName): void {
    this.#count(name, 0);
    this.#tell();
  }

  /** An object of this caller was kept. Cheap: nothing is told or written for it alone. */
  stored(name: CallerName): void {
    this.#count(name, 1);
  }

  note(note: CallNote): void {
    const last = this.#notes.findLastIndex(({ mark }) => mark !== undefined && mark === note.mark);
    if (last >= 0) this.#notes.splice(last, 1);
    this.#notes.push({ ...note, atMs: this.#parts.nowMs() });
    if (this.#notes.length > MAX_NOTES) this.#notes.shift();
    this.#tell();
  }

  /** The newest first. */
  notes(): readonly NotedCall[] {
    return this.#notes.toReversed();
  }

  /** Of every caller that is remembered. Objects of an earlier day are not counted. */
  callers(): readonly CallerActivity[] {
    const today = toLocalDay(this.#parts.nowMs());
    return [...this.#callers.values()].map((caller) =>
      caller.day === today ? caller : { ...caller, day: today, storedCount: 0 },
    );
  }

  /** Writes down what was only counted so far, and tells no more. */
  close(): Promise<void> {
    if (this.#tellTimer !== null) clearTimeout(this.#tellTimer);
    return this.#writer.flush();
  }

  #tell(): void {
    this.#tellTimer ??= setTimeout(() => {
      this.#tellTimer = null;
      this.#parts.onChanged();
    }, TELL_DELAY_MS).unref();
  }

  #count(name: CallerName, stored: number): void {
    const key = keyOfCaller(name);
    const nowMs = this.#parts.nowMs();
    const day = toLocalDay(nowMs);
    const known = this.#callers.get(key);
    const before = known?.day === day ? known.storedCount : 0;
    this.#callers.delete(key);
    this.#callers.set(key, {
      aeTitle: name.aeTitle,
      address: name.address,
      lastCallAtMs: nowMs,
      day,
      storedCount: before + stored,
    });
    const [oldest] = this.#callers.keys();
    if (oldest !== undefined && this.#callers.size > MAX_CALLERS) this.#callers.delete(oldest);
    this.#writer.changed(key);
  }
}
