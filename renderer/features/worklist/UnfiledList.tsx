import { useEffect, useState } from 'react';
import type { ApiError } from '../../../preload/contract/command.ts';
import type { UnfiledRow } from '../../../preload/contract/study.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { useNow } from '../../ui/use-now.ts';
import { StudyName } from './StudyName.tsx';
import { momentText } from './time-text.ts';

export interface UnfiledListProps {
  readonly api: Pick<ApiClient, 'call'>;
  /** Asked for again when this changes. */
  readonly unfiledCount: number;
}

type UnfiledState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly rows: readonly UnfiledRow[] }
  | { readonly status: 'failed'; readonly error: ApiError };

/** Images that name no study or no series: kept and acknowledged, but in no study. */
export function UnfiledList({ api, unfiledCount }: UnfiledListProps) {
  const [state, setState] = useState<UnfiledState>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const nowMs = useNow('minute');
  const tryAgain = () => {
    setAttempt((count) => count + 1);
  };

  useEffect(() => {
    let isCurrent = true;
    void api.call('unfiled.list', {}).then((reply) => {
      if (!isCurrent) return;
      setState(reply.ok ? { status: 'ready', rows: reply.value } : { status: 'failed', error: reply.error });
    });
    return () => {
      isCurrent = false;
    };
  }, [api, unfiledCount, attempt]);

  if (state.status === 'loading') {
    return (
      <LoadingFrame
        words="Asking for the unfiled images"
        wayOut={<Button onClick={tryAgain}>Ask again</Button>}
      />
    );
  }
  if (state.status === 'failed') {
    return (
      <ErrorState
        title="The unfiled images cannot be listed."
        code={state.error.code}
        actions={<Button onClick={tryAgain}>Ask again</Button>}
      >
        {state.error.message}
      </ErrorState>
    );
  }
  if (state.rows.length === 0) {
    return (
      <EmptyState
        title="Nothing unfiled"
        lead="Images that name no study or no series are kept here, so that none is lost. There are none."
      />
    );
  }
  return (
    <div className="unfiled">
      <p className="unfiled__lead">
        These images are safe, but name no study or no series, so they stand in no list. Ask the device to
        send them again with both.
      </p>
      <table className="unfiled__table">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Patient ID</th>
            <th scope="col">Mod</th>
            <th scope="col">What is missing</th>
            <th scope="col">Sent by</th>
            <th scope="col">Arrived</th>
          </tr>
        </thead>
        <tbody>
          {state.rows.map((row) => (
            <tr key={`${row.sopInstanceUid} ${row.receivedAtMs}`}>
              <td>
                <StudyName name={row.patientName} />
              </td>
              <td>
                <bdi>{row.patientId}</bdi>
              </td>
              <td>{row.modality}</td>
              <td>{row.reason}</td>
              <td>
                <bdi className="u-mono">{row.sourceAeTitle}</bdi>
              </td>
              <td>{momentText(row.receivedAtMs, nowMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
