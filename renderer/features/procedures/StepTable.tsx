import { Pause } from 'lucide-react';
import { Fragment, useEffect, useRef } from 'react';
import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import { classNames } from '../../ui/class-names.ts';
import { CompletenessStrip } from '../../ui/CompletenessStrip.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dayText, imagesText, isOver, nameBeside, nameText, statusText, stepsText } from './step-text.ts';
import '../../ui/row-table.css';

export interface StepTableProps {
  readonly steps: readonly ProcedureRow[];
  readonly matchingCount: number;
  readonly selected: number | null;
  readonly isWaiting: boolean;
  readonly onSelect: (stepKey: number) => void;
  readonly onEdit: (stepKey: number) => void;
  readonly onHold: () => void;
  readonly onLetGo: () => void;
}

const HEADS = [
  'Time',
  'Priority',
  'Patient',
  'Patient ID',
  'Mod',
  'Step',
  'Device',
  'Status',
  'Images',
] as const;

/** Steps under the heads of their days. The focus stays on the grid; the row of the keyboard is its active descendant. */
export function StepTable(props: StepTableProps) {
  const { steps, matchingCount, selected, isWaiting, onSelect, onEdit, onHold, onLetGo } = props;
  const nowMs = useNow('minute');
  const gridRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    gridRef.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const days = [...new Set(steps.map((row) => row.order.startDate))];
  let rowIndex = 1;
  return (
    <div
      ref={gridRef}
      className="row-table step-table"
      role="grid"
      aria-label="Scheduled steps"
      aria-rowcount={steps.length + days.length + 1}
      aria-colcount={HEADS.length}
      aria-activedescendant={selected === null ? undefined : rowId(selected)}
      tabIndex={0}
      onPointerMove={onHold}
      onPointerLeave={onLetGo}
    >
      <div className="row-table__row row-table__row--head" role="row" aria-rowindex={1}>
        {HEADS.map((head) => (
          <div key={head} className={`row-table__cell step-cell--${toClass(head)}`} role="columnheader">
            {head}
          </div>
        ))}
      </div>
      {days.map((day, index) => {
        const ofDay = steps.filter((row) => row.order.startDate === day);
        rowIndex += 1;
        return (
          <Fragment key={day}>
            <div className="step-day" role="row" aria-rowindex={rowIndex}>
              <div role="gridcell" className="step-day__words">
                <b>{dayText(day, nowMs)}</b> {stepsText(ofDay.length)}
                {index === 0 && isWaiting && (
                  <span className="step-day__note" role="status">
                    <Icon of={Pause} size="small" /> List held while you point. Changes wait.{' '}
                    <KeyCap>Esc</KeyCap>
                  </span>
                )}
              </div>
            </div>
            {ofDay.map((row) => {
              rowIndex += 1;
              return (
                <StepRow
                  key={row.stepKey}
                  row={row}
                  rowIndex={rowIndex}
                  isSelected={row.stepKey === selected}
                  onSelect={onSelect}
                  onEdit={onEdit}
                />
              );
            })}
          </Fragment>
        );
      })}
      {matchingCount > steps.length && (
        <p className="row-table__end">
          {matchingCount - steps.length} more match. Type in the filter, or choose fewer days, to find them.
        </p>
      )}
    </div>
  );
}

interface StepRowProps {
  readonly row: ProcedureRow;
  readonly rowIndex: number;
  readonly isSelected: boolean;
  readonly onSelect: (stepKey: number) => void;
  readonly onEdit: (stepKey: number) => void;
}

function StepRow({ row, rowIndex, isSelected, onSelect, onEdit }: StepRowProps) {
  const { order, status, remarks } = row;
  const { word, fill } = statusText(status);
  const beside = nameBeside(order.patientName);
  return (
    <div
      id={rowId(row.stepKey)}
      className={classNames(
        'row-table__row',
        isSelected && 'row-table__row--selected row-table__row--cursor',
        isOver(status) && 'step-row--over',
      )}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      onMouseDown={() => {
        onSelect(row.stepKey);
      }}
      onDoubleClick={() => {
        onEdit(row.stepKey);
      }}
    >
      <div role="gridcell" className="row-table__cell step-cell--time">
        {order.startTime.slice(0, 5)}
      </div>
      <div role="gridcell" className="row-table__cell step-cell--priority">
        {order.priority === 'stat' && <Tag variant="bright">STAT</Tag>}
        {order.priority === 'urgent' && <Tag variant="outlined">URG</Tag>}
      </div>
      <div role="gridcell" className="row-table__cell step-cell--patient" title={nameText(order.patientName)}>
        <span className="u-ellipsis">
          <bdi className="row-table__name">{nameText(order.patientName)}</bdi>
          {beside !== '' && <bdi className="row-table__beside">{beside}</bdi>}
        </span>
        {remarks.length > 0 && <Flag level="critical" label={remarks.join(' ')} />}
      </div>
      <div role="gridcell" className="row-table__cell step-cell--patient-id">
        <bdi className="u-ellipsis">{order.patientId}</bdi>
      </div>
      <div role="gridcell" className="row-table__cell step-cell--mod">
        <bdi>{order.modality}</bdi>
      </div>
      <div
        role="gridcell"
        className="row-table__cell step-cell--step"
        title={order.stepDescription || undefined}
      >
        <bdi className="u-ellipsis">{order.stepDescription || order.requestedProcedureDescription}</bdi>
      </div>
      <div role="gridcell" className="row-table__cell step-cell--device">
        {order.stationAeTitles.length === 0 ? (
          <span className="step-dim">any</span>
        ) : (
          <bdi className="u-mono u-ellipsis">{order.stationAeTitles.join(', ')}</bdi>
        )}
      </div>
      <div role="gridcell" className="row-table__cell step-cell--status">
        <ReadingDisc fill={fill} /> {word}
      </div>
      <div role="gridcell" className="row-table__cell step-cell--images">
        <Images row={row} />
      </div>
    </div>
  );
}

/** Complete: the numbers alone, quietly. Incomplete: in bold, with a strip whose gap is a shape. */
function Images({ row }: { readonly row: ProcedureRow }) {
  const { study } = row;
  if (study === null) return null;
  const { instanceCount, expectedCount } = study;
  const isShort = expectedCount !== null && instanceCount < expectedCount;
  if (!isShort) return <span className="step-dim">{imagesText(row)}</span>;
  return (
    <>
      <b className="step-strong">{imagesText(row)}</b>
      <CompletenessStrip arrived={instanceCount} expected={expectedCount} />
    </>
  );
}

function rowId(stepKey: number): string {
  return `step-${stepKey}`;
}

function toClass(head: string): string {
  return head.toLowerCase().replace(' ', '-');
}
