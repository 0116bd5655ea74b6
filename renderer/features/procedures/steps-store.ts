import type { ApiError, CommandOutput } from '../../../preload/contract/command.ts';
import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Observable } from '../../client/observable.ts';
import { isoDay } from './step-text.ts';

export type StepsApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;
export type StepsAnswer = CommandOutput<'procedures.list'>;

export type DaySpan = 'today' | 'tomorrow' | 'week' | 'open' | 'past';

export interface StepsState {
  readonly span: DaySpan;
  readonly text: string;
  /** Null until the first answer. */
  readonly shown: StepsAnswer | null;
  /** Why the newest question failed; what is shown stays. */
  readonly error: ApiError | null;
  /** Rows came or left while the list was held. */
  readonly isWaiting: boolean;
  /** Key of the keyboard's row; null while the list is empty. */
  readonly selected: number | null;
}

const DAYS_BACK = 30;

/** The scheduled steps as one window shows them: asked for again with each event. While held, no row moves. */
export class StepsStore {
  readonly state = new Observable<StepsState>({
    span: 'today',
    text: '',
    shown: null,
    error: null,
    isWaiting: false,
    selected: null,
  });
  readonly #api: StepsApi;
  #question = 0;
  #isHeld = false;
  #waiting: StepsAnswer | null = null;

  constructor(api: StepsApi) {
    this.#api = api;
  }

  /** @returns a function that stops it */
  start(): () => void {
    const leaveEvents = this.#api.subscribe((event) => {
      if (event.type === 'procedures.changed') void this.#ask('refresh');
    });
    const leaveResync = this.#api.onResync(() => void this.#ask('refresh'));
    void this.#ask('query');
    return () => {
      this.#question += 1; // a late answer is for nobody
      leaveEvents();
      leaveResync();
    };
  }

  get selectedRow(): ProcedureRow | undefined {
    const { shown, selected } = this.state.get();
    return shown?.steps.find(({ stepKey }) => stepKey === selected);
  }

  changeQuery(change: Partial<Pick<StepsState, 'span' | 'text'>>): void {
    this.#patch(change);
    void this.#ask('query');
  }

  select(stepKey: number): void {
    this.#patch({ selected: stepKey });
  }

  /** Moves the keyboard's row; stops at both ends. */
  step(by: number): void {
    const { shown, selected } = this.state.get();
    if (!shown || shown.steps.length === 0) return;
    const here = shown.steps.findIndex(({ stepKey }) => stepKey === selected);
    const next = Math.min(Math.max(here + by, 0), shown.steps.length - 1);
    this.#patch({ selected: shown.steps[next]?.stepKey ?? null });
  }

  askAgain(): void {
    void this.#ask('query');
  }

  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
    if (this.#waiting) this.#show(this.#waiting);
  }

  /** One step back: what waits comes in, then the filter goes. */
  stepBack(): void {
    const { isWaiting, text } = this.state.get();
    this.letGo();
    if (!isWaiting && text !== '') this.changeQuery({ text: '' });
  }

  async #ask(reason: 'query' | 'refresh'): Promise<void> {
    const question = ++this.#question;
    const { span, text } = this.state.get();
    const reply = await this.#api.call('procedures.list', { ...toDays(span, Date.now()), text });
    if (question !== this.#question) return;
    if (!reply.ok) {
      this.#patch({ error: reply.error });
      return;
    }
    const { shown } = this.state.get();
    const isMoved = shown !== null && !hasSameRows(shown, reply.value);
    if (reason === 'refresh' && this.#isHeld && isMoved) {
      this.#waiting = reply.value;
      this.#patch({ isWaiting: true, error: null });
    } else this.#show(reply.value);
  }

  #show(answer: StepsAnswer): void {
    this.#waiting = null;
    this.#patch({ shown: answer, error: null, isWaiting: false, selected: this.#stillSelected(answer) });
  }

  /** The same step; when it left the list, the one that took its place. */
  #stillSelected(answer: StepsAnswer): number | null {
    const { shown, selected } = this.state.get();
    if (answer.steps.some(({ stepKey }) => stepKey === selected)) return selected;
    const before = shown?.steps.findIndex(({ stepKey }) => stepKey === selected) ?? -1;
    return answer.steps[Math.min(Math.max(before, 0), answer.steps.length - 1)]?.stepKey ?? null;
  }

  #patch(change: Partial<StepsState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

function hasSameRows(a: StepsAnswer, b: StepsAnswer): boolean {
  return (
    a.steps.length === b.steps.length &&
    a.steps.every(({ stepKey }, index) => stepKey === b.steps[index]?.stepKey)
  );
}

interface Days {
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly isOpenOnly: boolean;
}

function toDays(span: DaySpan, nowMs: number): Days {
  const day = (days: number) => isoDay(nowMs, days);
  switch (span) {
    case 'today':
      return { fromDate: day(0), toDate: day(0), isOpenOnly: false };
    case 'tomorrow':
      return { fromDate: day(1), toDate: day(1), isOpenOnly: false };
    case 'week':
      return { fromDate: day(0), toDate: day(6), isOpenOnly: false };
    case 'open':
      return { fromDate: null, toDate: null, isOpenOnly: true };
    case 'past':
      return { fromDate: day(-DAYS_BACK), toDate: day(-1), isOpenOnly: false };
  }
}
