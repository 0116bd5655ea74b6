import {
  columnPinningFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  type SortingState,
} from '@tanstack/react-table';
import { worklistSortSchema, type WorklistSort } from '../../../preload/contract/command.ts';
import type { StudyRow } from '../../../preload/contract/study.ts';

export const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature, columnPinningFeature });

export type ColumnId = WorklistSort['column'] | 'age' | 'quality';

const helper = createColumnHelper<typeof features, StudyRow>();
const studyOf = (study: StudyRow) => study;

/** In reading order. The core sorts; a second click turns the order round, a third gives the house's order back. */
export const columns = helper.columns([
  helper.accessor(studyOf, { id: 'priority', header: 'Priority', sortDescFirst: false }),
  helper.accessor(studyOf, { id: 'patient', header: 'Patient', sortDescFirst: false }),
  helper.accessor(studyOf, { id: 'patientId', header: 'Patient ID', sortDescFirst: false }),
  helper.accessor(studyOf, { id: 'age', header: 'Age', enableSorting: false }),
  helper.accessor(studyOf, { id: 'modality', header: 'Mod', sortDescFirst: false }),
  helper.accessor(studyOf, { id: 'study', header: 'Study', sortDescFirst: false }),
  helper.accessor(studyOf, { id: 'images', header: 'Images', sortDescFirst: true }),
  helper.accessor(studyOf, { id: 'quality', header: 'Quality', enableSorting: false }),
  helper.accessor(studyOf, { id: 'status', header: 'Reading', sortDescFirst: false }),
  helper.accessor(studyOf, { id: 'arrived', header: 'Arrived', sortDescFirst: true }),
]);

/** They stay when the table scrolls sideways: whose row it is is never out of sight. */
export const stickyColumns = { left: [], right: [], start: ['priority', 'patient'], end: [] };

export function toSortingState(sort: WorklistSort | null): SortingState {
  return sort === null ? [] : [{ id: sort.column, desc: sort.direction === 'descending' }];
}

export function toWorklistSort(sorting: SortingState): WorklistSort | null {
  const column = worklistSortSchema.shape.column.safeParse(sorting[0]?.id);
  if (!column.success) return null;
  return { column: column.data, direction: sorting[0]?.desc ? 'descending' : 'ascending' };
}
