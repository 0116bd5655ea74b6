import type { ApiError } from '../../preload/contract/command.ts';
import type { StationInfo } from '../../preload/contract/station.ts';
import type { ApiClient } from './api-client.ts';
import { Observable } from './observable.ts';

interface StationState {
  /** Null until the core has answered for the first time. */
  readonly info: StationInfo | null;
  /** Why the newest question failed; the older `info` stays. */
  readonly error: ApiError | null;
}

export interface StationStore {
  readonly state: Pick<Observable<StationState>, 'get' | 'subscribe'>;
  /** @returns a function that stops it */
  start(): () => void;
}

/** State of the station, kept fresh by events and asked for again after a resync. */
export function createStationStore(api: Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>): StationStore {
  const state = new Observable<StationState>({ info: null, error: null });
  let newestQuestion = 0;

  const ask = async () => {
    const question = ++newestQuestion;
    const reply = await api.call('station.info', {});
    if (question !== newestQuestion) return;
    state.set(reply.ok ? { info: reply.value, error: null } : { ...state.get(), error: reply.error });
  };

  const patch = (part: Partial<StationInfo>) => {
    const { info, error } = state.get();
    if (info) state.set({ info: { ...info, ...part }, error });
  };

  return {
    state,
    start: () => {
      const leaveEvents = api.subscribe((event) => {
        if (event.type === 'reception.changed') patch({ reception: event.reception });
        else if (event.type === 'notices.changed') patch({ notices: event.notices });
        else if (event.type === 'station.changed') void ask();
      });
      const leaveResync = api.onResync(() => void ask());
      void ask();
      return () => {
        newestQuestion += 1; // a late answer is for nobody
        leaveEvents();
        leaveResync();
      };
    },
  };
}
