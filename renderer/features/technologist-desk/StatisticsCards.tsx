import { useState } from 'react';
import { findingWord } from '../../quality/quality-words.ts';
import { REPEAT_AIM, rateBars, repeatSentence } from '../../quality/repeat-rates.ts';
import { useAsked } from '../../quality/use-asked.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { RateBars } from '../../ui/RateBars.tsx';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 30;

/** Repeats of the last 30 days, and how often the check was right, as people decided. */
export function StatisticsCards({ api, isActive }: { readonly api: QualityApi; readonly isActive: boolean }) {
  const [toMs] = useState(() => Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + DAY_MS);
  const span = isActive ? { fromMs: toMs - (DAYS + 1) * DAY_MS, toMs } : null;
  const { value: ledger } = useAsked(api, 'quality.ledger', span);
  const { value: statistics } = useAsked(api, 'quality.statistics', span);
  const decided = statistics ? statistics.agreedCount + statistics.overruledCount : 0;
  return (
    <div className="desk__statistics">
      <section className="card">
        <header className="card__head">
          <h2>Repeats, last {DAYS} days</h2>
          <span>{ledger ? `${ledger.rows.length} of ${ledger.imageCount.toLocaleString('en')}` : ''}</span>
        </header>
        {ledger && (
          <div className="card__body">
            <RateBars bars={rateBars(ledger.byRoom).slice(0, 6)} aim={REPEAT_AIM} />
            <p className="chart-sentence">{repeatSentence(ledger)}</p>
          </div>
        )}
      </section>
      <section className="card">
        <header className="card__head">
          <h2>How often the check was right</h2>
          <span>{statistics ? `${statistics.judgedCount.toLocaleString('en')} images judged` : ''}</span>
        </header>
        {statistics && (
          <div className="card__body">
            {statistics.byType.length > 0 && (
              <table className="card__table">
                <thead>
                  <tr>
                    <th>Found</th>
                    <th>Images</th>
                    <th>Agreed</th>
                    <th>Overruled</th>
                  </tr>
                </thead>
                <tbody>
                  {statistics.byType.map(({ type, flaggedCount, agreedCount, overruledCount }) => (
                    <tr key={type}>
                      <td>{findingWord(type)}</td>
                      <td>{flaggedCount}</td>
                      <td>{agreedCount}</td>
                      <td>{overruledCount}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            <p className="chart-sentence">
              {decided === 0
                ? `${statistics.flaggedCount} flagged; nobody has decided about one yet.`
                : `${statistics.flaggedCount} flagged; people agreed with ${statistics.agreedCount} of ${decided} that they decided about.`}
            </p>
          </div>
        )}
      </section>
    </div>
  );
}
