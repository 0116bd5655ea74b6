import type {
  Album,
  ApiError,
  CommandOutput,
  Reply,
  WorklistSort,
} from '../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { StudyRow } from '../../../preload/contract/study.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Observable } from '../../client/observable.ts';
import { createRefreshPace } from './refresh-pace.ts';
import { RowStore } from './row-store.ts';
import { startOfYesterdayMs } from './time-text.ts';

export type WorklistAnswer = CommandOutput<'worklist.list'>;

export interface WorklistQuery {
  readonly text: string;
  readonly album: Album;
  /** Null: the order of the house. */
  readonly sort: WorklistSort | null;
}

export interface WorklistState {
  readonly query: WorklistQuery;
  /** What the list shows; null until the first answer. Its studies are as they were then: `rows` has the newest. */
  readonly shown: WorklistAnswer | null;
  /** From the question to the answer, in ms. */
  readonly elapsedMs: number;
  /** Why the newest question failed; what is shown stays. */
  readonly error: ApiError | null;
  /** Studies that came while the list was held. */
  readonly waitingCount: number;
  /** Study Instance UID of the keyboard's row, which the preview shows; null while the list is empty. */
  readonly selected: string | null;
}

export type WorklistApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;

/** Most rows that are asked for; a clinic with more narrows the list by a filter. */
export const LIST_LIMIT = 2_000;

/** A refresh comes from the station, a query from the person: only the former waits while the list is held. */
type Reason = 'query' | 'refresh';

/**
 * The worklist as one window shows it. Rows in the list are patched in place from events; the list is asked for again
 * when a study came, left or changed its place.
 */
export class WorklistStore {
  readonly rows = new RowStore();
  readonly state = new Observable<WorklistState>({
    query: { text: '', album: 'all', sort: null },
    shown: null,
    elapsedMs: 0,
    error: null,
    waitingCount: 0,
    selected: null,
  });
  /** Studies that came into the list by themselves, newest batch; for the bar on the row and the announcement. */
  readonly arrivals = new Observable<readonly StudyRow[]>([]);
  readonly #api: WorklistApi;
  readonly #pace = createRefreshPace(() => void this.#ask('refresh'));
  /** Rows from events that the shown or waiting answer may not contain yet. */
  readonly #recent = new Map<string, { readonly sequence: number; readonly row: StudyRow }>();
  readonly #arrivedAtMs = new Map<string, number>();
  #question = 0;
  #isQueryUnanswered = false;
  #isHeld = false;
  #waiting: WorklistAnswer | null = null;
  #known: ReadonlySet<string> = new Set();

  constructor(api: WorklistApi) {
    this.#api = api;
  }

  /** @returns a function that stops it */
  start(): () => void {
    const leaveEvents = this.#api.subscribe((event) => {
      this.#receiveEvent(event);
    });
    const leaveResync = this.#api.onResync(() => {
      this.#recent.clear(); // a restarted core counts its events from the beginning
      void this.#ask('refresh');
    });
    void this.#ask('query');
    return () => {
      this.#question += 1; // a late answer is for nobody
      this.#pace.stop();
      leaveEvents();
      leaveResync();
    };
  }

  changeQuery(change: Partial<WorklistQuery>): void {
    this.#patchState({ query: { ...this.state.get().query, ...change } });
    void this.#ask('query');
  }

  select(studyInstanceUid: string): void {
    this.#patchState({ selected: studyInstanceUid });
  }

  /** Moves the keyboard's row; stops at both ends. */
  step(by: number): void {
    const { shown, selected } = this.state.get();
    if (!shown || shown.studies.length === 0) return;
    const here = shown.studies.findIndex((row) => row.studyInstanceUid === selected);
    const next = Math.min(Math.max(here + by, 0), shown.studies.length - 1);
    this.#patchState({ selected: shown.studies[next]?.studyInstanceUid ?? null });
  }

  askAgain(): void {
    void this.#ask('query');
  }

  /** While held, no row moves; what comes waits. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    if (this.#waiting) this.#show(this.#waiting, 'refresh');
  }

  /** When a study came into the list by itself, or undefined. Unix time in ms. */
  arrivedInListAtMs(studyInstanceUid: string): number | undefined {
    return this.#arrivedAtMs.get(studyInstanceUid);
  }

  /** Takes over a row that a command answered. */
  acceptRow(row: StudyRow): void {
    if (this.rows.has(row.studyInstanceUid)) this.#patchRow(row);
  }

  async #ask(reason: Reason): Promise<void> {
    this.#pace.asked();
    const question = ++this.#question;
    this.#isQueryUnanswered ||= reason === 'query';
    const { text, album, sort } = this.state.get().query;
    const askedAtMs = performance.now();
    const reply = await this.#api.call('worklist.list', {
      text,
      album,
      sort,
      sinceMs: startOfYesterdayMs(Date.now()),
      limit: LIST_LIMIT,
    });
    if (question !== this.#question) return;
    this.#receiveAnswer(reply, performance.now() - askedAtMs);
  }

  #receiveAnswer(reply: Reply<WorklistAnswer>, elapsedMs: number): void {
    const reason: Reason = this.#isQueryUnanswered ? 'query' : 'refresh';
    this.#isQueryUnanswered = false;
    if (!reply.ok) {
      this.#patchState({ error: reply.error });
      return;
    }
    const answer = this.#withRecentRows(reply.value);
    this.#patchState({ elapsedMs, error: null });
    if (reason === 'refresh' && this.#isHeld && this.state.get().shown) this.#keepWaiting(answer);
    else this.#show(answer, reason);
  }

  /** Events that overtook the answer are newer than its rows. */
  #withRecentRows(answer: WorklistAnswer): WorklistAnswer {
    for (const [uid, { sequence }] of this.#recent) {
      if (sequence <= answer.sequence) this.#recent.delete(uid);
    }
    if (this.#recent.size === 0) return answer;
    return {
      ...answer,
      studies: answer.studies.map((row) => this.#recent.get(row.studyInstanceUid)?.row ?? row),
    };
  }

  /** Numbers and rows are brought up to date at once, the order later. */
  #keepWaiting(answer: WorklistAnswer): void {
    const shown = this.state.get().shown;
    if (!shown) return;
    this.#waiting = answer;
    const fresh = answer.studies.filter((row) => !this.rows.has(row.studyInstanceUid));
    for (const row of answer.studies) if (this.rows.has(row.studyInstanceUid)) this.rows.set(row);
    const { matchingCount, totalCount, albumCounts, unfiledCount } = answer;
    this.#patchState({
      shown: { ...shown, matchingCount, totalCount, albumCounts, unfiledCount },
      waitingCount: fresh.length,
    });
    this.#announce(fresh.filter((row) => !this.#known.has(row.studyInstanceUid)));
  }

  #show(answer: WorklistAnswer, reason: Reason): void {
    const latest = this.#withRecentRows(answer);
    const uids = new Set(latest.studies.map((row) => row.studyInstanceUid));
    const fresh =
      reason === 'refresh' ? latest.studies.filter((row) => !this.rows.has(row.studyInstanceUid)) : [];
    const nowMs = Date.now();
    for (const uid of this.#arrivedAtMs.keys()) if (!uids.has(uid)) this.#arrivedAtMs.delete(uid);
    for (const row of fresh) this.#arrivedAtMs.set(row.studyInstanceUid, nowMs);
    for (const row of latest.studies) this.rows.set(row);
    this.rows.keepOnly(uids);
    this.#waiting = null;
    this.#patchState({ shown: latest, waitingCount: 0, selected: this.#stillSelected(latest, uids) });
    this.#announce(fresh.filter((row) => !this.#known.has(row.studyInstanceUid)));
    this.#known = uids;
  }

  /** The same study; when it left the list, the one that took its place. */
  #stillSelected(answer: WorklistAnswer, uids: ReadonlySet<string>): string | null {
    const { shown, selected } = this.state.get();
    if (selected !== null && uids.has(selected)) return selected;
    const before = shown?.studies.findIndex((row) => row.studyInstanceUid === selected) ?? -1;
    const index = Math.min(Math.max(before, 0), answer.studies.length - 1);
    return answer.studies[index]?.studyInstanceUid ?? null;
  }

  #announce(fresh: readonly StudyRow[]): void {
    if (fresh.length === 0) return;
    this.#known = new Set([...this.#known, ...fresh.map((row) => row.studyInstanceUid)]);
    this.arrivals.set(fresh);
  }

  #receiveEvent(event: WorkstationEvent): void {
    if (event.type !== 'studies.changed') return;
    const shownSequence = this.state.get().shown?.sequence ?? 0;
    let isPlaceChanged = false;
    for (const row of event.studies) {
      this.#recent.set(row.studyInstanceUid, { sequence: event.sequence, row });
      const before = this.rows.get(row.studyInstanceUid);
      if (!before) isPlaceChanged = true;
      else if (event.sequence > shownSequence) isPlaceChanged = this.#patchRow(row) || isPlaceChanged;
    }
    if (isPlaceChanged) this.#pace.soon();
    else if (this.state.get().query.sort) this.#pace.later();
  }

  /** @returns whether the row belongs in another place now */
  #patchRow(row: StudyRow): boolean {
    const before = this.rows.get(row.studyInstanceUid);
    this.rows.set(row);
    return before?.status !== row.status || before.priority !== row.priority;
  }

  #patchState(change: Partial<WorklistState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}
