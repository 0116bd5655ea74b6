import { useEffect, useMemo } from 'react';
import type { WorklistStore } from './worklist-store.ts';

export type Holder = 'pointer' | 'keyboard' | 'menu';

export interface HeldList {
  readonly hold: (holder: Holder) => void;
  readonly letGo: (holder: Holder) => void;
  /** Lets what waits come in, whoever holds. */
  readonly letGoAll: () => void;
}

/** The list stays as it is while the pointer, the keyboard or a menu is in it. */
export function useHeldList(store: WorklistStore): HeldList {
  const held = useMemo(() => {
    const holders = new Set<Holder>();
    return {
      hold: (holder: Holder) => {
        holders.add(holder);
        store.hold();
      },
      letGo: (holder: Holder) => {
        if (holders.delete(holder) && holders.size === 0) store.release();
      },
      letGoAll: () => {
        holders.clear();
        store.release();
      },
    };
  }, [store]);
  useEffect(() => held.letGoAll, [held]);
  return held;
}
