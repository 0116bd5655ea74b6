import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import { Broadcaster } from '../events/broadcaster.ts';
import { Notices } from './notices.ts';
import { ReceptionFeed } from './reception-feed.ts';
import { ReceptionMonitor } from './reception-monitor.ts';
import { StudyFeed } from './study-feed.ts';
import { Throttle } from './throttle.ts';

export type EventBody = WorkstationEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'sequence'>
    : never
  : never;

const COUNTS_INTERVAL_MS = 2_000;
const PROCEDURES_INTERVAL_MS = 500;
const DEVICES_INTERVAL_MS = 250;

/** Tells the windows what has changed, each kind of news no more often than somebody can look. */
export class Announcer {
  readonly #events = new Broadcaster<EventBody>();
  /** What the windows show a person. */
  readonly notices = new Notices(() => {
    this.publish({ type: 'notices.changed', notices: [...this.notices.list()] });
  });
  readonly reception = new ReceptionMonitor(() => Date.now());
  readonly #receptionFeed = new ReceptionFeed(
    () => this.reception.snapshot(),
    (reception) => {
      this.publish({ type: 'reception.changed', reception });
    },
  );
  readonly #counts = this.#inTurn({ type: 'station.changed' }, COUNTS_INTERVAL_MS);
  readonly #procedures = this.#inTurn({ type: 'procedures.changed' }, PROCEDURES_INTERVAL_MS);
  readonly #devices = this.#inTurn({ type: 'devices.changed' }, DEVICES_INTERVAL_MS);
  readonly #studies: StudyFeed;
  readonly #quality = new StudyFeed((studyInstanceUids) => {
    this.publish({ type: 'quality.changed', studyInstanceUids: [...studyInstanceUids] });
    return Promise.resolve();
  });

  /** @param publishStudies reads the rows and publishes them; must not reject */
  constructor(publishStudies: (studyInstanceUids: readonly string[]) => Promise<void>) {
    this.#studies = new StudyFeed(publishStudies);
  }

  /** Number of the newest event. */
  get sequence(): number {
    return this.#events.sequence;
  }

  subscribe(listener: Parameters<Broadcaster<EventBody>['subscribe']>[0]): () => void {
    return this.#events.subscribe(listener);
  }

  publish(event: EventBody): void {
    this.#events.publish(event);
  }

  studiesChanged(studyInstanceUids: Iterable<string>): void {
    this.#studies.changed(studyInstanceUids);
  }

  /** Verdicts or decisions about them. */
  qualityChanged(studyInstanceUids: Iterable<string>): void {
    this.#quality.changed(studyInstanceUids);
  }

  receptionChanged(): void {
    this.#receptionFeed.changed();
  }

  /** Counts that the windows show: unfiled, conflicts, quarantine. */
  countsChanged(): void {
    this.#counts.trigger();
  }

  proceduresChanged(): void {
    this.#procedures.trigger();
  }

  devicesChanged(): void {
    this.#devices.trigger();
  }

  close(): void {
    this.#studies.close();
    this.#quality.close();
    this.#receptionFeed.close();
    for (const throttle of [this.#counts, this.#procedures, this.#devices]) throttle.close();
  }

  #inTurn(event: EventBody, intervalMs: number): Throttle {
    return new Throttle(() => {
      this.publish(event);
    }, intervalMs);
  }
}
