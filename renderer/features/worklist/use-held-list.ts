import { useEffect, useMemo } from 'react';
import { Observable } from '../../client/observable.ts';
import type { WorklistStore } from './worklist-store.ts';

type Holder = 'pointer' | 'keyboard' | 'menu';

export interface HeldList {
  readonly hold: (holder: Holder) => void;
  readonly letGo: (holder: Holder) => void;
  /** Lets what waits come in, whoever holds. */
  readonly letGoAll: () => void;
  /** The first of those who hold, for the words about it; null while nobody does. */
  readonly holder: Pick<Observable<Holder | null>, 'get' | 'subscribe'>;
}

/** The list stays as it is while the pointer, the keyboard or a menu is in it, and the page is in front. */
export function useHeldList(store: WorklistStore, isActive: boolean): HeldList {
  const held = useMemo(() => createHeldList(store), [store]);
  useEffect(() => held.letGoAll, [held, isActive]);
  return held;
}

function createHeldList(store: WorklistStore): HeldList {
  const holders = new Set<Holder>();
  const holder = new Observable<Holder | null>(null);
  const tell = () => {
    const [first = null] = holders;
    holder.set(first);
  };
  return {
    holder,
    hold: (by) => {
      if (holders.has(by)) return;
      holders.add(by);
      tell();
      store.hold();
    },
    letGo: (by) => {
      if (!holders.delete(by)) return;
      tell();
      if (holders.size === 0) store.release();
    },
    letGoAll: () => {
      holders.clear();
      tell();
      store.release();
    },
  };
}
