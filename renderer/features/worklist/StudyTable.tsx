import { useTable } from '@tanstack/react-table';
import { useEffect, useEffectEvent, useMemo, useRef, type MouseEvent } from 'react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { ContextMenu, type MenuEntry } from '../../ui/ContextMenu.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { useNow } from '../../ui/use-now.ts';
import {
  columns,
  features,
  stickyColumns,
  toSortingState,
  toWorklistSort,
  type ColumnId,
} from './columns.ts';
import { GroupHead, StickyGroupHead } from './GroupHead.tsx';
import { groupByDay, inOneGroup } from './list-items.ts';
import { StudyTableHead } from './StudyTableHead.tsx';
import { rowId, StudyTableRow } from './StudyTableRow.tsx';
import { startOfDayMs } from './time-text.ts';
import type { HeldList } from './use-held-list.ts';
import { GROUP_HEAD_PX } from './list-window.ts';
import { useListWindow } from './use-list-window.ts';
import type { WorklistState, WorklistStore } from './worklist-store.ts';

export interface StudyTableProps {
  readonly store: WorklistStore;
  readonly state: WorklistState;
  readonly held: HeldList;
  readonly menuEntries: readonly MenuEntry[];
  readonly onOpen: (studyInstanceUid: string) => void;
}

const NO_STUDIES: readonly StudyRow[] = [];
const isPatientIdShown = (isNarrow: boolean) => ({ patientId: !isNarrow });

/** The list itself. The focus stays on the grid; the row of the keyboard is its active descendant. */
export function StudyTable({ store, state, held, menuEntries, onOpen }: StudyTableProps) {
  const { sort } = state.query;
  const studies = state.shown?.studies ?? NO_STUDIES;
  const isNarrow = useMediaQuery('(max-width: 1400px)');
  const dayMs = startOfDayMs(useNow('minute'));
  const items = useMemo(
    () => (sort === null ? groupByDay(studies, dayMs) : inOneGroup(studies, 'In your order')),
    [studies, sort, dayMs],
  );
  const table = useTable({
    features,
    columns,
    data: studies,
    manualSorting: true,
    enableMultiSort: false,
    state: {
      sorting: toSortingState(sort),
      columnVisibility: isPatientIdShown(isNarrow),
      columnPinning: stickyColumns,
    },
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(toSortingState(sort)) : update;
      store.changeQuery({ sort: toWorklistSort(next) });
    },
  });
  const columnIds = useMemo(
    () => columns.map((column) => column.id as ColumnId).filter((id) => !(isNarrow && id === 'patientId')),
    [isNarrow],
  );
  const scrollerRef = useRef<HTMLDivElement>(null);
  const { view, window: listWindow } = useListWindow(items, scrollerRef);
  const selectedIndex = items.findIndex((item) => item.key === state.selected);
  const reveal = useEffectEvent(() => {
    if (selectedIndex >= 0) listWindow.scrollToIndex(selectedIndex);
  });
  // Only a step to another row scrolls: an arrival above must not move the list.
  useEffect(() => {
    reveal();
  }, [state.selected]);

  const isEndInSight = (view.visible.at(-1)?.index ?? 0) >= items.length - 1;
  useEffect(() => {
    if (isEndInSight) store.askForMore();
  }, [store, isEndInSight, items]);

  const studyAt = (event: MouseEvent) =>
    event.target instanceof Element
      ? event.target.closest<HTMLElement>('[data-study-instance-uid]')?.dataset['studyInstanceUid']
      : undefined;
  const select = (event: MouseEvent) => {
    const uid = studyAt(event);
    if (uid !== undefined) store.select(uid);
  };

  return (
    <ContextMenu
      label="What to do with this study"
      entries={menuEntries}
      onOpenChange={(isOpen) => {
        (isOpen ? held.hold : held.letGo)('menu');
      }}
    >
      <div
        ref={scrollerRef}
        className="study-table"
        role="grid"
        aria-label="Studies"
        aria-rowcount={items.length + 1}
        aria-colcount={columnIds.length}
        aria-activedescendant={
          selectedIndex >= 0 && state.selected !== null ? rowId(state.selected) : undefined
        }
        tabIndex={0}
        onPointerMove={() => {
          held.hold('pointer');
        }}
        onPointerLeave={() => {
          held.letGo('pointer');
        }}
        onBlur={() => {
          held.letGo('keyboard');
        }}
        onMouseDown={select}
        onDoubleClick={(event) => {
          const uid = studyAt(event);
          if (uid !== undefined) onOpen(uid);
        }}
      >
        <StudyTableHead table={table} />
        <StickyGroupHead
          item={view.groupInView}
          held={held}
          waitingCount={state.waitingCount}
          isOwnOrder={sort !== null}
        />
        <div
          className="study-table__list"
          style={{ height: view.totalPx, marginTop: -GROUP_HEAD_PX }}
          role="rowgroup"
        >
          {view.visible.map(({ item, index, topPx }) =>
            item.kind === 'group' ? (
              <GroupHead key={item.key} item={item} rowIndex={index + 2} topPx={topPx} />
            ) : (
              <StudyTableRow
                key={item.key}
                store={store}
                studyInstanceUid={item.key}
                columnIds={columnIds}
                isUnderDayHead={sort === null}
                isSelected={item.key === state.selected}
                rowIndex={index + 2}
                topPx={topPx}
              />
            ),
          )}
        </div>
        <ListEnd matchingCount={state.shown?.matchingCount ?? 0} shownCount={studies.length} />
      </div>
    </ContextMenu>
  );
}

interface ListEndProps {
  readonly matchingCount: number;
  readonly shownCount: number;
}

function ListEnd({ matchingCount, shownCount }: ListEndProps) {
  if (shownCount >= matchingCount) return null;
  return (
    <p className="study-table__end">
      {matchingCount - shownCount} more match. Type in the filter to find them.
    </p>
  );
}
