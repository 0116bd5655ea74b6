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

/** Rows that are asked for at first: days of a small clinic. Scrolling on asks for more. */
export const FIRST_LIMIT = 500;
/** Most rows that the core answers; who needs older ones narrows the list by a filter. */
const LAST_LIMIT = 5_000;

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
  #limit = FIRST_LIMIT;
  #isQueryUnanswered = false;
  #isHeld = false;
  #waiting: WorklistAnswer | null = null;
  readonly #told = new Set<string>();

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
    this.#limit = FIRST_LIMIT;
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

  /** The end of the list is in sight: asks for more rows when there are more. */
  askForMore(): void {
    const { shown } = this.state.get();
    if (!shown || shown.studies.length < this.#limit || this.#limit >= LAST_LIMIT) return;
    this.#limit = Math.min(this.#limit * 3, LAST_LIMIT);
    void this.#ask('refresh');
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
      limit: this.#limit,
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
    const { shown } = this.state.get();
    if (reason === 'refresh' && this.#isHeld && shown) this.#keepWaiting(answer, shown);
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

  /** Numbers and rows are brought up to date at once, the order later. More rows at the end move nothing. */
  #keepWaiting(answer: WorklistAnswer, shown: WorklistAnswer): void {
    this.#waiting = answer;
    const { fresh, tail } = this.#findNew(answer, shown);
    for (const row of answer.studies) if (this.rows.has(row.studyInstanceUid)) this.rows.set(row);
    for (const row of tail) this.rows.set(row);
    const studies = tail.length === 0 ? shown.studies : [...shown.studies, ...tail];
    this.#patchState({ shown: { ...answer, studies }, waitingCount: fresh.length });
    this.#announce(fresh);
  }

  #show(answer: WorklistAnswer, reason: Reason): void {
    const { shown } = this.state.get();
    const latest = this.#withRecentRows(answer);
    const fresh = reason === 'refresh' && shown ? this.#findNew(latest, shown).fresh : [];
    const uids = new Set(latest.studies.map((row) => row.studyInstanceUid));
    const nowMs = Date.now();
    for (const uid of this.#arrivedAtMs.keys()) if (!uids.has(uid)) this.#arrivedAtMs.delete(uid);
    for (const row of fresh) this.#arrivedAtMs.set(row.studyInstanceUid, nowMs);
    for (const row of latest.studies) this.rows.set(row);
    this.rows.keepOnly(uids);
    this.#waiting = null;
    this.#patchState({ shown: latest, waitingCount: 0, selected: this.#stillSelected(latest, uids) });
    this.#announce(fresh);
  }

  /** Rows that the list does not show yet: those beyond its last row were only not asked for before. */
  #findNew(answer: WorklistAnswer, shown: WorklistAnswer): { fresh: StudyRow[]; tail: StudyRow[] } {
    const lastUid = shown.studies.at(-1)?.studyInstanceUid;
    const lastIndex = answer.studies.findIndex((row) => row.studyInstanceUid === lastUid);
    const fresh: StudyRow[] = [];
    const tail: StudyRow[] = [];
    answer.studies.forEach((row, index) => {
      if (this.rows.has(row.studyInstanceUid)) return;
      (lastIndex >= 0 && index > lastIndex ? tail : fresh).push(row);
    });
    return { fresh, tail };
  }

  /** Each arrival is told once, also when it waited before it was shown. */
  #announce(fresh: readonly StudyRow[]): void {
    const untold = fresh.filter((row) => !this.#told.has(row.studyInstanceUid));
    if (untold.length === 0) return;
    for (const row of untold) this.#told.add(row.studyInstanceUid);
    this.arrivals.set(untold);
  }

  /** The same study; when it left the list, the one that took its place. */
  #stillSelected(answer: WorklistAnswer, uids: ReadonlySet<string>): string | null {
    const { shown, selected } = this.state.get();
    if (selected !== null && uids.has(selected)) return selected;
    const before = shown?.studies.findIndex((row) => row.studyInstanceUid === selected) ?? -1;
    const index = Math.min(Math.max(before, 0), answer.studies.length - 1);
    return answer.studies[index]?.studyInstanceUid ?? null;
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
