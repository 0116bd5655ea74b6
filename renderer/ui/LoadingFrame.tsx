import { useEffect, useState, type ReactNode } from 'react';
import { JudgingArc } from './JudgingArc.tsx';
import './state.css';

/** Shorter waits get no words: they would only flash. */
export const WORDS_AFTER_MS = 1_000;
/** A wait this long needs a way out. */
export const WAY_OUT_AFTER_MS = 5_000;

export interface LoadingFrameProps {
  readonly words: string;
  /** A button that leads out, shown after five seconds. */
  readonly wayOut?: ReactNode;
  readonly rowCount?: number;
}

const BAR_WIDTHS_PX = [44, 150, 64, 220, 80] as const;

/** The frame stands at once as still bars; words follow after a second, a way out after five. */
export function LoadingFrame({ words, wayOut, rowCount = 12 }: LoadingFrameProps) {
  const [stage, setStage] = useState<'bars' | 'words' | 'way-out'>('bars');
  useEffect(() => {
    const timers = [
      setTimeout(() => {
        setStage('words');
      }, WORDS_AFTER_MS),
      setTimeout(() => {
        setStage('way-out');
      }, WAY_OUT_AFTER_MS),
    ];
    return () => {
      timers.forEach(clearTimeout);
    };
  }, []);
  return (
    <div className="loading-frame" aria-busy>
      {Array.from({ length: rowCount }, (_, row) => (
        <div key={row} className="loading-frame__row" aria-hidden>
          {BAR_WIDTHS_PX.map((width) => (
            <span key={width} className="loading-frame__bar" style={{ width: width - ((row * 7) % 24) }} />
          ))}
        </div>
      ))}
      {stage !== 'bars' && (
        <div className="loading-frame__words">
          <div className="loading-frame__card" role="status">
            <JudgingArc />
            {words}
            {stage === 'way-out' && wayOut}
          </div>
        </div>
      )}
    </div>
  );
}
