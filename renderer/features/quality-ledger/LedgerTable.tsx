import { findingWord } from '../../quality/quality-words.ts';
import type { LedgerRow } from '../../../preload/contract/quality.ts';

/** Rows on the page; older ones are in the charts. */
const MOST_ROWS = 200;

/** Each image that was rejected or is to be repeated, newest first. */
export function LedgerTable({ rows }: { readonly rows: readonly LedgerRow[] }) {
  if (rows.length === 0) return null;
  const newest = rows.toSorted((a, b) => b.decidedAtMs - a.decidedAtMs);
  return (
    <section className="ledger-rows" aria-label="Every decision">
      <h1>Every decision</h1>
      <table className="ledger-table">
        <thead>
          <tr>
            {[
              'When',
              'What',
              'Reason',
              'Person',
              'Room',
              'Device',
              'Body part, view',
              'EI',
              'DI',
              'Technique',
            ].map((title) => (
              <th key={title}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.id}>
              <td>{whenText(row.decidedAtMs)}</td>
              <td>{row.decision === 'repeat' ? 'Repeat' : 'Reject'}</td>
              <td>
                <bdi>
                  {[row.reason === '' ? '' : findingWord(row.reason), row.comment]
                    .filter((part) => part !== '')
                    .join('; ')}
                </bdi>
              </td>
              <td>
                <bdi>{row.operator}</bdi>
              </td>
              <td>
                <bdi>{row.room}</bdi>
              </td>
              <td>
                <bdi>{row.device}</bdi>
              </td>
              <td>
                <bdi>
                  {[row.modality, row.bodyPart.toLowerCase(), row.projection]
                    .filter((part) => part !== '')
                    .join(' ')}
                </bdi>
              </td>
              <td>{row.exposureIndex ?? ''}</td>
              <td>{row.deviationIndex ?? ''}</td>
              <td>
                <bdi>{row.technique}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && (
        <p className="chart-sentence">
          The newest {MOST_ROWS} of {rows.length}.
        </p>
      )}
    </section>
  );
}

function whenText(atMs: number): string {
  return new Date(atMs).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
