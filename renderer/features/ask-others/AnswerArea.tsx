import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { AskState, AskStore } from './ask-store.ts';
import { AnswerTable } from './AnswerTable.tsx';
import { studiesText, toUnderway, type RemoteStudyRow } from './ask-text.ts';

export interface AnswerAreaProps {
  readonly store: AskStore;
  readonly state: AskState;
  readonly isAsking: boolean;
  readonly onFetch: (studies: readonly RemoteStudyRow[]) => Promise<void>;
  readonly onShowDevices: () => void;
}

/** What came, under what did not: each station that failed says why above the table. */
export function AnswerArea({ store, state, isAsking, onFetch, onShowDevices }: AnswerAreaProps) {
  const { answers, chosen, cursor, errors } = state;
  const toFetch = store.rowsToFetch;
  return (
    <>
      <div className="ask-bar">
        <p className="ask-bar__words" role="status">
          {barText(state, isAsking)}
        </p>
        {isAsking && (
          <Button
            keyCap="Esc"
            onClick={() => {
              store.cancelSearch();
            }}
          >
            Stop asking
          </Button>
        )}
        <Button
          variant="primary"
          keyCap="F"
          disabledReason={toFetch.length > 0 ? undefined : 'Choose a study in the list first.'}
          onClick={() => {
            void onFetch(toFetch);
          }}
        >
          {chosen.length > 1 ? `Fetch ${studiesText(chosen.length)}` : 'Fetch'}
        </Button>
      </div>
      {errors.search && (
        <Notice
          level="repeat"
          shape="bar"
          title="The question did not get through."
          actions={<AskAgain store={store} />}
        >
          {errors.search.message}
        </Notice>
      )}
      {(answers?.nodes ?? [])
        .filter(({ message }) => message !== '')
        .map(({ name, state: nodeState, message }) => (
          <Notice
            key={name}
            level={nodeState === 'failed' ? 'repeat' : 'info'}
            shape="bar"
            title={nodeState === 'failed' ? `No answer from ${name}.` : `Not all of ${name}.`}
          >
            {message}
          </Notice>
        ))}
      {answers && answers.studies.length > 0 ? (
        <AnswerTable
          studies={answers.studies}
          totalCount={answers.totalCount}
          underway={toUnderway(state.jobs ?? [])}
          chosen={chosen}
          cursor={cursor}
          store={store}
          onFetch={onFetch}
        />
      ) : (
        <NoAnswers store={store} state={state} isAsking={isAsking} onShowDevices={onShowDevices} />
      )}
    </>
  );
}

function barText({ answers }: AskState, isAsking: boolean): string {
  if (answers === null) return isAsking ? 'Asking' : '';
  const open = answers.nodes.filter(({ state }) => state === 'asking').length;
  const stopped = answers.nodes.some(({ state }) => state === 'cancelled') ? ', stopped early' : '';
  const waiting =
    open === 0 ? stopped : open === 1 ? ', 1 station still answers' : `, ${open} stations still answer`;
  return `${studiesText(answers.totalCount)}${waiting}`;
}

/** The list without a row: nobody to ask, nothing asked, nothing yet, or nothing found. */
function NoAnswers({ store, state, isAsking, onShowDevices }: Omit<AnswerAreaProps, 'onFetch'>) {
  const { stations, answers, errors } = state;
  if (stations === null && errors.stations)
    return (
      <ErrorState
        title="The stations cannot be read."
        code={errors.stations.code}
        actions={
          <Button
            onClick={() => {
              store.askAgain();
            }}
          >
            Try again
          </Button>
        }
      >
        {errors.stations.message} Reception goes on; no image is lost.
      </ErrorState>
    );
  if (stations === null) return <LoadingFrame words="Asking the core for the stations" />;
  if (stations.length === 0 && answers === null)
    return (
      <EmptyState
        title="No station to ask yet"
        lead="This page looks for studies in other archives and fetches them. Add a device with its address and port under Callers and devices; it then stands here."
      >
        <Button variant="primary" onClick={onShowDevices}>
          Open callers and devices
        </Button>
      </EmptyState>
    );
  if (isAsking)
    return <LoadingFrame words="The stations look for it" wayOut={<StopAsking store={store} />} />;
  if (answers === null)
    return (
      <EmptyState
        title="What are you looking for?"
        lead={
          <>
            Type a name, an ID or an accession number, or choose days, and press <KeyCap>Enter</KeyCap>. The
            begin of a name is enough. All ticked stations are asked at one time.
          </>
        }
      />
    );
  const failed = answers.nodes.filter(({ state: nodeState }) => nodeState === 'failed').length;
  return (
    <EmptyState
      title={failed === answers.nodes.length ? 'No station answered' : 'No study matches'}
      lead={
        failed === 0
          ? 'Every station that was asked has answered. Try the begin of the name alone, or more days.'
          : 'A study may be at a station that did not answer: its reason stands above.'
      }
    >
      <AskAgain store={store} />
    </EmptyState>
  );
}

function AskAgain({ store }: Pick<AnswerAreaProps, 'store'>) {
  return <Button onClick={() => void store.search()}>Ask again</Button>;
}

function StopAsking({ store }: Pick<AnswerAreaProps, 'store'>) {
  return (
    <Button
      onClick={() => {
        store.cancelSearch();
      }}
    >
      Stop asking
    </Button>
  );
}
