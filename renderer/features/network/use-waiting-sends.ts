import { useEffect, useState } from 'react';
import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import type { NetworkApi } from './network-store.ts';

/** Studies that are still to go to a station, by its name. */
export type WaitingSends = ReadonlyMap<string, number>;

const NOTHING: WaitingSends = new Map();

/** What waits to be sent, kept fresh while somebody looks. */
export function useWaitingSends(api: NetworkApi, isActive: boolean): WaitingSends {
  const [waiting, setWaiting] = useState(NOTHING);
  useEffect(() => {
    if (!isActive) return;
    let question = 0;
    const ask = async () => {
      const asked = ++question;
      const reply = await api.call('remote.jobs.list', {});
      if (asked === question && reply.ok) setWaiting(countWaiting(reply.value.jobs));
    };
    const leaveEvents = api.subscribe((event) => {
      if (event.type === 'remote.jobs.changed') void ask();
    });
    const leaveResync = api.onResync(() => void ask());
    void ask();
    return () => {
      question += 1; // a late answer is for nobody
      leaveEvents();
      leaveResync();
    };
  }, [api, isActive]);
  return waiting;
}

function countWaiting(jobs: readonly RemoteJobRow[]): WaitingSends {
  const counts = new Map<string, number>();
  for (const { kind, state, nodeName } of jobs) {
    const isOpen = kind === 'send' && (state === 'waiting' || state === 'running');
    if (isOpen) counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1);
  }
  return counts;
}
