import { sql, type Kysely, type Selectable } from 'kysely';
import type { CatalogTables, InstancesTable } from '../database-types.ts';
import type { InstanceRow, SeriesRow, StudyRow } from '../rows.ts';
import { inDisplayOrder } from './display-order.ts';
import { findStudyRows } from './study-rows.ts';

export interface StudyTree {
  readonly study: StudyRow;
  /** By series number, then by arrival. */
  readonly series: SeriesRow[];
}

/** A study with all that is shown of it; null when there is none. Alternate versions are left out. */
export async function findStudyTree(
  db: Kysely<CatalogTables>,
  studyInstanceUid: string,
): Promise<StudyTree | null> {
  const [study] = await findStudyRows(db, [studyInstanceUid]);
  if (study === undefined) return null;
  const series = await db
    .selectFrom('series')
    .innerJoin('studies', 'studies.study_key', 'series.study_key')
    .where('studies.study_instance_uid', '=', studyInstanceUid)
    .selectAll('series')
    .orderBy('series_number', (order) => order.asc().nullsLast())
    .orderBy('series_key')
    .execute();
  const instances = await shownInstances(
    db,
    series.map((row) => row.series_key),
  );
  return {
    study,
    series: series.map((row) => ({
      seriesInstanceUid: row.series_instance_uid,
      modality: row.modality,
      seriesNumber: row.series_number,
      seriesDescription: row.series_description,
      bodyPartExamined: row.body_part_examined,
      stationName: row.station_name,
      instances: inDisplayOrder(instances.get(row.series_key) ?? []).map(toInstanceRow),
    })),
  };
}

async function shownInstances(
  db: Kysely<CatalogTables>,
  seriesKeys: readonly number[],
): Promise<Map<number, Selectable<InstancesTable>[]>> {
  const bySeries = new Map<number, Selectable<InstancesTable>[]>();
  if (seriesKeys.length === 0) return bySeries;
  const rows = await db
    .selectFrom('instances')
    .where('series_key', 'in', sql<number>`(SELECT value FROM json_each(${JSON.stringify(seriesKeys)}))`)
    .where('is_alternate', '=', 0)
    .selectAll()
    .orderBy('instance_key')
    .execute();
  for (const row of rows) {
    if (row.series_key === null) continue;
    const group = bySeries.get(row.series_key);
    if (group === undefined) bySeries.set(row.series_key, [row]);
    else group.push(row);
  }
  return bySeries;
}

function toInstanceRow(row: Selectable<InstancesTable>): InstanceRow {
  return {
    sopInstanceUid: row.sop_instance_uid,
    sopClassUid: row.sop_class_uid,
    transferSyntaxUid: row.transfer_syntax_uid,
    instanceNumber: row.instance_number,
    numberOfFrames: row.number_of_frames,
    rows: row.pixel_rows,
    columns: row.pixel_columns,
    hasPixels: row.has_pixels === 1,
    warnings: JSON.parse(row.warnings) as string[], // written by the instance writer only
    verdict: row.quality_verdict,
  };
}
