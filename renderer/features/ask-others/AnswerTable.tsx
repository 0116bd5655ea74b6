import { memo, useEffect, useRef, type MouseEvent } from 'react';
import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import { classNames } from '../../ui/class-names.ts';
import type { AskStore } from './ask-store.ts';
import {
  dateText,
  hereText,
  nameBeside,
  nameText,
  rowKey,
  underwayText,
  type RemoteStudyRow,
} from './ask-text.ts';
import '../../ui/row-table.css';

export interface AnswerTableProps {
  readonly studies: readonly RemoteStudyRow[];
  readonly totalCount: number;
  /** Jobs that fetch a study, by the key of its row. */
  readonly underway: ReadonlyMap<string, RemoteJobRow>;
  readonly chosen: readonly string[];
  readonly cursor: string | null;
  readonly store: AskStore;
  readonly onFetch: (studies: readonly RemoteStudyRow[]) => Promise<void>;
}

const HEADS = [
  'Patient',
  'Patient ID',
  'Born',
  'Date',
  'Mod',
  'Study',
  'Accession',
  'Images',
  'Here',
  'Station',
] as const;

/** Answers in the order in which they come: what arrives goes to the end, so no row moves. The focus stays on the grid. */
export function AnswerTable(props: AnswerTableProps) {
  const { studies, totalCount, underway, chosen, cursor, store, onFetch } = props;
  const gridRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    gridRef.current?.querySelector('[data-cursor]')?.scrollIntoView({ block: 'nearest' });
  }, [cursor]);
  const chosenKeys = new Set(chosen);
  const cursorIndex = studies.findIndex((study) => rowKey(study) === cursor);
  return (
    <div
      ref={gridRef}
      className="row-table answer-table"
      role="grid"
      aria-label="Answers"
      aria-multiselectable
      aria-rowcount={totalCount + 1}
      aria-colcount={HEADS.length + 1}
      aria-activedescendant={cursorIndex < 0 ? undefined : rowId(cursorIndex)}
      tabIndex={0}
    >
      <div className="row-table__row row-table__row--head" role="row" aria-rowindex={1}>
        <div className="row-table__cell answer-cell--tick" role="columnheader">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label="All rows"
            checked={chosen.length > 0 && chosen.length === studies.length}
            onChange={() => {
              store.chooseAll();
            }}
          />
        </div>
        {HEADS.map((head) => (
          <div key={head} className={`row-table__cell answer-cell--${toClass(head)}`} role="columnheader">
            {head}
          </div>
        ))}
      </div>
      {studies.map((study, index) => {
        const key = rowKey(study);
        return (
          <AnswerRow
            key={key}
            study={study}
            job={underway.get(key)}
            index={index}
            isChosen={chosenKeys.has(key)}
            isCursor={key === cursor}
            store={store}
            onFetch={onFetch}
          />
        );
      })}
      {totalCount > studies.length && (
        <p className="row-table__end">
          {totalCount - studies.length} more came. Narrow the search to see them.
        </p>
      )}
    </div>
  );
}

interface AnswerRowProps extends Pick<AnswerTableProps, 'store' | 'onFetch'> {
  readonly study: RemoteStudyRow;
  readonly job: RemoteJobRow | undefined;
  readonly index: number;
  readonly isChosen: boolean;
  readonly isCursor: boolean;
}

/** Kept as it is while its own study does not change: a thousand of them may stand here as a job counts on. */
const AnswerRow = memo(function AnswerRow(props: AnswerRowProps) {
  const { study, job, index, isChosen, isCursor, store, onFetch } = props;
  const key = rowKey(study);
  const beside = nameBeside(study.patientName);
  const onMouseDown = (event: MouseEvent) => {
    if (event.button !== 0) return;
    if (event.shiftKey) {
      event.preventDefault(); // no text is selected
      store.chooseTo(key);
    } else if (event.ctrlKey || event.metaKey) store.toggle(key);
    else store.point(key);
  };
  return (
    <div
      id={rowId(index)}
      className={classNames(
        'row-table__row',
        (isCursor || isChosen) && 'row-table__row--selected',
        isCursor && 'row-table__row--cursor',
      )}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-cursor={isCursor || undefined}
      onMouseDown={onMouseDown}
      onDoubleClick={() => {
        void onFetch([study]);
      }}
    >
      <div role="gridcell" className="row-table__cell answer-cell--tick">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Choose ${nameText(study.patientName)}`}
          checked={isChosen}
          onMouseDown={stop}
          onDoubleClick={stop}
          onChange={() => {
            store.toggle(key);
          }}
        />
      </div>
      <div
        role="gridcell"
        className="row-table__cell answer-cell--patient"
        title={nameText(study.patientName)}
      >
        <span className="u-ellipsis">
          <bdi className="row-table__name">{nameText(study.patientName)}</bdi>
          {beside !== '' && <bdi className="row-table__beside">{beside}</bdi>}
        </span>
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--patient-id">
        <bdi className="u-ellipsis">{study.patientId}</bdi>
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--born">
        {dateText(study.patientBirthDate)}
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--date">
        {[dateText(study.studyDate), study.studyTime?.slice(0, 5)].filter(Boolean).join(', ')}
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--mod">
        <bdi>{study.modalities.join(' ')}</bdi>
      </div>
      <div
        role="gridcell"
        className="row-table__cell answer-cell--study"
        title={study.studyDescription || undefined}
      >
        <bdi className="u-ellipsis">{study.studyDescription}</bdi>
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--accession">
        <bdi className="u-ellipsis">{study.accessionNumber}</bdi>
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--images">
        {study.instanceCount ?? ''}
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--here">
        {job ? <span className="answer-underway">{underwayText(job)}</span> : hereText(study)}
      </div>
      <div role="gridcell" className="row-table__cell answer-cell--station" title={study.nodeName}>
        <bdi className="u-ellipsis">{study.nodeName}</bdi>
      </div>
    </div>
  );
});

/** The box ticks; it neither points nor fetches. */
function stop(event: MouseEvent): void {
  event.stopPropagation();
}

function rowId(index: number): string {
  return `answer-${index}`;
}

function toClass(head: string): string {
  return head.toLowerCase().replace(' ', '-');
}
