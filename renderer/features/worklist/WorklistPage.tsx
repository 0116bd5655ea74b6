import { useRef, useState, type ReactNode } from 'react';
import type { StationInfo } from '../../../preload/contract/station.ts';
import type { StudyRow } from '../../../preload/contract/study.ts';
import type { LineState } from '../../../preload/contract/transport.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { useObservable } from '../../client/use-observable.ts';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { KeySheet } from '../../ui/KeySheet.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { AlbumSide, type AlbumSideProps, type Place } from './AlbumSide.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { StudyArea } from './StudyArea.tsx';
import { UnfiledList } from './UnfiledList.tsx';
import { countText, studiesText } from './time-text.ts';
import { useArrivalWords } from './use-arrival-words.ts';
import { useHeldList } from './use-held-list.ts';
import { useStudyActions } from './use-study-actions.ts';
import { useStudyRow, useWorklistStore } from './use-worklist.ts';
import { useWorklistKeys } from './use-worklist-keys.ts';
import type { WorklistState } from './worklist-store.ts';
import { worklistKeys } from './worklist-keys.ts';
import './worklist.css';

export interface WorklistPageProps {
  readonly api: ApiClient;
  readonly station: StationInfo | null;
  readonly line: LineState;
  /** In front: keys and announcements are for this page. */
  readonly isActive: boolean;
  readonly areKeysShown: boolean;
  readonly onShowKeys: (areShown: boolean) => void;
  readonly onOpen: (study: StudyRow) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  /** What is to be known about the station, above the list. */
  readonly notices?: ReactNode;
}

export function WorklistPage(props: WorklistPageProps) {
  const { api, station, line, isActive, areKeysShown, onShowKeys, onOpen, onSay, notices } = props;
  const store = useWorklistStore(api);
  const state = useObservable(store.state);
  const held = useHeldList(store, isActive);
  const selectedRow = useStudyRow(store, state.selected);
  const arrivalWords = useArrivalWords(store);
  const [isUnfiledShown, showUnfiled] = useState(false);
  const [isPreviewShown, togglePreview] = usePreviewShown();
  const filterRef = useRef<HTMLInputElement>(null);
  const areaRef = useRef<HTMLElement>(null);
  const place: Place = isUnfiledShown ? 'unfiled' : state.query.album;

  const open = (studyInstanceUid: string) => {
    const study = store.rows.get(studyInstanceUid);
    if (study) onOpen(study);
  };
  const openSelected = () => {
    open(state.selected ?? '');
  };
  const focusList = () => {
    areaRef.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  const actions = useStudyActions({ api, store, onSay, onOpen: open });

  useWorklistKeys({
    isActive: isActive && !isUnfiledShown,
    store,
    held,
    onOpen: openSelected,
    onFocusFilter: () => {
      filterRef.current?.focus();
      filterRef.current?.select();
    },
    onFocusList: focusList,
    onTogglePreview: togglePreview,
    onShowKeys: () => {
      onShowKeys(true);
    },
    onSetStatus: actions.setStatus,
  });

  const { shown } = state;
  const hasNoStudies = shown?.totalCount === 0;
  return (
    <div className="worklist">
      <AlbumSide
        place={place}
        counts={toAlbumCounts(state)}
        senders={toSenders(station)}
        onPlace={(next) => {
          showUnfiled(next === 'unfiled');
          if (next !== 'unfiled') store.changeQuery({ album: next });
        }}
      />
      <section className="worklist__middle" ref={areaRef} aria-label="Studies">
        {isUnfiledShown ? (
          <UnfiledList api={api} unfiledCount={shown?.unfiledCount ?? 0} />
        ) : (
          <>
            <FilterBar
              inputRef={filterRef}
              label="Filter: name, ID, study"
              text={state.query.text}
              countText={filterCountText(state)}
              onText={(text) => {
                store.changeQuery({ text });
              }}
              onLeave={(how) => {
                focusList();
                if (how === 'open') openSelected();
              }}
            />
            {!hasNoStudies && notices}
            <StudyArea
              store={store}
              state={state}
              held={held}
              station={station}
              line={line}
              isActive={isActive}
              menuEntries={actions.menuEntries(selectedRow)}
              onOpen={open}
              onCopied={actions.sayCopied}
            />
          </>
        )}
        <p className="u-hidden-visually" role="status" aria-label="Arrivals">
          {isActive ? arrivalWords : ''}
        </p>
      </section>
      {isPreviewShown && !hasNoStudies && !isUnfiledShown && (
        <PreviewPanel api={api} study={selectedRow} isVisible={isActive} onOpen={open} onSay={onSay} />
      )}
      <KeySheet
        isOpen={areKeysShown && isActive}
        onClose={() => {
          onShowKeys(false);
        }}
        title="Keys of the worklist"
        parts={worklistKeys}
      />
    </div>
  );
}

/** Beside the list where there is room, else when asked for. */
function usePreviewShown(): readonly [boolean, () => void] {
  const isNarrowWindow = useMediaQuery('(max-width: 1099px)');
  const [isWanted, want] = useState<boolean | null>(null);
  const isShown = isWanted ?? !isNarrowWindow;
  return [
    isShown,
    () => {
      want(!isShown);
    },
  ];
}

function filterCountText({ shown, elapsedMs }: WorklistState): string | null {
  if (shown === null) return null;
  const { matchingCount, totalCount } = shown;
  const count =
    matchingCount === totalCount
      ? studiesText(totalCount)
      : `${countText(matchingCount)} of ${countText(totalCount)}`;
  return `${count}, ${Math.max(1, Math.round(elapsedMs))} ms`;
}

function toAlbumCounts({ shown }: WorklistState): AlbumSideProps['counts'] {
  return shown && { ...shown.albumCounts, unfiled: shown.unfiledCount };
}

function toSenders(station: StationInfo | null): AlbumSideProps['senders'] {
  return station?.reception.senders ?? [];
}
