import type { StationInfo } from '../../../preload/contract/station.ts';
import type { LineState } from '../../../preload/contract/transport.ts';
import { Button } from '../../ui/Button.tsx';
import type { MenuEntry } from '../../ui/ContextMenu.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { NoStudies } from './NoStudies.tsx';
import { StudyTable } from './StudyTable.tsx';
import { studiesText } from './time-text.ts';
import type { HeldList } from './use-held-list.ts';
import type { WorklistState, WorklistStore } from './worklist-store.ts';

export interface StudyAreaProps {
  readonly store: WorklistStore;
  readonly state: WorklistState;
  readonly held: HeldList;
  readonly station: StationInfo | null;
  readonly line: LineState;
  readonly isActive: boolean;
  readonly menuEntries: readonly MenuEntry[];
  readonly onOpen: (studyInstanceUid: string) => void;
  readonly onCopied: (what: string) => void;
}

/** The list in any of its states: coming, broken, empty for a reason, or there. */
export function StudyArea(props: StudyAreaProps) {
  const { store, state, held, station, line, isActive, menuEntries, onOpen, onCopied } = props;
  const { shown, error, query } = state;
  const askAgain = (
    <Button
      onClick={() => {
        store.askAgain();
      }}
    >
      Ask again
    </Button>
  );
  if (shown === null) {
    if (error === null || line.state !== 'open') {
      const words = line.state === 'open' ? 'Asking the core for the worklist' : 'Waiting for the core';
      return <LoadingFrame words={words} wayOut={askAgain} rowCount={24} />;
    }
    return (
      <ErrorState title="The worklist cannot be read." code={error.code} actions={askAgain}>
        {error.message} Reception goes on; no image is lost.
      </ErrorState>
    );
  }
  if (shown.totalCount === 0) return <NoStudies station={station} isActive={isActive} onCopied={onCopied} />;
  return (
    <>
      {error !== null && line.state === 'open' && (
        <Notice level="repeat" shape="bar" title="This list is not up to date." actions={askAgain}>
          {error.message}
        </Notice>
      )}
      {shown.studies.length === 0 ? (
        <NoMatch store={store} hasText={query.text !== ''} totalCount={shown.totalCount} />
      ) : (
        <StudyTable store={store} state={state} held={held} menuEntries={menuEntries} onOpen={onOpen} />
      )}
    </>
  );
}

interface NoMatchProps {
  readonly store: WorklistStore;
  readonly hasText: boolean;
  readonly totalCount: number;
}

function NoMatch({ store, hasText, totalCount }: NoMatchProps) {
  if (!hasText) {
    return (
      <EmptyState title="Nothing in this album now" lead={`${studiesText(totalCount)} in all albums.`} />
    );
  }
  return (
    <EmptyState
      title="No study matches"
      lead="Each word is looked for in names, IDs, descriptions and accession numbers of this album."
    >
      <Button
        keyCap="Esc"
        onClick={() => {
          store.changeQuery({ text: '' });
        }}
      >
        Clear the filter
      </Button>
    </EmptyState>
  );
}
