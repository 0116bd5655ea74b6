import { sql, type Kysely } from 'kysely';
import type { CatalogTables } from '../database-types.ts';
import type { StudyAnnouncement } from '../station-procedures-model.ts';
import type { StudyStatus } from '../study-status.ts';

/** Studies to which nothing came since `beforeMs` are complete, at most `limit`. @returns the UIDs of those that changed */
export async function completeQuietStudies(
  db: Kysely<CatalogTables>,
  beforeMs: number,
  limit: number,
): Promise<string[]> {
  const quiet = db
    .selectFrom('studies')
    .where('is_arriving', '=', 1)
    .where('last_received_at_ms', '<', beforeMs)
    .limit(limit)
    .select('study_key');
  const rows = await db
    .updateTable('studies')
    .set({ status: 'complete' })
    .where('study_key', 'in', quiet)
    .returning('study_instance_uid')
    .execute();
  return rows.map((row) => row.study_instance_uid);
}

/**
 * An arriving study is complete when as many instances came as were announced, and none of those that were named is
 * missing. @returns whether it became complete now
 */
export async function completeAnnouncedStudy(
  db: Kysely<CatalogTables>,
  { studyInstanceUid, expectedCount, instanceUids }: StudyAnnouncement,
): Promise<boolean> {
  const result = await sql`UPDATE studies SET status = 'complete'
    WHERE study_instance_uid = ${studyInstanceUid} AND is_arriving = 1 AND instance_count >= ${expectedCount}
    AND NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(instanceUids)}) AS announced WHERE NOT EXISTS
      (SELECT 1 FROM instances AS i JOIN series AS s USING (series_key)
        WHERE i.sop_instance_uid = announced.value AND s.study_key = studies.study_key))`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Null when there is no such study. */
export async function findStudyStatus(
  db: Kysely<CatalogTables>,
  studyInstanceUid: string,
): Promise<StudyStatus | null> {
  const row = await db
    .selectFrom('studies')
    .where('study_instance_uid', '=', studyInstanceUid)
    .select('status')
    .executeTakeFirst();
  return row?.status ?? null;
}

export async function replaceStudyStatus(
  db: Kysely<CatalogTables>,
  studyInstanceUid: string,
  status: StudyStatus,
): Promise<void> {
  await db
    .updateTable('studies')
    .set({ status })
    .where('study_instance_uid', '=', studyInstanceUid)
    .execute();
}
