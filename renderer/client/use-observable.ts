import { useSyncExternalStore } from 'react';
import type { Observable } from './observable.ts';

/** The present value of an observable; the component is drawn again when it changes. */
export function useObservable<T>(observable: Pick<Observable<T>, 'get' | 'subscribe'>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
