import type { StationCallers } from '../catalog/station-devices-callers.ts';
import type { HeldCaller, UnknownCall } from '../catalog/station-devices-model.ts';
import type { Logger } from '../shared/logger.ts';
import { keyOfCaller, type CallerName } from './caller-name.ts';
import { LateWriter } from './late-writer.ts';

export interface InboxParts {
  readonly records: StationCallers;
  readonly nowMs: () => number;
  readonly onChanged: () => void;
  readonly logger: Logger;
}

/** Callers that are remembered; a port scanner with ever new names pushes out the oldest. */
const MAX_CALLERS = 200;
const WRITE_DELAY_MS = 5_000;

/**
 * Cards of callers that are no known devices. A new card, or a new wish, is written at once; that a caller called again, or
 * sent more, is written later, so that a device that calls for every image costs no more than memory.
 */
export class Inbox {
  readonly #parts: InboxParts;
  /** Those that called longest ago first. */
  readonly #cards = new Map<string, HeldCaller>();
  readonly #writer: LateWriter;
  #lastKey: number;

  private constructor(parts: InboxParts, cards: readonly HeldCaller[], lastKey: number) {
    this.#parts = parts;
    for (const card of cards) this.#cards.set(keyOfCaller(card), card);
    this.#lastKey = lastKey;
    this.#writer = new LateWriter({
      write: (keys) => parts.records.save(keys.flatMap((key) => this.#cards.get(key) ?? [])),
      delayMs: WRITE_DELAY_MS,
      failureWords: 'Unknown callers could not be noted in the inbox.',
      logger: parts.logger,
    });
  }

  static async open(parts: InboxParts): Promise<Inbox> {
    const { records } = parts;
    return new Inbox(parts, await records.list(), await records.findLastKey());
  }

  /** Those that wait for a decision, the newest call first. */
  list(): readonly HeldCaller[] {
    return this.listAll()
      .filter(({ isDismissed }) => !isDismissed)
      .toReversed();
  }

  /** Dismissed ones too, the oldest call first. */
  listAll(): readonly HeldCaller[] {
    return [...this.#cards.values()];
  }

  find(callerKey: number): HeldCaller | null {
    return this.listAll().find((card) => card.callerKey === callerKey) ?? null;
  }

  findByName(name: CallerName): HeldCaller | null {
    return this.#cards.get(keyOfCaller(name)) ?? null;
  }

  /** Adds a call to what is known of its caller. A dismissed one comes back when it is denied something new. */
  note(call: UnknownCall): void {
    const key = keyOfCaller(call);
    const known = this.#cards.get(key);
    const card = known ? addTo(known, call, this.#parts.nowMs()) : this.#makeCard(call);
    this.#cards.delete(key);
    this.#cards.set(key, card);
    this.#writer.changed(key, { isUrgent: known === undefined || hasNewWish(known, card) });
    this.#dropOldest();
    this.#parts.onChanged();
  }

  /** An object of a caller was kept. */
  noteStored(name: CallerName): void {
    const key = keyOfCaller(name);
    const card = this.#cards.get(key);
    if (card === undefined) return;
    this.#cards.set(key, { ...card, storedCount: card.storedCount + 1 });
    this.#writer.changed(key);
  }

  /** @returns whether there was such a card */
  async dismiss(callerKey: number): Promise<boolean> {
    const card = this.find(callerKey);
    if (card === null) return false;
    const dismissed = { ...card, isDismissed: true };
    await this.#parts.records.save([dismissed]);
    this.#cards.set(keyOfCaller(card), dismissed);
    this.#parts.onChanged();
    return true;
  }

  /** A decision was taken. */
  async forget(card: HeldCaller): Promise<void> {
    this.#remove(card);
    await this.#parts.records.forget(card.callerKey);
    this.#parts.onChanged();
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  #remove(card: HeldCaller): void {
    const key = keyOfCaller(card);
    this.#cards.delete(key);
    this.#writer.forget(key);
  }

  #dropOldest(): void {
    const [oldest] = this.#cards.values();
    if (oldest === undefined || this.#cards.size <= MAX_CALLERS) return;
    this.#remove(oldest);
    this.#parts.records.forget(oldest.callerKey).catch((error: unknown) => {
      this.#parts.logger.error('An old caller could not be taken from the inbox.', { err: error });
    });
  }

  #makeCard(call: UnknownCall): HeldCaller {
    this.#lastKey += 1;
    const nowMs = this.#parts.nowMs();
    const counts = { callCount: 1, storedCount: 0, firstCallAtMs: nowMs, lastCallAtMs: nowMs };
    return { ...call, ...counts, callerKey: this.#lastKey, isDismissed: false };
  }
}

function addTo(known: HeldCaller, call: UnknownCall, nowMs: number): HeldCaller {
  const denied = [...new Set([...known.denied, ...call.denied])];
  return {
    ...known,
    calledAeTitle: call.calledAeTitle,
    implementation: call.implementation,
    askedFor: [...new Set([...known.askedFor, ...call.askedFor])],
    denied,
    callCount: known.callCount + 1,
    lastCallAtMs: nowMs,
    isDismissed: known.isDismissed && denied.length === known.denied.length,
  };
}

function hasNewWish(before: HeldCaller, after: HeldCaller): boolean {
  return before.askedFor.length !== after.askedFor.length || before.denied.length !== after.denied.length;
}
