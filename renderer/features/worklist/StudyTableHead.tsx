import type { ReactTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { features } from './columns.ts';

export interface StudyTableHeadProps {
  readonly table: ReactTable<typeof features, StudyRow>;
}

/** Column heads; pressing one sorts by it, then the other way round, then gives the order of the house back. */
export function StudyTableHead({ table }: StudyTableHeadProps) {
  const headers = table.getHeaderGroups().flatMap((group) => group.headers);
  const isHouseOrder = table.state.sorting.length === 0;
  return (
    <div className="study-table__head" role="rowgroup">
      <div className="study-row study-row--head" role="row" aria-rowindex={1}>
        {headers.map((header, index) => {
          const { column } = header;
          const sorted = column.getIsSorted();
          const isDown = sorted === 'desc' || (isHouseOrder && column.id === 'arrived');
          return (
            <div
              key={header.id}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
              className={`cell cell--${column.id}`}
            >
              {column.getCanSort() ? (
                <button
                  type="button"
                  className="study-table__sort"
                  onClick={column.getToggleSortingHandler()}
                >
                  {String(column.columnDef.header)}
                  {sorted === 'asc' && <Icon of={ArrowUp} size="tiny" />}
                  {isDown && <Icon of={ArrowDown} size="tiny" />}
                </button>
              ) : (
                String(column.columnDef.header)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
