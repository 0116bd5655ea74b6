import { useEffect, useState } from 'react';
import { displayName } from './person-name.ts';
import { studiesText } from './time-text.ts';
import type { WorklistStore } from './worklist-store.ts';

/** A screen reader is told of arrivals at most this often. */
const ANNOUNCE_INTERVAL_MS = 10_000;

/** Words for a polite live region: one study by name, several by number. */
export function useArrivalWords(store: WorklistStore): string {
  const [words, setWords] = useState('');
  useEffect(() => {
    let count = 0;
    let name = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      if (count === 0) return;
      setWords(count === 1 ? `New study: ${name}` : `${studiesText(count)} came`);
      count = 0;
      timer = setTimeout(say, ANNOUNCE_INTERVAL_MS);
    };
    const leave = store.arrivals.subscribe(() => {
      const fresh = store.arrivals.get();
      const newest = fresh[0];
      if (!newest) return;
      count += fresh.length;
      name = [displayName(newest.patientName).main, ...newest.modalities].join(', ');
      if (timer === undefined) say();
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [store]);
  return words;
}
