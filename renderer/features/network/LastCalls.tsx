import { useState } from 'react';
import type { CallRow } from '../../../preload/contract/devices.ts';
import { Flag, type FlagLevel } from '../../ui/Flag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { callTimeText } from './network-words.ts';

export interface LastCallsProps {
  /** The newest first. */
  readonly calls: readonly CallRow[];
  readonly onShowAll: (areAll: boolean) => void;
}

const LEVELS: Readonly<Record<CallRow['result'], { readonly level: FlagLevel; readonly word: string }>> = {
  done: { level: 'good', word: 'Done' },
  problem: { level: 'repeat', word: 'Problem' },
  held: { level: 'unknown', word: 'Held for you' },
  refused: { level: 'repeat', word: 'Refused' },
};

/** Who called, and what came of it. */
export function LastCalls({ calls, onShowAll }: LastCallsProps) {
  const nowMs = useNow('minute');
  const [areAll, setAreAll] = useState(false);
  if (calls.length === 0) return null;
  return (
    <section className="network__part" aria-label="Last calls">
      <div className="network__part-head">
        <h2>Last calls</h2>
        <span className="network__part-beside">in plain words</span>
        <button
          type="button"
          className="network__link"
          onClick={() => {
            setAreAll(!areAll);
            onShowAll(!areAll);
          }}
        >
          {areAll ? 'Show the last few' : 'Show all'}
        </button>
      </div>
      <ol className="last-calls">
        {calls.map((call, index) => (
          <li key={`${call.atMs} ${index}`} className="last-call">
            <time className="last-call__time" dateTime={new Date(call.atMs).toISOString()}>
              {callTimeText(call.atMs, nowMs)}
            </time>
            <Flag level={LEVELS[call.result].level} label={LEVELS[call.result].word} />
            <span className="last-call__words u-selectable" title={`${call.aeTitle} at ${call.address}`}>
              <bdi>{call.name}</bdi> {call.words}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
