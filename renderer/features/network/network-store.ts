import type { ApiError, CommandOutput } from '../../../preload/contract/command.ts';
import type { CallRow } from '../../../preload/contract/devices.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Observable } from '../../client/observable.ts';

export type NetworkApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;
export type DevicesAnswer = CommandOutput<'devices.list'>;

export interface NetworkState {
  /** Null until the first answer. */
  readonly shown: DevicesAnswer | null;
  /** The newest first. */
  readonly calls: readonly CallRow[];
  /** Why the newest question failed; what is shown stays. */
  readonly error: ApiError | null;
  /** Cards or rows came or left while the page was held. */
  readonly isWaiting: boolean;
}

/** Enough to see what happened since one looked last; all that the core keeps is asked for on demand. */
const CALLS_SHOWN = 8;
const CALLS_KEPT = 200;

/** Callers and devices as one window shows them. While held, nothing moves: figures change in place, cards wait. */
export class NetworkStore {
  readonly state = new Observable<NetworkState>({ shown: null, calls: [], error: null, isWaiting: false });
  readonly #api: NetworkApi;
  #question = 0;
  #isHeld = false;
  #callLimit = CALLS_SHOWN;
  #waiting: DevicesAnswer | null = null;

  constructor(api: NetworkApi) {
    this.#api = api;
  }

  /** @returns a function that stops it */
  start(): () => void {
    const leaveEvents = this.#api.subscribe((event) => {
      if (event.type === 'devices.changed') void this.#ask('refresh');
    });
    const leaveResync = this.#api.onResync(() => void this.#ask('refresh'));
    void this.#ask('query');
    return () => {
      this.#question += 1; // a late answer is for nobody
      leaveEvents();
      leaveResync();
    };
  }

  askAgain(): void {
    void this.#ask('query');
  }

  showAllCalls(areAll: boolean): void {
    this.#callLimit = areAll ? CALLS_KEPT : CALLS_SHOWN;
    void this.#ask('refresh');
  }

  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
    if (this.#waiting) this.#show(this.#waiting);
  }

  async #ask(reason: 'query' | 'refresh'): Promise<void> {
    const question = ++this.#question;
    const [list, calls] = await Promise.all([
      this.#api.call('devices.list', {}),
      this.#api.call('devices.calls', { limit: this.#callLimit }),
    ]);
    if (question !== this.#question) return;
    if (calls.ok) this.#patch({ calls: calls.value });
    if (!list.ok) {
      this.#patch({ error: list.error });
      return;
    }
    const { shown } = this.state.get();
    if (reason === 'refresh' && this.#isHeld && shown !== null && !hasSameRows(shown, list.value)) {
      this.#waiting = list.value;
      this.#patch({ isWaiting: true, error: null });
    } else this.#show(list.value);
  }

  #show(answer: DevicesAnswer): void {
    this.#waiting = null;
    this.#patch({ shown: answer, error: null, isWaiting: false });
  }

  #patch(change: Partial<NetworkState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

function hasSameRows(a: DevicesAnswer, b: DevicesAnswer): boolean {
  return rowKeys(a) === rowKeys(b);
}

function rowKeys({ callers, devices }: DevicesAnswer): string {
  return JSON.stringify([callers.map(({ callerKey }) => callerKey), devices.map(({ name }) => name)]);
}
