import { sql, type Kysely } from 'kysely';
import type { CatalogTables } from '../database-types.ts';
import { unpackMetadata } from '../packed-metadata.ts';
import type { InstanceLocation } from '../rows.ts';

interface LocationRecord {
  readonly instance_key: number;
  readonly sop_instance_uid: string;
  readonly sop_class_uid: string;
  readonly transfer_syntax_uid: string;
  readonly study_instance_uid: string | null;
  readonly series_instance_uid: string | null;
  readonly version: number;
  readonly is_alternate: number;
  readonly object_name: string;
  readonly data_set_offset: number;
  readonly size_bytes: number;
  readonly data_set_sha256: string;
  readonly number_of_frames: number;
  readonly has_pixels: number;
}

const LOCATION_COLUMNS = sql.raw(`i.instance_key, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid,
  st.study_instance_uid, se.series_instance_uid, i.version, i.is_alternate, i.object_name, i.data_set_offset,
  i.size_bytes, i.data_set_sha256, i.number_of_frames, i.has_pixels`);

/** What DICOMweb asks for; parts that are left out widen the answer. */
export interface InstanceScope {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUid?: string;
}

export interface InstanceMetadata extends InstanceLocation {
  /** DICOM JSON of the instance (PS3.18 Annex F), UTF-8. */
  readonly metadataJson: Buffer;
}

/** Rows to a page of a stream: enough to be quick, few enough that reception is never held up for long. */
const PAGE_ROWS = 50;

/** Every version of an instance, filed or not, the first one first. */
export async function findInstances(
  db: Kysely<CatalogTables>,
  sopInstanceUid: string,
): Promise<InstanceLocation[]> {
  const { rows } = await sql<LocationRecord>`SELECT ${LOCATION_COLUMNS}
    FROM instances AS i LEFT JOIN series AS se USING (series_key) LEFT JOIN studies AS st USING (study_key)
    WHERE i.sop_instance_uid = ${sopInstanceUid} ORDER BY i.version`.execute(db);
  return rows.map(toLocation);
}

/** The instance that is shown in this place; null when there is none. */
export async function findInstance(
  db: Kysely<CatalogTables>,
  scope: Required<InstanceScope>,
): Promise<InstanceLocation | null> {
  const { rows } = await sql<LocationRecord>`SELECT ${LOCATION_COLUMNS}
    FROM instances AS i JOIN series AS se USING (series_key) JOIN studies AS st USING (study_key)
    WHERE i.sop_instance_uid = ${scope.sopInstanceUid} AND i.is_alternate = 0
      AND se.series_instance_uid = ${scope.seriesInstanceUid}
      AND st.study_instance_uid = ${scope.studyInstanceUid}`.execute(db);
  return rows[0] === undefined ? null : toLocation(rows[0]);
}

export async function moveDataSet(
  db: Kysely<CatalogTables>,
  objectName: string,
  dataSetOffset: number,
): Promise<void> {
  await db
    .updateTable('instances')
    .set({ data_set_offset: dataSetOffset })
    .where('object_name', '=', objectName)
    .execute();
}

/** As encoded by `dicom/frame-table.ts`; null without frames or without such an instance. */
export async function findFrameTable(db: Kysely<CatalogTables>, instanceKey: number): Promise<Buffer | null> {
  const row = await db
    .selectFrom('instance_details')
    .where('instance_key', '=', instanceKey)
    .select('frame_table')
    .executeTakeFirst();
  return row?.frame_table ?? null;
}

/** The metadata of a study, a series or an instance, in order of arrival; read a page at a time. */
export async function* streamMetadata(
  db: Kysely<CatalogTables>,
  scope: InstanceScope,
): AsyncGenerator<InstanceMetadata> {
  const locations = await findShownLocations(db, scope);
  for (let start = 0; start < locations.length; start += PAGE_ROWS) {
    const page = locations.slice(start, start + PAGE_ROWS);
    const metadata = await readMetadata(db, page);
    for (const location of page) {
      const packed = metadata.get(location.instanceKey);
      if (packed !== undefined) yield { ...location, metadataJson: await unpackMetadata(packed) };
    }
  }
}

async function findShownLocations(
  db: Kysely<CatalogTables>,
  scope: InstanceScope,
): Promise<InstanceLocation[]> {
  const { rows } = await sql<LocationRecord>`SELECT ${LOCATION_COLUMNS}
    FROM studies AS st JOIN series AS se USING (study_key) JOIN instances AS i USING (series_key)
    WHERE st.study_instance_uid = ${scope.studyInstanceUid}
      AND ${scope.seriesInstanceUid === undefined ? sql`TRUE` : sql`se.series_instance_uid = ${scope.seriesInstanceUid}`}
      AND ${scope.sopInstanceUid === undefined ? sql`TRUE` : sql`i.sop_instance_uid = ${scope.sopInstanceUid}`}
      AND i.is_alternate = 0
    ORDER BY i.instance_key`.execute(db);
  return rows.map(toLocation);
}

async function readMetadata(
  db: Kysely<CatalogTables>,
  locations: readonly InstanceLocation[],
): Promise<Map<number, Buffer>> {
  const rows = await db
    .selectFrom('instance_details')
    .where(
      'instance_key',
      'in',
      locations.map((location) => location.instanceKey),
    )
    .select(['instance_key', 'metadata'])
    .execute();
  return new Map(rows.map((row) => [row.instance_key, row.metadata]));
}

function toLocation(record: LocationRecord): InstanceLocation {
  return {
    instanceKey: record.instance_key,
    sopInstanceUid: record.sop_instance_uid,
    sopClassUid: record.sop_class_uid,
    transferSyntaxUid: record.transfer_syntax_uid,
    studyInstanceUid: record.study_instance_uid,
    seriesInstanceUid: record.series_instance_uid,
    version: record.version,
    isAlternate: record.is_alternate === 1,
    objectName: record.object_name,
    dataSetOffset: record.data_set_offset,
    sizeBytes: record.size_bytes,
    dataSetSha256: record.data_set_sha256,
    numberOfFrames: record.number_of_frames,
    hasPixels: record.has_pixels === 1,
  };
}
