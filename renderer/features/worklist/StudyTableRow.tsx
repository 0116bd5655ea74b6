import { memo, useState } from 'react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { classNames } from '../../ui/class-names.ts';
import { cells } from './cells.tsx';
import type { ColumnId } from './columns.ts';
import { displayName } from './person-name.ts';
import { isDone } from './reading-status.ts';
import { useStudyRow } from './use-worklist.ts';
import type { WorklistStore } from './worklist-store.ts';

/** Longer than this after its arrival, a row is drawn like the others. Covers the fade and its still form. */
const ARRIVED_MARK_MS = 10_000;

export interface StudyTableRowProps {
  readonly store: WorklistStore;
  readonly studyInstanceUid: string;
  readonly columnIds: readonly ColumnId[];
  readonly isUnderDayHead: boolean;
  readonly isSelected: boolean;
  /** From 1, the head of the table included (aria-rowindex). */
  readonly rowIndex: number;
  readonly topPx: number;
}

/** Watches its own study: an event about another one does not draw it again. */
export const StudyTableRow = memo(function StudyTableRow(props: StudyTableRowProps) {
  const { store, studyInstanceUid, columnIds, isUnderDayHead, isSelected, rowIndex, topPx } = props;
  const study = useStudyRow(store, studyInstanceUid);
  if (!study) return null;
  return (
    <div
      id={rowId(studyInstanceUid)}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-study-instance-uid={studyInstanceUid}
      className={classNames(
        'study-row',
        isSelected && 'study-row--selected',
        isDone(study.status) && 'study-row--done',
      )}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <ArrivalMark arrivedAtMs={store.arrivedInListAtMs(studyInstanceUid)} />
      {columnIds.map((id, column) => {
        const Cell = cells[id];
        return (
          <div
            key={id}
            role="gridcell"
            aria-colindex={column + 1}
            className={`cell cell--${id}`}
            title={fullText(id, study)}
          >
            <Cell study={study} isUnderDayHead={isUnderDayHead} />
          </div>
        );
      })}
    </div>
  );
});

export function rowId(studyInstanceUid: string): string {
  return `study-${studyInstanceUid}`;
}

/** What a narrow column may cut off. */
function fullText(id: ColumnId, study: StudyRow): string | undefined {
  if (id === 'study') return study.studyDescription || undefined;
  if (id === 'patientId') return study.patientId || undefined;
  if (id === 'quality') return study.quality.reason || undefined;
  if (id !== 'patient') return undefined;
  const { main, beside } = displayName(study.patientName);
  return [main, beside].filter(Boolean).join(' ');
}

/** A row that came by itself is marked once; scrolling it away and back does not mark it again. */
function ArrivalMark({ arrivedAtMs }: { readonly arrivedAtMs: number | undefined }) {
  const [ageMs] = useState(() => (arrivedAtMs === undefined ? Infinity : Date.now() - arrivedAtMs));
  if (ageMs > ARRIVED_MARK_MS) return null;
  return <span className="study-row__arrival" style={{ animationDelay: `-${Math.max(0, ageMs)}ms` }} />;
}
