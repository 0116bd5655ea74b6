import type { ApiError, CommandOutput } from '../../../preload/contract/command.ts';
import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Observable } from '../../client/observable.ts';
import { EMPTY_FORM, formMistake, toQuestion, type AskForm } from './ask-form.ts';
import { rowKey, type RemoteStudyRow } from './ask-text.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type AskApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;
export type Answers = CommandOutput<'remote.search.page'>;
type Stations = CommandOutput<'remote.nodes'>;

export interface AskState {
  /** Stations that can be asked; null until the first answer. */
  readonly stations: Stations | null;
  /** Names of those that are not asked: a new station is asked from the start. */
  readonly leftOut: readonly string[];
  readonly form: AskForm;
  /** Why the question was not sent. */
  readonly mistake: string | null;
  /** Between pressing and the first sign of life. */
  readonly isStarting: boolean;
  /** Null until something was asked. */
  readonly answers: Answers | null;
  /** Keys of the rows with a tick. */
  readonly chosen: readonly string[];
  /** The row of the keyboard. */
  readonly cursor: string | null;
  /** Null until the first answer. */
  readonly jobs: readonly RemoteJobRow[] | null;
  /** Why the newest question of each kind failed; what is shown stays. */
  readonly errors: Readonly<Record<'stations' | 'search' | 'jobs', ApiError | null>>;
}

/** The contract gives a page of this many rows; whoever finds more narrows the search. */
const MAX_ROWS = 1_000;

/** Search and jobs as one window shows them; the core keeps both, so a lost line loses nothing. */
export class AskStore {
  readonly state = new Observable<AskState>({
    stations: null,
    leftOut: [],
    form: EMPTY_FORM,
    mistake: null,
    isStarting: false,
    answers: null,
    chosen: [],
    cursor: null,
    jobs: null,
    errors: { stations: null, search: null, jobs: null },
  });
  readonly #api: AskApi;
  #searchId: number | null = null;
  /** Also the rows that are shown already: more of their images may be here. */
  #wantsAllRows = true;
  /** Searches begun in this window; a late answer to an older one is for nobody. */
  #begun = 0;
  readonly #askStations = oneAtATime(() => this.#readStations());
  readonly #askAnswers = oneAtATime(() => this.#readAnswers());
  readonly #askJobs = oneAtATime(() => this.#readJobs());

  constructor(api: AskApi) {
    this.#api = api;
  }

  /** @returns a function that stops it */
  start(): () => void {
    const leaveEvents = this.#api.subscribe((event) => {
      if (event.type === 'devices.changed') void this.#askStations();
      if (event.type === 'remote.jobs.changed') void this.#askJobs();
      if (event.type === 'remote.search.changed' && event.searchId === this.#searchId)
        void this.#askAnswers();
    });
    const leaveResync = this.#api.onResync(() => {
      this.askAgain();
    });
    this.askAgain();
    return () => {
      leaveEvents();
      leaveResync();
    };
  }

  /** State as the core has it now, after a while or a lost line. */
  askAgain(): void {
    this.#wantsAllRows = true;
    void this.#askStations();
    void this.#askAnswers();
    void this.#askJobs();
  }

  get asked(): readonly string[] {
    const { stations, leftOut } = this.state.get();
    return (stations ?? []).map(({ name }) => name).filter((name) => !leftOut.includes(name));
  }

  get isAsking(): boolean {
    const { isStarting, answers } = this.state.get();
    return isStarting || (answers?.nodes.some(({ state }) => state === 'asking') ?? false);
  }

  /** Rows to fetch: those with a tick, else the row of the keyboard. */
  get rowsToFetch(): readonly RemoteStudyRow[] {
    const { answers, chosen, cursor } = this.state.get();
    const wanted = chosen.length > 0 ? chosen : [cursor];
    return (answers?.studies ?? []).filter((study) => wanted.includes(rowKey(study)));
  }

  tickStation(name: string, isAsked: boolean): void {
    const others = this.state.get().leftOut.filter((each) => each !== name);
    this.#patch({ leftOut: isAsked ? others : [...others, name], mistake: null });
  }

  changeForm(change: Partial<AskForm>): void {
    this.#patch({ form: { ...this.state.get().form, ...change }, mistake: null });
  }

  async search(): Promise<void> {
    const { form } = this.state.get();
    const nodeNames = this.asked;
    const mistake = nodeNames.length === 0 ? 'Tick a station that is to be asked.' : formMistake(form);
    this.#patch({ mistake });
    if (mistake !== null) return;
    this.cancelSearch(); // nobody waits for the answers to the question before
    const begun = ++this.#begun;
    this.#searchId = null;
    this.#wantsAllRows = true;
    this.#patch({ isStarting: true, answers: null, chosen: [], cursor: null });
    this.#setError('search', null);
    const reply = await this.#api.call('remote.search.start', {
      nodeNames: [...nodeNames],
      ...toQuestion(form),
    });
    if (begun !== this.#begun) return;
    if (reply.ok) {
      this.#searchId = reply.value.searchId;
      await this.#askAnswers();
      return;
    }
    this.#setError('search', reply.error);
    this.#patch({ isStarting: false });
  }

  /** What came stays. */
  cancelSearch(): void {
    if (this.#searchId === null || !this.isAsking) return;
    void this.#api.call('remote.search.cancel', { searchId: this.#searchId });
  }

  point(key: string): void {
    this.#patch({ cursor: key });
  }

  /** Moves the keyboard's row; stops at both ends. */
  step(by: number): void {
    const keys = this.#keys;
    if (keys.length === 0) return;
    const here = keys.indexOf(this.state.get().cursor ?? '');
    const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), keys.length - 1);
    this.#patch({ cursor: keys[next] ?? null });
  }

  toggle(key: string | null): void {
    if (key === null) return;
    const { chosen } = this.state.get();
    const isChosen = chosen.includes(key);
    this.#patch({ cursor: key, chosen: isChosen ? chosen.filter((each) => each !== key) : [...chosen, key] });
  }

  /** All rows from the keyboard's to this one get a tick. */
  chooseTo(key: string): void {
    const keys = this.#keys;
    const from = Math.max(keys.indexOf(this.state.get().cursor ?? key), 0);
    const to = keys.indexOf(key);
    const between = keys.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#patch({ cursor: key, chosen: [...new Set([...this.state.get().chosen, ...between])] });
  }

  /** Ticks all rows, or none when all have one. */
  chooseAll(): void {
    const keys = this.#keys;
    this.#patch({ chosen: this.state.get().chosen.length === keys.length ? [] : keys });
  }

  untick(keys: readonly string[]): void {
    this.#patch({ chosen: this.state.get().chosen.filter((key) => !keys.includes(key)) });
  }

  /** One step back: the search ends, then the ticks go. */
  stepBack(): void {
    if (this.isAsking) this.cancelSearch();
    else this.#patch({ chosen: [] });
  }

  get #keys(): readonly string[] {
    return (this.state.get().answers?.studies ?? []).map(rowKey);
  }

  async #readStations(): Promise<void> {
    const reply = await this.#api.call('remote.nodes', {});
    if (reply.ok) this.#patch({ stations: reply.value });
    this.#setError('stations', reply.ok ? null : reply.error);
  }

  async #readAnswers(): Promise<void> {
    const searchId = this.#searchId;
    if (searchId === null) return;
    const kept = this.#wantsAllRows ? [] : (this.state.get().answers?.studies ?? []);
    this.#wantsAllRows = false;
    const limit = Math.max(MAX_ROWS - kept.length, 1);
    const reply = await this.#api.call('remote.search.page', { searchId, from: kept.length, limit });
    if (searchId !== this.#searchId) return;
    this.#setError('search', reply.ok ? null : reply.error);
    if (!reply.ok) {
      this.#wantsAllRows = true;
      this.#patch({ isStarting: false });
      return;
    }
    const studies = [...kept, ...reply.value.studies].slice(0, MAX_ROWS);
    const [first] = studies;
    const cursor = this.state.get().cursor ?? (first ? rowKey(first) : null);
    this.#patch({ answers: { ...reply.value, studies }, isStarting: false, cursor });
  }

  async #readJobs(): Promise<void> {
    const reply = await this.#api.call('remote.jobs.list', { limit: 200 });
    this.#setError('jobs', reply.ok ? null : reply.error);
    if (!reply.ok) return;
    const before = this.state.get().jobs;
    this.#patch({ jobs: reply.value.jobs });
    if (before && countDone(before) !== countDone(reply.value.jobs)) {
      this.#wantsAllRows = true; // more of it is here
      void this.#askAnswers();
    }
  }

  #setError(kind: keyof AskState['errors'], error: ApiError | null): void {
    this.#patch({ errors: { ...this.state.get().errors, [kind]: error } });
  }

  #patch(change: Partial<AskState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

function countDone(jobs: readonly RemoteJobRow[]): number {
  return jobs.filter(({ state, kind }) => state === 'done' && kind === 'retrieve').length;
}
